"""What was changed in a draft, line by line."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from screening.engine import canonical_json
from screening.models.rulebook.drafts import RulebookDraft


class RulebookChangeQuerySet(models.QuerySet["RulebookChange"]):
    """Queries on changes."""

    def of(self, draft: RulebookDraft) -> "RulebookChangeQuerySet":
        """A draft's, the newest first, with who made them and what they undo."""
        return self.filter(draft=draft).select_related("by", "undoes").order_by("-revision")

    def light(self) -> "RulebookChangeQuerySet":
        """Without the elements themselves."""
        return self.defer("before", "after")

    def at_place(self, place: str) -> "RulebookChangeQuerySet":
        """Those of one element; one that was changed together with others among them."""
        collection, _slash, name = place.partition("/")
        together = Q(place=collection, after__contains=f"{canonical_json(name)}:") if name else Q()
        return self.filter(Q(place=place) | Q(landed=place) | together)


class RulebookChange(models.Model):
    """One change of one element, numbered by the revision it made. Written once.

    Of several elements of a collection that were changed as one, the place is the collection (`cases`), and
    what stood and stands there is kept under their names.

    `before` and `after` are the element's canonical JSON, empty where it was not there or no longer is. It
    stood at `place`, before the element named `stood_before`, and stands at `landed`, before `stands_before`
    (nothing: it was, or is, the last).
    """

    class Kind(models.TextChoices):
        """What was done."""

        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        MOVED = "moved", _("moved")
        UNDONE = "undone", _("undone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(RulebookDraft, on_delete=models.PROTECT, related_name="changes", db_index=False)
    revision = models.PositiveIntegerField()
    place = models.TextField()
    landed = models.TextField(blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    stood_before = models.TextField(blank=True)
    stands_before = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    objects: ClassVar = RulebookChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a draft")
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="rulebookchange_numbered_once"),
            models.CheckConstraint(condition=Q(revision__gt=0), name="rulebookchange_numbered"),
            models.CheckConstraint(condition=~Q(place=""), name="rulebookchange_has_place"),
            models.CheckConstraint(
                condition=(Q(kind="added", before="") & ~Q(after=""))
                | (Q(kind="removed", after="") & ~Q(before=""))
                | (Q(kind__in=["changed", "moved"]) & ~Q(before="") & ~Q(after=""))
                | (Q(kind="undone") & (~Q(before="") | ~Q(after=""))),
                name="rulebookchange_kind_fits",
            ),
            models.CheckConstraint(
                condition=(Q(after="") & Q(landed="")) | (~Q(after="") & ~Q(landed="")),
                name="rulebookchange_landed_fits",
            ),
            models.CheckConstraint(
                condition=Q(kind="undone", undoes__isnull=False)
                | (~Q(kind="undone") & Q(undoes__isnull=True)),
                name="rulebookchange_undoes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.kind} {self.place}"
