"""Changing a draft, element by element: locked, checked against what its editor saw, numbered, kept."""

from collections.abc import Mapping

from django.db import transaction

from screening.engine.rulebook.elements import (
    Document,
    Element,
    PlaceError,
    element_at,
    element_digest,
    moved,
    parted,
    with_element,
)
from screening.models import RulebookChange, RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import EditConflict, FieldProblem, InvalidInput, OrderChanged
from screening.services.rulebook.documents import canonical
from screening.services.rulebook.drafts import document_of, lock_draft
from screening.services.rulebook.history import version_of_element
from screening.services.rulebook.steps import Step, store_step

Kind = RulebookChange.Kind

ORDERING = (Kind.ADDED, Kind.REMOVED, Kind.MOVED, Kind.UNDONE)


@transaction.atomic
def change_element(
    *,
    draft: RulebookDraft,
    place: str,
    element: Mapping[str, object] | None,
    seen: str,
    by: Actor,
    before: str | None = None,
) -> RulebookChange | None:
    """Put `element` at a place of a draft, or take away what stands there (None); None: nothing is different.

    `seen` is the `element_digest` of what the editor began from, nothing for a new one: where something else
    stands there now, EditConflict. A new one goes before the element named `before`, or to the end.
    DraftClosed; InvalidInput naming `place` or `element`.
    """
    locked = lock_draft(draft)
    document = document_of(locked)
    current = at(document, place)
    if element is not None:
        canonical(element, "element")
    if element_digest(current) != seen:
        began_from = version_of_element(locked, place, seen)
        raise EditConflict(place, began_from=began_from, theirs=current, mine=element)
    if element_digest(element) == seen:
        return None
    kind = Kind.REMOVED if element is None else Kind.ADDED if current is None else Kind.CHANGED
    with refusing_places():
        after = with_element(document, place, element, before)
    if canonical(after) == locked.document:  # all that was different is an id that stays as it is
        return None
    return store_step(locked, Step(kind, place, document, after), by)


@transaction.atomic
def move_element(
    *, draft: RulebookDraft, place: str, before: str | None, seen_revision: int, by: Actor
) -> RulebookChange | None:
    """Put the element at a place before the one named `before`, or last; None: it stands there already.

    OrderChanged where the order of its collection has changed since `seen_revision`; DraftClosed;
    InvalidInput naming `place`.
    """
    locked = lock_draft(draft)
    document = document_of(locked)
    with refusing_places():
        collection, _name = parted(place)
    since = RulebookChange.objects.filter(draft=locked, revision__gt=seen_revision, kind__in=ORDERING)
    if since.filter(place__startswith=f"{collection}/").exists():
        raise OrderChanged
    with refusing_places():
        after = moved(document, place, before)
    return (
        None
        if after == document
        else store_step(locked, Step(Kind.MOVED, place, document, after, is_move=True), by)
    )


def at(document: Document, place: str) -> Element | None:
    """The element at a place; InvalidInput where it cannot be a place."""
    with refusing_places():
        return element_at(document, place)


class refusing_places:  # noqa: N801 - read as a verb after `with`
    """Turns a place the engine refuses into a refusal people can read."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """InvalidInput naming `place` for a PlaceError."""
        if isinstance(error, PlaceError):
            raise InvalidInput([FieldProblem("place", "no_such_place", str(error))]) from error
