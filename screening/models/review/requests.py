"""What the clinic asks a patient again."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk import Appointment
from screening.models.encryption import EncryptedJSONField, EncryptedTextField
from screening.models.review.reviews import Review


class PatientRequestQuerySet(models.QuerySet["PatientRequest"]):
    """Queries on requests."""

    def open(self) -> "PatientRequestQuerySet":
        """Those that wait for the patient."""
        return self.filter(status=PatientRequest.Status.OPEN)

    def waits_for(self, appointment: Appointment) -> bool:
        """Whether the patient of this appointment is being asked something again."""
        return self.open().filter(review__appointment=appointment.pk).exists()

    def in_order(self) -> "PatientRequestQuerySet":
        """In the order they were made, with who made them."""
        return self.select_related("made_by").order_by("made_at", "id")


class PatientRequest(models.Model):
    """Questions asked again through the patient's link, with a message. One at a time is open.

    `items` are link ids (encrypted: which questions they are says what somebody has); `whole` means all of
    the questionnaire, which makes the answers new. Nobody named: the patient said that something has changed.
    """

    class Status(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="requests")
    items = EncryptedJSONField()
    whole = models.BooleanField(default=False)
    message = EncryptedTextField(default="", blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PatientRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to a patient")
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(status="open"), name="request_one_open_per_review"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | Q(status__in=["answered", "withdrawn"], closed_at__isnull=False),
                name="request_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.status
