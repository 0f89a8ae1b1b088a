"""The invitations sent for an appointment."""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk.appointments import Appointment

TOKEN_BYTES = 32


def new_token() -> str:
    """A secret of 256 bits, fit for an address. Only its digest is ever stored."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    """The SHA-256 stored of a token. A random secret of 256 bits needs neither salt nor stretching."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Queries on invitations."""

    def usable(self, now: datetime) -> "InvitationQuerySet":
        """Those neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def with_token(self, token: str) -> "InvitationQuerySet":
        """The one this token opens, if any."""
        return self.filter(token_sha256=token_digest(token))

    def mint(self, **fields: Any) -> tuple["Invitation", str]:
        """A new invitation, and its token, which is known only to who asked for it."""
        token = new_token()
        return self.create(token_sha256=token_digest(token), **fields), token

    def revoke(self, appointment: Appointment, now: datetime) -> int:
        """Revoke those of an appointment that still were of use; returns how many."""
        return self.usable(now).filter(appointment=appointment).update(revoked_at=now)

    def with_response(self) -> "InvitationQuerySet":
        """With appointment, patient and questionnaire, in one query."""
        return self.select_related("appointment__patient", "appointment__response__rulebook_version").defer(
            "appointment__response__rulebook_version__document"
        )


class Invitation(models.Model):
    """One link to one appointment's questionnaire. The token itself is never stored."""

    class Channel(models.TextChoices):
        """How the link leaves the clinic."""

        EMAIL = "email", _("e-mail")
        COPY = "copy", _("copied link")
        PRINT = "print", _("printed QR code")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="invitations", db_index=False
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    failed_attempts = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        indexes = [models.Index(fields=["appointment", "created_at"], name="invitation_by_appointment")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=["email", "copy", "print"]), name="invitation_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="invitation_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
