"""What the rulebook said about a submitted questionnaire."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedTextField
from screening.models.intake import QuestionnaireResponse
from screening.models.rulebook import RulebookVersion


class PlaceInList(NamedTuple):
    """Where a row stands in the list of current evaluations: what a next page starts after."""

    appointment_at: datetime
    severity_rank: int
    id: uuid.UUID


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Queries on evaluations."""

    def current(self) -> Self:
        """The newest of each response."""
        return self.filter(is_current=True)

    def on_days(self, first: date | None, last: date | None) -> Self:
        """Those for appointments from the first to the last day, both included; None leaves that end open."""
        found = self if first is None else self.filter(on__gte=first)
        return found if last is None else found.filter(on__lte=last)

    def with_people(self) -> Self:
        """With rulebook version, response, appointment and patient in one query, without the answers."""
        return self.select_related(
            "rulebook_version", "response__appointment__patient", "response__appointment__practitioner"
        ).defer("rulebook_version__document", "response__answers", "response__set_aside")

    def with_previous(self, responses: Iterable[uuid.UUID]) -> Self:
        """The newest evaluations of these responses, and of what each patient handed in last before and
        did not take back.
        """
        before = QuestionnaireResponse.objects.filter(
            appointment__patient=OuterRef("appointment__patient"), submitted_at__lt=OuterRef("submitted_at")
        )
        before = before.exclude(appointment__review__state="withdrawn").order_by("-submitted_at", "-pk")
        wanted = QuestionnaireResponse.objects.filter(pk__in=responses)
        earlier = wanted.annotate(earlier=Subquery(before.values("pk")[:1])).values("earlier")
        return self.current().filter(Q(response__in=responses) | Q(response__in=earlier)).with_people()

    def oldest_first(self) -> Self:
        """In the order they were made, with who made them and the version named; bodies load late."""
        return (
            self.select_related("rulebook_version", "created_by")
            .defer("body", "rulebook_version__document")
            .order_by("sequence")
        )


class Evaluation(models.Model):
    """One evaluation of one response, kept for ever. Never changes but for `is_current`.

    `body` is the engine's canonical JSON, byte for byte; lists sort and filter by the columns beside it.
    """

    class Eligibility(models.TextChoices):
        """The engine's words."""

        ELIGIBLE = "eligible", _("eligible")
        PRECAUTION = "precaution", _("precaution")
        CLEARANCE = "clearance", _("clearance")
        DEFERRED = "deferred", _("deferred")
        CONTRAINDICATED = "contraindicated", _("contraindicated")

    class Cause(models.TextChoices):
        """Why it was made."""

        SUBMITTED = "submitted", _("the questionnaire was submitted")
        RESCHEDULED = "rescheduled", _("the appointment was moved")
        PROCEDURE_CHANGED = "procedure-changed", _("treatments or areas were changed")
        CLINIC_ANSWERS = "clinic-answers", _("the clinic entered answers")
        PATIENT_CHANGED = "patient-changed", _("the patient's date of birth was changed")
        CORRECTED = "answers-corrected", _("answers were corrected")
        PATIENT_ANSWERED = "patient-answered", _("the patient answered what was asked again")
        RULEBOOK_CHANGED = "rulebook-changed", _("another rulebook was published")
        REQUESTED = "requested", _("it was asked for")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(
        QuestionnaireResponse, on_delete=models.PROTECT, related_name="evaluations", db_index=False
    )
    sequence = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    rulebook_version = models.ForeignKey(
        RulebookVersion, on_delete=models.PROTECT, related_name="evaluations"
    )
    appointment_at = models.DateTimeField()
    on = models.DateField()
    eligibility = models.CharField(max_length=16, choices=Eligibility)
    severity_rank = models.PositiveSmallIntegerField()
    earliest_date = models.DateField(null=True, blank=True)
    settled = models.BooleanField()
    digest = models.CharField(max_length=71)
    body = EncryptedTextField()
    cause = models.CharField(max_length=20, choices=Cause)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        indexes = [
            models.Index(
                F("appointment_at"),
                F("severity_rank").desc(),
                F("id"),
                condition=Q(is_current=True),
                name="evaluation_worklist",
            ),
            models.Index(
                F("eligibility"),
                F("appointment_at"),
                F("severity_rank").desc(),
                F("id"),
                condition=Q(is_current=True),
                name="evaluation_by_eligibility",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["response", "sequence"], name="evaluation_numbered_once"),
            models.UniqueConstraint(
                fields=["response"], condition=Q(is_current=True), name="evaluation_one_current"
            ),
            models.CheckConstraint(
                condition=Q(eligibility="eligible", severity_rank=0)
                | Q(eligibility="precaution", severity_rank=2)
                | Q(eligibility="clearance", severity_rank=3)
                | Q(eligibility="deferred", severity_rank=4)
                | Q(eligibility="contraindicated", severity_rank=5),
                name="evaluation_rank_is_eligibility",
            ),
            models.CheckConstraint(
                condition=Q(earliest_date__isnull=True) | Q(earliest_date__gte=F("on")),
                name="evaluation_earliest_not_before",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
