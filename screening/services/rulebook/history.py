"""What was done to a draft, line by line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from screening.engine import digest_of_text
from screening.engine.rulebook.elements import Element
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
    texts = (text for change in changes.iterator() for text in texts_of(change))
    found = next((text for text in texts if digest_of_text(text) == digest), None)
    return None if found is None else dict(json.loads(found))


def texts_of(change: RulebookChange) -> Iterator[str]:
    """The element before and after a change, where there was one."""
    return (text for text in (change.before, change.after) if text)
