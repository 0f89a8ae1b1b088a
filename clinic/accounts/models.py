"""The people who work at the clinic."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk.invitations import token_digest


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


class StaffInvitationQuerySet(models.QuerySet["StaffInvitation"]):
    """Queries on invitations."""

    def usable(self, now: datetime) -> "StaffInvitationQuerySet":
        """Those neither used, nor revoked, nor expired, of people whose account is on."""
        return self.filter(ended_at__isnull=True, expires_at__gt=now, user__is_active=True)

    def with_token(self, token: str) -> "StaffInvitationQuerySet":
        """The one this token opens, if any."""
        return self.filter(token_sha256=token_digest(token))


class StaffInvitation(models.Model):
    """A link with which one member of staff chooses a password, once. The token itself is never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = StaffInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation of staff")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="staff_invitation_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.created_at:%Y-%m-%d})"
