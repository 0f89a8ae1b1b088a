"""Undoing one change of a draft."""

import json

from django.db import transaction

from screening.engine.rulebook.elements import (
    Document,
    Element,
    is_several,
    moved,
    names_of,
    parted,
    put_back,
    put_several_back,
    with_element,
)
from screening.models import RulebookChange, RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import EditConflict, NothingToUndo, SeveralChangedSince
from screening.services.rulebook.documents import canonical
from screening.services.rulebook.drafts import document_of, lock_draft
from screening.services.rulebook.editing import at, refusing_places
from screening.services.rulebook.steps import Step, store_step, text_of


@transaction.atomic
def undo_change(*, change: RulebookChange, by: Actor) -> RulebookChange:
    """Put back what a change replaced, where nobody has touched the element since; that is a change too.

    EditConflict where the element is no longer as the change left it (moved elements only need to be there);
    NothingToUndo where it has been undone already; DraftClosed. Of several elements all are put back, or
    none: SeveralChangedSince.
    """
    draft = lock_draft(change.draft)
    document = document_of(draft)
    if is_several(change.place):
        return store_step(draft, several_undone(document, change), by)
    place = change.landed or change.place
    is_move = change.before == change.after
    current = at(document, place)
    if current is None if is_move else text_of(current) != change.after:
        refuse(draft, change, current)
    with refusing_places():
        after = back_in_place(document, change) if is_move else put_right(document, change)
    if canonical(after) == draft.document:
        raise NothingToUndo
    return store_step(draft, Step(RulebookChange.Kind.UNDONE, place, document, after, is_move, change), by)


def several_undone(document: Document, change: RulebookChange) -> Step:
    """The step that puts several elements back as they were before a change of them."""
    before, after = read(change.before) or {}, read(change.after) or {}
    places = {name: f"{change.place}/{name}" for name in after}
    now = {name: at(document, place) for name, place in places.items()}
    if now == before:
        raise NothingToUndo
    if changed := [places[name] for name in after if now[name] != after[name]]:
        raise SeveralChangedSince(changed)
    with refusing_places():
        put_right = put_several_back(document, change.place, before)
    names = tuple(after)
    return Step(RulebookChange.Kind.UNDONE, change.place, document, put_right, undoes=change, names=names)


def refuse(draft: RulebookDraft, change: RulebookChange, current: Element | None) -> None:
    """EditConflict; NothingToUndo where what the change replaced stands there again."""
    place = change.landed or change.place
    if text_of(current) == change.before and change.before != change.after:
        raise NothingToUndo
    raise EditConflict(place, began_from=read(change.after), theirs=current, mine=read(change.before))


def put_right(document: Document, change: RulebookChange) -> Document:
    """The document with what the change replaced, where it stood."""
    element = read(change.before)
    if element is None:
        return with_element(document, change.landed, None)
    return put_back(
        document, change.landed or change.place, element, change.stood_before or None, was_at=change.place
    )


def back_in_place(document: Document, change: RulebookChange) -> Document:
    """The document with the moved element before the one it stood before, or last where that one is gone."""
    collection, _name = parted(change.landed)
    is_there = change.stood_before in names_of(document, collection)
    return moved(document, change.landed, change.stood_before if is_there else None)


def read(text: str) -> Element | None:
    """An element of the history; None for none."""
    return dict(json.loads(text)) if text else None
