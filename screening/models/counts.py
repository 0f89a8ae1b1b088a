"""How often sections of the questionnaire are opened and finished, counted without saying by whom."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from screening.models.rulebook import RulebookVersion

if TYPE_CHECKING:
    import uuid

TIME_STEPS = (0, 15, 30, 60, 120, 300, 600, 1800)
"""Where each step of time begins, in seconds."""


class SectionCountQuerySet(models.QuerySet["SectionCount"]):
    """Counting, and what was counted."""

    def add_one(self, *, day: date, version: "uuid.UUID", section: str, event: str, seconds: int = 0) -> None:
        """Count once more. One update, as a rule; an insert beside it for the first of its kind."""
        kind = {
            "day": day,
            "rulebook_version_id": version,
            "section": section,
            "event": event,
            "at_least_seconds": max(step for step in TIME_STEPS if step <= max(seconds, 0)),
        }
        if self.filter(**kind).update(count=F("count") + 1):
            return
        try:
            with transaction.atomic():
                self.create(**kind, count=1)
        except IntegrityError:  # somebody else's was the first
            self.filter(**kind).update(count=F("count") + 1)

    def within(self, version: RulebookVersion, since: date, until: date) -> "SectionCountQuerySet":
        """Those of one version on these days, the last included."""
        return self.filter(rulebook_version=version, day__gte=since, day__lte=until)


class SectionCount(models.Model):
    """How often something happened with a section on one day. Holds no person, no session and no answer.

    `at_least_seconds` is the step of time in which a section was finished; 0 for what takes none.
    """

    class Event(models.TextChoices):
        """What happens with a section."""

        OPENED = "opened", _("opened")
        CONTINUED = "continued", _("went on")
        LEFT = "left", _("saved and left")

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    rulebook_version = models.ForeignKey(RulebookVersion, on_delete=models.PROTECT, related_name="counts")
    section = models.CharField(max_length=100)
    event = models.CharField(max_length=10, choices=Event)
    at_least_seconds = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField()

    objects: ClassVar = SectionCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("section count")
        constraints = [
            models.UniqueConstraint(
                fields=["rulebook_version", "day", "section", "event", "at_least_seconds"],
                name="section_count_once",
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="section_count_positive"),
            models.CheckConstraint(
                condition=Q(at_least_seconds__in=TIME_STEPS), name="section_count_time_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.section} {self.event}, {self.count}"
