"""What the tests of drafts share."""

from typing import Any

from clinic.accounts.models import User
from screening.engine.rulebook.elements import element_at, element_digest
from screening.models import RulebookChange, RulebookDraft
from screening.services.audit import SYSTEM, Actor
from screening.services.rulebook import change_element, document_of, draft_of, start_draft


def make_draft(by: User | None = None, title: str = "Next") -> RulebookDraft:
    """A draft of the active version."""
    return start_draft(title=title, by=Actor.staff(by) if by else SYSTEM)


def now_at(draft: RulebookDraft, place: str) -> dict[str, Any] | None:
    """What stands at a place of a draft now."""
    return element_at(document_of(draft_of(draft.pk)), place)


def edit(
    draft: RulebookDraft,
    place: str,
    element: dict[str, Any] | None,
    by: User | None = None,
    before: str | None = None,
) -> RulebookChange:
    """Change an element as somebody who has seen what stands there now."""
    change = change_element(
        draft=draft,
        place=place,
        element=element,
        seen=element_digest(now_at(draft, place)),
        by=Actor.staff(by) if by else SYSTEM,
        before=before,
    )
    assert change is not None
    return change


def set_key(draft: RulebookDraft, place: str, by: User | None = None, **values: object) -> RulebookChange:
    """Change keys of the element at a place."""
    return edit(draft, place, {**(now_at(draft, place) or {}), **values}, by)
