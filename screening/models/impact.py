"""What an impact preview found, questionnaire by questionnaire."""

import uuid
from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from screening.models.encryption import EncryptedJSONField
from screening.models.evaluation import Evaluation
from screening.models.intake import QuestionnaireResponse
from screening.models.rulebook import RulebookJob


class PlaceInImpact(NamedTuple):
    """Where a row stands in the list of an impact preview: what a next page starts after."""

    nearness: int
    response_id: uuid.UUID


class ImpactRowQuerySet(models.QuerySet["ImpactRow"]):
    """Queries on the rows of an impact preview."""

    def of_job(self, job: RulebookJob) -> Self:
        """Those of one job, upcoming appointments first: the soonest, then the most recent past ones."""
        return self.filter(job=job).order_by("nearness", "response_id")

    def after(self, place: PlaceInImpact) -> Self:
        """What comes after a place in `of_job`."""
        later = Q(nearness__gt=place.nearness) | Q(nearness=place.nearness, response_id__gt=place.response_id)
        return self.filter(later, nearness__gte=place.nearness)


class ImpactRow(models.Model):
    """One questionnaire whose result a draft would change, or whose stored result did not come out again.

    Holds no name and no answer. Which rules changed says something about a patient's health, so `detail` is
    encrypted: {"treatments": {code: [eligibility, earliest date, eligibility then, earliest date then]},
    "rules": {rule: [severity, severity then]}}, changed ones only, "none" where a rule says nothing.
    """

    class Direction(models.TextChoices):
        """What the change comes to for the patient."""

        WORSE = "worse", _("worse")
        BETTER = "better", _("better")
        OTHER = "other", _("same eligibility, other findings")
        NOT_EVALUATED = "not-evaluated", _("cannot be evaluated")
        SAME = "same", _("unchanged")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(RulebookJob, on_delete=models.CASCADE, related_name="rows", db_index=False)
    response = models.ForeignKey(QuestionnaireResponse, on_delete=models.CASCADE, related_name="+")
    nearness = models.PositiveIntegerField()
    on = models.DateField()
    before = models.CharField(max_length=16, choices=Evaluation.Eligibility)
    after = models.CharField(max_length=16, choices=Evaluation.Eligibility, blank=True)
    direction = models.CharField(max_length=13, choices=Direction)
    is_replayed = models.BooleanField()
    detail = EncryptedJSONField(default=dict)

    objects: ClassVar = ImpactRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("impact row")
        constraints = [
            models.UniqueConstraint(fields=["job", "nearness", "response"], name="impact_row_in_order"),
            models.UniqueConstraint(fields=["job", "response"], name="impact_row_once"),
            models.CheckConstraint(
                condition=Q(direction="not-evaluated", after="")
                | Q(direction__in=["worse", "better", "other", "same"]) & ~Q(after=""),
                name="impact_row_evaluated_has_result",
            ),
            models.CheckConstraint(
                condition=~Q(direction="same") | Q(is_replayed=False), name="impact_row_says_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> PlaceInImpact:
        """Where it stands in the list."""
        return PlaceInImpact(self.nearness, self.response_id)
