"""Questionnaires answered on the clinic's tablet."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk.appointments import Appointment
from screening.models.desk.invitations import token_digest


class TabletSessionQuerySet(models.QuerySet["TabletSession"]):
    """Queries on tablet sessions."""

    def running(self) -> "TabletSessionQuerySet":
        """Those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def with_token(self, token: str) -> "TabletSessionQuerySet":
        """The one this token starts, if any."""
        return self.filter(token_sha256=token_digest(token))

    def with_response(self) -> "TabletSessionQuerySet":
        """With appointment, patient and questionnaire, in one query."""
        return self.select_related("appointment__patient", "appointment__response__rulebook_version").defer(
            "appointment__response__rulebook_version__document"
        )

    def end(self, reason: str, now: datetime) -> int:
        """End those of these that run; returns how many."""
        return self.running().update(ended_at=now, end_reason=reason)


class TabletSession(models.Model):
    """One questionnaire on one tablet: started once, over after submission or a short while of nothing."""

    class End(models.TextChoices):
        """Why it ended."""

        SUBMITTED = "submitted", _("the questionnaire was handed in")
        IDLE = "idle", _("nobody was there")
        STOPPED = "stopped", _("it was stopped")
        REPLACED = "replaced", _("it was started again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="tablet_sessions")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=End, blank=True)

    objects: ClassVar = TabletSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tablet session")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(ended_at__isnull=True), name="tablet_one_running"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__isnull=False, end_reason__in=["submitted", "idle", "stopped", "replaced"]),
                name="tablet_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, seen_at__isnull=True)
                | Q(opened_at__isnull=False, seen_at__isnull=False),
                name="tablet_opened_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
