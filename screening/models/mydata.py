"""What patients ask the clinic to put right in what is stored about them."""

import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk import Appointment, Patient
from screening.models.encryption import EncryptedTextField


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    """Queries on what patients want put right."""

    def open(self) -> "CorrectionRequestQuerySet":
        """Those nobody has replied to."""
        return self.filter(status=CorrectionRequest.Status.OPEN)

    def about_contact(self) -> "CorrectionRequestQuerySet":
        """Those that reception may read."""
        return self.filter(about=CorrectionRequest.About.CONTACT)

    def asking(self, appointments: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Those of these appointments whose patient says that an answer is wrong, and waits; one query."""
        about_answers = self.open().filter(about=CorrectionRequest.About.ANSWER)
        found = about_answers.filter(appointment__in=list(appointments))
        return set(found.values_list("appointment", flat=True))

    def of_patient(self, patient: Patient) -> "CorrectionRequestQuerySet":
        """Those of all visits of a patient."""
        return self.filter(appointment__patient=patient)

    def in_order(self) -> "CorrectionRequestQuerySet":
        """In the order they came, with the people."""
        people = self.select_related("appointment__patient", "closed_by")
        return people.order_by("made_at", "id")


class CorrectionRequest(models.Model):
    """One thing a patient wants put right, in their own words, and the clinic's reply.

    `about` decides who may read it: contact data concerns reception as well, an answer those who treat the
    patient. `link_id` names the answer (empty: the patient named none). Changes once, when it is closed.
    """

    class About(models.TextChoices):
        """What is to be put right."""

        CONTACT = "contact", _("name, date of birth or contact details")
        ANSWER = "answer", _("an answer")

    class Status(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("open")
        DONE = "done", _("put right")
        DECLINED = "declined", _("not changed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="correction_requests")
    about = models.CharField(max_length=8, choices=About)
    link_id = EncryptedTextField(default="", blank=True)
    text = EncryptedTextField()
    made_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    reply = EncryptedTextField(default="", blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a correction")
        indexes = [
            models.Index(fields=["about", "made_at"], condition=Q(status="open"), name="correction_by_open")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=["contact", "answer"]), name="correction_about_known"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(status__in=["done", "declined"], closed_at__isnull=False, closed_by__isnull=False),
                name="correction_closed_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it waits for the clinic."""
        return self.status == self.Status.OPEN
