"""What was done to a draft, line by line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from screening.engine import canonical_json, digest_of_text
from screening.engine.rulebook.elements import Element, is_several, parted
from screening.models import RulebookChange, RulebookDraft

CHANGES_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Changes, the newest first; `older_than` asks for the page after it, None where it is the last."""

    changes: tuple[RulebookChange, ...]
    older_than: int | None


def history_of(
    draft: RulebookDraft, *, older_than: int | None = None, place: str = "", limit: int = CHANGES_PER_PAGE
) -> HistoryPage:
    """A draft's changes, the newest first: those before a revision, those of one place."""
    changes = RulebookChange.objects.of(draft)
    if place and not place.isprintable():
        return HistoryPage((), None)
    if place:
        changes = changes.at_place(place)
    if older_than is not None:
        changes = changes.filter(revision__lt=older_than)
    found = tuple(changes[: limit + 1])
    shown = found[:limit]
    return HistoryPage(shown, shown[-1].revision if len(found) > limit else None)


def version_of_element(draft: RulebookDraft, place: str, digest: str) -> Element | None:
    """The element that once stood at a place of a draft under this digest; None: not in the history."""
    changes = RulebookChange.objects.of(draft).at_place(place)
    texts = (text for change in changes.iterator() for text in texts_of(change, place))
    found = next((text for text in texts if digest_of_text(text) == digest), None)
    return None if found is None else dict(json.loads(found))


def texts_of(change: RulebookChange, place: str) -> Iterator[str]:
    """The element at a place before and after a change, where there was one."""
    texts = (text for text in (change.before, change.after) if text)
    if not is_several(change.place):
        return texts
    name = parted(place)[1]
    rows = (json.loads(text).get(name) for text in texts)
    return (canonical_json(row) for row in rows if row)


def change_of(draft: RulebookDraft, revision: int) -> RulebookChange | None:
    """The change of a draft that made this revision; None where none did."""
    change: RulebookChange | None = RulebookChange.objects.of(draft).filter(revision=revision).first()
    return change


def places_changed(draft: RulebookDraft) -> list[str]:
    """The place of every element that was ever changed in a draft, in the order of their names."""
    changed = RulebookChange.objects.filter(draft=draft).order_by()
    return sorted(set(changed.values_list("place", flat=True).distinct()))


def undone_among(changes: Iterable[RulebookChange]) -> dict[int, int]:
    """Which of some changes were undone: their revisions, each with that of the change that undid it last."""
    undoing = RulebookChange.objects.filter(undoes__in=[change.pk for change in changes])
    return dict(undoing.order_by("revision").values_list("undoes__revision", "revision"))
