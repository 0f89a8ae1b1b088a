"""Staff accounts."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """The project's own users and their roles."""

    name = "clinic.accounts"
    label = "accounts"
    verbose_name = "Staff accounts"

    def ready(self) -> None:
        """Have the roles' groups exist after every migrate (and after a test emptied the tables)."""
        from clinic.accounts.kept import SIGN_IN  # noqa: PLC0415 - the same
        from clinic.accounts.middleware import begin  # noqa: PLC0415 - the same
        from clinic.accounts.roles import make_groups  # noqa: PLC0415 - models load after the app registry
        from clinic.accounts.second_step import sealing  # noqa: PLC0415 - the same
        from screening.services.retention.kinds import add_kinds  # noqa: PLC0415 - the same

        add_kinds(SIGN_IN)
        post_migrate.connect(make_groups, sender=self)
        sealing.connect()
        user_logged_in.connect(begin, dispatch_uid="a session begins")
