"""The website's own app: template tags shared by every kind of page."""

from django.apps import AppConfig
from django.core.checks import register

from clinic.catalogues import check_catalogues


class ClinicConfig(AppConfig):
    """Holds no models; it makes `clinic.templatetags` known to the templates."""

    name = "clinic"
    verbose_name = "Clinic"

    def ready(self) -> None:
        """Have every start look for the languages of messages."""
        register(check_catalogues)
