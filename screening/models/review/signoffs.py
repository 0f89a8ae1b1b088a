"""Sign-offs: a named person's word on whether an appointment goes ahead."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedJSONField, EncryptedTextField
from screening.models.evaluation import Evaluation
from screening.models.review.reviews import Review


class SignOffQuerySet(models.QuerySet["SignOff"]):
    """Queries on sign-offs."""

    def current(self) -> "SignOffQuerySet":
        """Those that stand, as far as stored: time may close the gate all the same."""
        return self.filter(is_current=True)

    def in_order(self) -> "SignOffQuerySet":
        """In the order they were made, with who made them."""
        return self.select_related("made_by").order_by("made_at", "id")


class SignOff(models.Model):
    """What was decided about the appointment. `signed` is what `digest` was made from, word for word.

    Never changes but for falling away once.
    """

    class Outcome(models.TextChoices):
        """What is to be done."""

        PROCEED = "proceed", _("proceed")
        PROCEED_WITH_CONDITIONS = "proceed-with-conditions", _("proceed with conditions")
        POSTPONE = "postpone", _("postpone")
        DECLINE = "decline", _("decline")

    class Why(models.TextChoices):
        """Why it no longer stands."""

        RESULT_CHANGED = "result-changed", _("the result changed")
        DECISION_WITHDRAWN = "decision-withdrawn", _("a decision it rested on was withdrawn")
        PATIENT_ASKED = "patient-asked", _("the patient was asked again")
        CHANGE_REPORTED = "change-reported", _("the patient said that something has changed")
        CORRECTION_ASKED = "correction-asked", _("the patient asked for an answer to be corrected")
        WITHDRAWN = "withdrawn", _("the patient withdrew the form")
        RESCHEDULED = "rescheduled", _("the postponed appointment was moved")
        CONSENT_LAPSED = "consent-lapsed", _("the patient's consent no longer covers what is planned")
        SIGNED_ANEW = "signed-anew", _("it was signed off anew")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="sign_offs")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="sign_offs")
    outcome = models.CharField(max_length=24, choices=Outcome)
    conditions = EncryptedTextField(default="", blank=True)
    note = EncryptedTextField(default="", blank=True)
    postponed_to = models.DateField(null=True, blank=True)
    signed = EncryptedJSONField()
    digest = models.CharField(max_length=71)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    is_current = models.BooleanField(default=True)
    fell_away_at = models.DateTimeField(null=True, blank=True)
    fell_away_why = models.CharField(max_length=20, choices=Why, blank=True)

    objects: ClassVar = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(is_current=True), name="signoff_one_current"
            ),
            models.CheckConstraint(
                condition=Q(is_current=True, fell_away_at__isnull=True, fell_away_why="")
                | (Q(is_current=False, fell_away_at__isnull=False) & ~Q(fell_away_why="")),
                name="signoff_fell_away_at_and_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome="postpone", postponed_to__isnull=False)
                | Q(outcome__in=["proceed", "proceed-with-conditions", "decline"], postponed_to__isnull=True),
                name="signoff_postponed_has_date",
            ),
            models.CheckConstraint(condition=Q(digest__startswith="sha256:"), name="signoff_digest_form"),
        ]

    def __str__(self) -> str:
        return self.outcome
