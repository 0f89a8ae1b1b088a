"""Staff accounts."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """The project's own users and their roles."""

    name = "clinic.accounts"
    label = "accounts"
    verbose_name = "Staff accounts"

    def ready(self) -> None:
        """Have the roles' groups exist after every migrate (and after a test emptied the tables)."""
        from clinic.accounts.roles import make_groups  # noqa: PLC0415 - models load after the app registry

        post_migrate.connect(make_groups, sender=self)
