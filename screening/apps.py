"""The domain as one Django app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Label `screening`: every table of the domain carries it."""

    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        """Have the review learn of every evaluation, which knows nothing of reviews itself."""
        from screening.services.evaluation import follow_evaluations  # noqa: PLC0415 - models load first
        from screening.services.review.following import follow  # noqa: PLC0415 - models load first

        follow_evaluations(follow)
