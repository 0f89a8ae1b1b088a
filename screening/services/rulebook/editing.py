"""Changing a draft, element by element: locked, checked against what its editor saw, numbered, kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import digest_of_text
from screening.engine.rulebook.elements import (
    Document,
    Element,
    PlaceError,
    element_at,
    element_digest,
    following,
    landing,
    moved,
    parted,
    with_element,
)
from screening.models import RulebookChange, RulebookDraft
from screening.services.audit import Actor, Detail, record
from screening.services.errors import EditConflict, FieldProblem, InvalidInput, OrderChanged
from screening.services.rulebook.documents import canonical
from screening.services.rulebook.drafts import document_of, lock_draft
from screening.services.rulebook.history import version_of_element

Kind = RulebookChange.Kind

LONGEST_PLACE = 200
ORDERING = (Kind.ADDED, Kind.REMOVED, Kind.MOVED, Kind.UNDONE)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of one element on its way to be stored: what becomes of which document, and of which place."""

    kind: RulebookChange.Kind
    place: str
    before: Document
    after: Document
    is_move: bool = False
    undoes: RulebookChange | None = None

    @property
    def landed(self) -> str:
        """Where the element stands afterwards; nothing where it is gone."""
        if self.is_move:
            return self.place
        return landing(self.before, self.after, self.place)


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


def store_step(draft: RulebookDraft, step: Step, by: Actor) -> RulebookChange:
    """Store the document a step leads to in a locked draft, and the step as one numbered change."""
    landed = step.landed
    refuse_long_place(landed)
    draft.document = canonical(step.after)
    draft.digest = digest_of_text(draft.document)
    draft.revision += 1
    draft.changed_at, draft.changed_by_id = timezone.now(), by.user_id
    draft.save(update_fields=["document", "digest", "revision", "changed_at", "changed_by"])
    change = RulebookChange.objects.create(
        draft=draft,
        revision=draft.revision,
        place=step.place,
        landed=landed,
        kind=step.kind,
        before=text_of(at(step.before, step.place)),
        after=text_of(at(step.after, landed) if landed else None),
        stood_before=following(step.before, step.place),
        stands_before=following(step.after, landed) if landed else "",
        by_id=by.user_id,
        at=draft.changed_at,
        undoes=step.undoes,
    )
    detail: dict[str, Detail] = {
        "revision": draft.revision,
        "kind": step.kind.value,
        "collection": parted(step.place)[0],
    }
    record(action="draft.changed", by=by, subject=draft, detail=detail)
    return change


def at(document: Document, place: str) -> Element | None:
    """The element at a place; InvalidInput where it cannot be a place."""
    with refusing_places():
        return element_at(document, place)


def text_of(element: Element | None) -> str:
    """An element as it is kept in the history: canonical JSON, nothing for none."""
    return "" if element is None else canonical(element, "element")


def refuse_long_place(place: str) -> None:
    """InvalidInput where an id is longer than anybody needs."""
    if len(place) > LONGEST_PLACE:
        message = _("An id may have %(count)d characters at most.") % {"count": LONGEST_PLACE - 20}
        raise InvalidInput([FieldProblem("place", "too_long", message)])


class refusing_places:  # noqa: N801 - read as a verb after `with`
    """Turns a place the engine refuses into a refusal people can read."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """InvalidInput naming `place` for a PlaceError."""
        if isinstance(error, PlaceError):
            raise InvalidInput([FieldProblem("place", "no_such_place", str(error))]) from error
