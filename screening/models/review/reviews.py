"""Where an appointment stands between the patient's answers and the treatment."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.desk import Appointment, Patient
from screening.models.evaluation import Evaluation, PlaceInList
from screening.models.keyed_hash import keyed_hash, keyed_hashes


class ReviewQuerySet(models.QuerySet["Review"]):
    """Queries on reviews."""

    def open_for(self, appointment: Appointment) -> "Review":
        """A new review for a new appointment."""
        review = self.create(appointment=appointment, appointment_at=appointment.starts_at)
        ReviewKey.objects.bulk_create(ReviewKey.made_for(review, appointment.treatments, ()))
        return review

    def follow_booking(self, appointment: Appointment) -> None:
        """Lay a changed booking on a review that has no evaluation yet: evaluations lay it on the others."""
        review = self.get(appointment=appointment)
        self.filter(pk=review.pk).update(appointment_at=appointment.starts_at)
        ReviewKey.objects.filter(review=review).delete()
        ReviewKey.objects.bulk_create(ReviewKey.made_for(review, appointment.treatments, ()))

    def withdrawn_for(self, appointment: Appointment) -> bool:
        """Whether the patient of this appointment has withdrawn the form."""
        return self.filter(appointment=appointment.pk, state=Review.State.WITHDRAWN).exists()

    def of_booked(self) -> Self:
        """Those whose appointment takes place."""
        return self.filter(appointment__status=Appointment.Status.BOOKED)

    def with_people(self) -> Self:
        """With appointment, people, questionnaire and evaluation in one query, without their contents."""
        return self.select_related(
            "appointment__patient",
            "appointment__practitioner",
            "appointment__response",
            "evaluation__rulebook_version",
        ).defer(
            "evaluation__body",
            "evaluation__rulebook_version__document",
            "appointment__response__answers",
            "appointment__response__set_aside",
        )

    def by_appointment(self) -> Self:
        """The earliest appointment first; at the same time, the worst first."""
        return self.order_by("appointment_at", "-severity_rank", "id")

    def after(self, place: PlaceInList) -> Self:
        """What comes after a place in `by_appointment`; the thousandth page costs what the first does."""
        later = Q(appointment_at__gt=place.appointment_at)
        milder = Q(appointment_at=place.appointment_at, severity_rank__lt=place.severity_rank)
        same = Q(appointment_at=place.appointment_at, severity_rank=place.severity_rank, id__gt=place.id)
        return self.filter(later | milder | same, appointment_at__gte=place.appointment_at)

    def between(self, start: datetime | None, end: datetime | None) -> Self:
        """Those whose appointment starts from `start` on and before `end`; None leaves that end open."""
        found = self if start is None else self.filter(appointment_at__gte=start)
        return found if end is None else found.filter(appointment_at__lt=end)

    def with_key(self, kind: "ReviewKey.Kind", code: str) -> Self:
        """Those with a planned treatment, or a finding of a topic."""
        digests = keyed_hashes(f"review.{kind.value}", code)
        keys = ReviewKey.objects.filter(review=OuterRef("pk"), kind=kind, digest__in=digests)
        return self.filter(Exists(keys))

    def of_patients(self, patients: "models.QuerySet[Patient]") -> Self:
        """Those of any of these patients."""
        return self.filter(appointment__patient__in=patients)

    def to_recall(self, now: datetime) -> Self:
        """Those to invite again: a later day is known, this one is gone or postponed, no other is booked."""
        missed = Q(appointment_at__lt=now) | Q(appointment__status=Appointment.Status.CANCELLED)
        postponed = Q(sign_offs__is_current=True, sign_offs__outcome="postpone")
        undone = missed & ~Q(gate=Review.Gate.CLEARED)
        rebooked = Appointment.objects.filter(
            patient=OuterRef("appointment__patient"),
            status=Appointment.Status.BOOKED,
            starts_at__gt=OuterRef("appointment_at"),
        )
        wanted = self.filter(postponed | undone, recall_on__isnull=False).exclude(Exists(rebooked))
        return wanted.order_by("recall_on", "id").distinct()

    def after_recall(self, day: date, pk: uuid.UUID) -> Self:
        """What comes after a place in `to_recall`."""
        return self.filter(Q(recall_on__gt=day) | Q(recall_on=day, id__gt=pk), recall_on__gte=day)


class Review(models.Model):
    """The clinic's side of one appointment: one row from booking on.

    `revision` counts every change a decision may be stale against. `appointment_at`, `severity_rank` and
    `evaluation` mirror the appointment and its current evaluation, so that lists need one index. What time
    alone changes (answers too old, recheck due) is not stored: the service `gate_now` computes it.
    """

    class State(models.TextChoices):
        """What the review waits for."""

        AWAITING_ANSWERS = "awaiting-answers", _("awaiting answers")
        NEEDS_REVIEW = "needs-review", _("needs review")
        WAITING_FOR_PATIENT = "waiting-for-patient", _("waiting for the patient")
        WAITING_FOR_CLEARANCE = "waiting-for-clearance", _("waiting for clearance")
        SIGNED_OFF = "signed-off", _("signed off")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Gate(models.TextChoices):
        """What reception may know."""

        ON_HOLD = "on-hold", _("on hold")
        CLEARED = "cleared", _("cleared")
        DECLINED = "declined", _("declined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=24, choices=State, default=State.AWAITING_ANSWERS)
    gate = models.CharField(max_length=10, choices=Gate, default=Gate.ON_HOLD)
    revision = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)
    appointment_at = models.DateTimeField()
    severity_rank = models.PositiveSmallIntegerField(default=0)
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers_given_at = models.DateTimeField(null=True, blank=True)
    rechecked_at = models.DateTimeField(null=True, blank=True)
    rechecked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recall_on = models.DateField(null=True, blank=True)

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        indexes = [
            models.Index(
                F("state"), F("appointment_at"), F("severity_rank").desc(), F("id"), name="review_by_state"
            ),
            models.Index(F("appointment_at"), F("severity_rank").desc(), F("id"), name="review_by_time"),
            models.Index(
                fields=["recall_on", "id"], condition=Q(recall_on__isnull=False), name="review_by_recall"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="signed-off", gate__in=["on-hold", "cleared", "declined"])
                | Q(
                    state__in=[
                        "awaiting-answers",
                        "needs-review",
                        "waiting-for-patient",
                        "waiting-for-clearance",
                        "withdrawn",
                    ],
                    gate="on-hold",
                ),
                name="review_gate_fits_state",
            ),
            models.CheckConstraint(
                condition=Q(state="awaiting-answers", evaluation__isnull=True, answers_given_at__isnull=True)
                | (~Q(state="awaiting-answers") & Q(evaluation__isnull=False, answers_given_at__isnull=False))
                | Q(state="withdrawn", evaluation__isnull=True, answers_given_at__isnull=True),
                name="review_answered_has_evaluation",
            ),
            models.CheckConstraint(
                condition=Q(rechecked_by__isnull=True) | Q(rechecked_at__isnull=False),
                name="review_rechecker_has_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> PlaceInList:
        """Where it stands in lists."""
        return PlaceInList(self.appointment_at, self.severity_rank, self.id)


class ReviewKey(models.Model):
    """A keyed hash a review is filtered by. Topics are health words: outside encryption hashes only."""

    class Kind(models.TextChoices):
        """What was hashed; also the purpose that keeps hashes of different kinds apart."""

        TREATMENT = "treatment", _("treatment")
        TOPIC = "topic", _("topic")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="keys", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("review key")
        constraints = [
            models.UniqueConstraint(fields=["review", "kind", "digest"], name="reviewkey_once_per_review")
        ]

    def __str__(self) -> str:
        return self.kind

    @classmethod
    def made_for(cls, review: Review, treatments: Iterable[str], topics: Iterable[str]) -> list["ReviewKey"]:
        """The unsaved keys of a review, each once."""
        codes = {cls.Kind.TREATMENT: treatments, cls.Kind.TOPIC: topics}
        return [
            cls(review=review, kind=kind, digest=key_digest(kind, code))
            for kind, several in codes.items()
            for code in sorted(set(several))
        ]


def key_digest(kind: ReviewKey.Kind, code: str) -> str:
    """The hash of a treatment's or a topic's code."""
    return keyed_hash(f"review.{kind.value}", code)
