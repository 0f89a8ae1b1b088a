"""What changed in a review, and who has it open."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.review.reviews import Review


class ReviewChangeQuerySet(models.QuerySet["ReviewChange"]):
    """Queries on changes."""

    def since(self, revision: int) -> "ReviewChangeQuerySet":
        """Those after a revision, in order, with who made them."""
        return self.filter(revision__gt=revision).select_related("by").order_by("revision")


class ReviewChange(models.Model):
    """One change of a review, numbered by the revision it made. Written once. Nobody named: not by staff."""

    class Kind(models.TextChoices):
        """What happened; no health words."""

        SUBMITTED = "submitted", _("The patient handed in the questionnaire.")
        EVALUATED = "evaluated", _("The answers were evaluated again, with the same result.")
        RESULT_CHANGED = "result-changed", _("The answers were evaluated again, with another result.")
        SIGN_OFF_FELL_AWAY = "sign-off-fell-away", _("The sign-off no longer stands.")
        DECISION_MADE = "decision-made", _("A finding was decided.")
        DECISION_CONFIRMED = "decision-confirmed", _("A second person confirmed an override.")
        DECISION_WITHDRAWN = "decision-withdrawn", _("A decision on a finding was withdrawn.")
        ANSWERS_CORRECTED = "answers-corrected", _("Answers were corrected.")
        PATIENT_ASKED = "patient-asked", _("The patient was asked.")
        PATIENT_ANSWERED = "patient-answered", _("The patient answered what was asked.")
        REQUEST_WITHDRAWN = "request-withdrawn", _("What the patient was asked was withdrawn.")
        CLEARANCE_AWAITED = "clearance-awaited", _("Clearance from somebody else was asked for.")
        CLEARANCE_ENDED = "clearance-ended", _("Clearance is no longer waited for.")
        EVIDENCE_ADDED = "evidence-added", _("A letter was added.")
        NOTE_ADDED = "note-added", _("A note was added.")
        SIGNED_OFF = "signed-off", _("The appointment was signed off.")
        RECHECKED = "rechecked", _("Nothing has changed since the answers were given.")
        CHANGE_REPORTED = "change-reported", _("The patient said that something has changed.")
        CORRECTION_ASKED = "correction-asked", _("The patient asked for an answer to be corrected.")
        WITHDRAWN = "withdrawn", _("The patient withdrew the form.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="changes", db_index=False)
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ReviewChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a review")
        constraints = [
            models.UniqueConstraint(fields=["review", "revision"], name="reviewchange_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.kind}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Queries on who has what open."""

    def seen_since(self, at: datetime) -> "PresenceQuerySet":
        """Those seen at or after a time, with their names."""
        return self.filter(seen_at__gte=at).select_related("user").order_by("user__full_name", "id")


class Presence(models.Model):
    """That a member of staff has a record open since `opened_at`, as long as `seen_at` is recent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="presences", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()

    objects: ClassVar = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        constraints = [models.UniqueConstraint(fields=["review", "user"], name="presence_once_per_person")]

    def __str__(self) -> str:
        return str(self.pk)
