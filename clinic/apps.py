"""The website's own app: template tags shared by every kind of page."""

from django.apps import AppConfig


class ClinicConfig(AppConfig):
    """Holds no models; it makes `clinic.templatetags` known to the templates."""

    name = "clinic"
    verbose_name = "Clinic"
