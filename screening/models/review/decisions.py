"""What was decided about single findings."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedJSONField, EncryptedTextField
from screening.models.intake import QuestionnaireResponse
from screening.models.review.evidence import Evidence


class FindingDecisionQuerySet(models.QuerySet["FindingDecision"]):
    """Queries on decisions."""

    def in_order(self) -> "FindingDecisionQuerySet":
        """In the order they were made, with the people and the letter, not its content."""
        people = self.select_related("made_by", "confirmed_by", "withdrawn_by", "evidence")
        return people.defer("evidence__data").order_by("made_at", "id")

    def not_withdrawn(self) -> "FindingDecisionQuerySet":
        """Those nobody took back."""
        return self.filter(withdrawn_at__isnull=True)


class FindingDecision(models.Model):
    """A decision on one finding. Only added to: confirmed once, withdrawn once, never otherwise changed.

    `fingerprints` holds, per treatment, the finding's fingerprint it was made for. It stands for a treatment
    while the current evaluation shows the same one. Rule and fingerprints say what somebody has: encrypted.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        OVERRIDDEN = "overridden", _("overridden")
        RESOLVED = "resolved", _("resolved")
        PATIENT_ASKED = "patient-asked", _("patient asked")

    class Reason(models.TextChoices):
        """Why a finding was overridden."""

        CLINICAL_JUDGEMENT = "clinical-judgement", _("Clinical judgement")
        TREATED_BEFORE = "treated-before-without-problem", _("Treated before without a problem")
        SPECIALIST_ADVICE = "specialist-advice", _("Advice of a specialist")
        SETTINGS_ADJUSTED = "settings-adjusted", _("Settings adjusted")
        AREA_EXCLUDED = "area-excluded", _("Area left out")
        INFORMED_CONSENT = "patient-informed-consents", _("Patient informed and consents")
        DATA_ENTRY_ERROR = "data-entry-error", _("Entered by mistake")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(QuestionnaireResponse, on_delete=models.PROTECT, related_name="decisions")
    rule = EncryptedTextField()
    fingerprints = EncryptedJSONField()
    kind = models.CharField(max_length=16, choices=Kind)
    reason = models.CharField(max_length=32, choices=Reason, blank=True)
    comment = EncryptedTextField(default="", blank=True)
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    needs_second = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = FindingDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a finding")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="overridden", reason__in=[
                    "clinical-judgement", "treated-before-without-problem", "specialist-advice",
                    "settings-adjusted", "area-excluded", "patient-informed-consents", "data-entry-error",
                    "other",
                ])
                | Q(kind__in=["acknowledged", "resolved", "patient-asked"], reason=""),
                name="decision_override_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="resolved", evidence__isnull=False)
                | (~Q(kind="resolved") & Q(evidence__isnull=True)),
                name="decision_resolved_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(kind="overridden"), name="decision_second_for_override"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, needs_second=True),
                name="decision_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("made_by")),
                name="decision_second_is_another",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="decision_withdrawn_by_and_at",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.kind

    @property
    def is_complete(self) -> bool:
        """Whether nobody's word is missing and nobody took it back."""
        return self.withdrawn_at is None and (not self.needs_second or self.confirmed_at is not None)
