"""The people who work at the clinic."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def normalised_email(email: str) -> str:
    """The address as it is stored and compared: trimmed, all of it in lower case."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes users; finds them by e-mail address however it is typed."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this address; User.DoesNotExist where there is none."""
        return self.get(email=normalised_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; ValueError without an address. Without a password nobody can sign in as them."""
        address = normalised_email(email)
        if not address:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=address, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff, known by e-mail address. What they may do follows from their groups (see roles).

    `is_staff` decides nothing here, the role administrator does (see `admin_site`). The column is there
    because the templates of Django's admin and its decorators for staff read it of every user.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Switch off instead of deleting: what they did keeps their name."),
    )
    is_staff = models.BooleanField(
        _("may use the admin"), default=False, help_text=_("May open these administration pages.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("members of staff")
        ordering = ["full_name", "email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message=_("The address must be in lower case."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        """Normalise the address the way it is stored."""
        self.email = normalised_email(self.email)

    def get_short_name(self) -> str:
        """The name as shown beside what they did."""
        return str(self)


class Guesses(models.Model):
    """When passwords were tried for one account or from one network address, told apart by a keyed hash.

    The address typed is stored as that hash only: people type passwords there by mistake.
    """

    key = models.CharField(primary_key=True, max_length=64)
    tried_at = models.JSONField(default=list)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("guesses of a password")

    def __str__(self) -> str:
        return self.key
