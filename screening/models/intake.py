"""The patient's answers to the questionnaire of one appointment."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk import Appointment
from screening.models.encryption import EncryptedJSONField
from screening.models.rulebook import RulebookVersion


class QuestionnaireResponseQuerySet(models.QuerySet["QuestionnaireResponse"]):
    """Queries on responses."""

    def whole(self) -> "QuestionnaireResponseQuerySet":
        """With appointment, patient and rulebook version (its document left where it is), in one query."""
        return self.select_related("appointment__patient", "rulebook_version").defer(
            "rulebook_version__document"
        )

    def withdrawn(self) -> "QuestionnaireResponseQuerySet":
        """Those the patient took back: nothing of them is used any more."""
        return self.filter(appointment__review__state="withdrawn")

    def before(self, response: "QuestionnaireResponse") -> "QuestionnaireResponseQuerySet":
        """What the same patient handed in for other visits and did not take back, the newest first."""
        handed_in = self.filter(submitted_at__isnull=False).exclude(pk=response.pk)
        own = handed_in.filter(appointment__patient=response.appointment.patient_id)
        return own.exclude(appointment__review__state="withdrawn").order_by("-submitted_at")


class QuestionnaireResponse(models.Model):
    """The answers given for one appointment, by link id.

    `answers` holds what the patient and the clinic entered. Not in it: the birth date (the patient record
    has it) and the appointment's areas; its `treatment_areas` are those the patient added. The service
    `answers_of` lays the three together. `set_aside` keeps answers that a newer rulebook no longer accepts.
    `answered_by` names, by link id, who gave an answer that the patient did not give by their own link (see
    `services.intake.credit`). `section_revisions` says at which revision each section was saved last,
    `answer_revisions` the same of each answer (encrypted: which details were asked says what somebody has).
    `language` is what the patient chose to read it in; empty: that of their messages.
    """

    class Status(models.TextChoices):
        """FHIR's words."""

        IN_PROGRESS = "in-progress", _("in progress")
        COMPLETED = "completed", _("completed")
        AMENDED = "amended", _("amended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="response")
    status = models.CharField(max_length=12, choices=Status, default=Status.IN_PROGRESS)
    rulebook_version = models.ForeignKey(RulebookVersion, on_delete=models.PROTECT, related_name="responses")
    answers = EncryptedJSONField(default=dict)
    set_aside = EncryptedJSONField(default=dict)
    answered_by = EncryptedJSONField(null=True)
    section_revisions = models.JSONField(default=dict)
    answer_revisions = EncryptedJSONField(null=True)
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = QuestionnaireResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire response")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="in-progress", submitted_at__isnull=True, declared_at__isnull=True)
                | Q(
                    status__in=["completed", "amended"], submitted_at__isnull=False, declared_at__isnull=False
                ),
                name="response_submitted_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(started_at__isnull=False),
                name="response_submitted_was_started",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_submitted(self) -> bool:
        """Whether the patient has handed it in."""
        return self.status != self.Status.IN_PROGRESS
