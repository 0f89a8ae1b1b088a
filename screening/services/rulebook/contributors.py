"""Who has worked on a draft, and which drafts wait for whom."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.query import QuerySet

from screening.models import RulebookApproval, RulebookChange, RulebookDraft
from screening.services.audit import Actor


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who has worked on a draft: how many changes they made, whether they started or submitted it.

    `name` is empty for the system.
    """

    user_id: UUID | None
    name: str
    changes: int
    has_started: bool
    has_asked: bool


def contributors_of(draft: RulebookDraft) -> list[Contributor]:
    """Everybody who started a draft, changed it or asked for its approval; most changes first."""
    names: dict[UUID | None, str] = {draft.created_by_id: name_of(draft.created_by)}
    counted: dict[UUID | None, int] = {}
    rows = (
        RulebookChange.objects.filter(draft=draft)
        .order_by()
        .values_list("by_id", "by__full_name", "by__email")
    )
    for user_id, name, email, changes in rows.annotate(changes=Count("pk")):
        names[user_id], counted[user_id] = name or email or "", changes
    asked = list(RulebookApproval.objects.of(draft))
    names |= {one.asked_by_id: name_of(one.asked_by) for one in asked}
    submitters = {one.asked_by_id for one in asked}
    found = [
        Contributor(
            user_id, name, counted.get(user_id, 0), user_id == draft.created_by_id, user_id in submitters
        )
        for user_id, name in names.items()
    ]
    return sorted(found, key=lambda one: (-one.changes, one.name))


def name_of(user: object) -> str:
    """What somebody is called; nothing for the system."""
    return "" if user is None else str(user)


def waiting_for(by: Actor) -> QuerySet[RulebookDraft]:
    """The drafts that wait for an approval somebody may give: those they have not worked on themselves."""
    waiting = RulebookDraft.objects.light().filter(status=RulebookDraft.Status.SUBMITTED)
    own = (
        Q(created_by_id=by.user_id)
        | Q(pk__in=RulebookChange.objects.filter(by_id=by.user_id).values("draft"))
        | Q(pk__in=RulebookApproval.objects.filter(asked_by_id=by.user_id).values("draft"))
    )
    found: QuerySet[RulebookDraft] = waiting.exclude(own).order_by("changed_at", "id")
    return found
