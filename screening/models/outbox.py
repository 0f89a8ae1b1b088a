"""Messages to patients that wait to be sent, and those that were."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk import Appointment, Invitation


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Queries on messages."""

    def queued(self) -> "OutboxQuerySet":
        """Those still to be sent."""
        return self.filter(status=OutboxMessage.Status.QUEUED)

    def due(self, now: datetime) -> "OutboxQuerySet":
        """Those whose time has come and that nobody is sending at the moment, the longest waiting first."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        return self.queued().filter(free, due_at__lte=now).order_by("due_at", "id")

    def about(self, appointment: Appointment) -> "OutboxQuerySet":
        """Those about one appointment, in the order they were written."""
        return self.filter(appointment=appointment).order_by("created_at", "id")


class OutboxMessage(models.Model):
    """One message about one appointment to its patient, written in the transaction that gives cause for it.

    Holds neither an address, nor a link, nor a text: the worker takes the patient's address and language and
    mints the link when it sends. `parameters` holds dates and codes only, never a health word.
    """

    class Kind(models.TextChoices):
        """What it says; also the name of its templates."""

        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")
        RECHECK = "recheck", _("has anything changed?")
        REQUEST = "request", _("a few answers are missing")
        MOVED = "moved", _("appointment moved")
        CANCELLED = "cancelled", _("appointment cancelled")

    class Status(models.TextChoices):
        """How far it is."""

        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not needed any more")
        FAILED = "failed", _("could not be delivered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    parameters = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=8, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=40, blank=True)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )

    objects: ClassVar = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(status="queued"), name="outbox_by_due"),
            models.Index(fields=["appointment", "created_at"], name="outbox_by_appointment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["invitation", "reminder", "recheck", "request", "moved", "cancelled"]),
                name="outbox_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | Q(status__in=["queued", "dropped", "failed"], sent_at__isnull=True),
                name="outbox_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status="queued") | Q(lease_until__isnull=True), name="outbox_lease_while_queued"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["dropped", "failed"]) | ~Q(last_error=""),
                name="outbox_end_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"
