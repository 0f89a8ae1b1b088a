"""Answers corrected after speaking with the patient, and notes."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedJSONField, EncryptedTextField
from screening.models.evaluation import Evaluation
from screening.models.intake import QuestionnaireResponse
from screening.models.review.reviews import Review


class AnswerCorrectionQuerySet(models.QuerySet["AnswerCorrection"]):
    """Queries on corrections."""

    def in_order(self) -> "AnswerCorrectionQuerySet":
        """In the order they were made, with who made them."""
        return self.select_related("made_by").order_by("made_at", "id")


class AnswerCorrection(models.Model):
    """One answer that was corrected: what it was stays beside what it became. Never changes.

    `evaluation` is the one made with the new answer. None as a value: not answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(QuestionnaireResponse, on_delete=models.PROTECT, related_name="corrections")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="corrections")
    link_id = EncryptedTextField()
    before = EncryptedJSONField(null=True)
    after = EncryptedJSONField(null=True)
    reason = EncryptedTextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = AnswerCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("corrected answer")

    def __str__(self) -> str:
        return str(self.pk)


class NoteQuerySet(models.QuerySet["Note"]):
    """Queries on notes."""

    def in_order(self) -> "NoteQuerySet":
        """In the order they were written, with who wrote them."""
        return self.select_related("made_by").order_by("made_at", "id")


class Note(models.Model):
    """What a member of staff wrote down. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="notes")
    text = EncryptedTextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")

    def __str__(self) -> str:
        return str(self.pk)
