"""The domain as one Django app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Label `screening`: every table of the domain carries it."""

    name = "screening"
    verbose_name = "Screening"
