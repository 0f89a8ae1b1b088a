"""A change on its way into a draft: of one element, or several of a collection; one line of the history."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from screening.engine import digest_of_text
from screening.engine.rulebook.elements import (
    Document,
    Element,
    element_at,
    elements_at,
    following,
    is_several,
    landing,
)
from screening.models import RulebookChange, RulebookDraft
from screening.services.audit import Actor, Detail, record
from screening.services.errors import FieldProblem, InvalidInput
from screening.services.rulebook.documents import canonical

LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True)
class Step:
    """A change on its way to be stored: what becomes of which document, and of which place.

    Of several elements the place is their collection, and `names` says which they are; they only change.
    """

    kind: RulebookChange.Kind
    place: str
    before: Document
    after: Document
    is_move: bool = False
    undoes: RulebookChange | None = None
    names: tuple[str, ...] = ()

    @property
    def landed(self) -> str:
        """Where the element stands afterwards; nothing where it is gone."""
        if self.is_move or is_several(self.place):
            return self.place
        return landing(self.before, self.after, self.place)

    def at(self, document: Document, place: str) -> Element | None:
        """What stands at its place in a document; of several elements each under its name."""
        if is_several(place):
            return elements_at(document, place, self.names)
        return element_at(document, place) if place else None


def store_step(draft: RulebookDraft, step: Step, by: Actor) -> RulebookChange:
    """Store the document a step leads to in a locked draft, and the step as one numbered change."""
    landed = step.landed
    refuse_long_place(landed)
    draft.document = canonical(step.after)
    draft.digest = digest_of_text(draft.document)
    draft.revision += 1
    draft.changed_at, draft.changed_by_id = timezone.now(), by.user_id
    draft.save(update_fields=["document", "digest", "revision", "changed_at", "changed_by"])
    is_one = not is_several(step.place)
    change = RulebookChange.objects.create(
        draft=draft,
        revision=draft.revision,
        place=step.place,
        landed=landed,
        kind=step.kind,
        before=text_of(step.at(step.before, step.place)),
        after=text_of(step.at(step.after, landed)),
        stood_before=following(step.before, step.place) if is_one else "",
        stands_before=following(step.after, landed) if is_one and landed else "",
        by_id=by.user_id,
        at=draft.changed_at,
        undoes=step.undoes,
    )
    record(action="draft.changed", by=by, subject=draft, detail=detail_of(draft, step))
    return change


def detail_of(draft: RulebookDraft, step: Step) -> dict[str, Detail]:
    """What the audit trail says of a step."""
    collection = step.place.partition("/")[0]
    detail: dict[str, Detail] = {
        "revision": draft.revision,
        "kind": step.kind.value,
        "collection": collection,
    }
    return detail | {"elements": len(step.names)} if step.names else detail


def text_of(element: Element | None) -> str:
    """An element as it is kept in the history: canonical JSON, nothing for none."""
    return "" if element is None else canonical(element, "element")


def refuse_long_place(place: str) -> None:
    """InvalidInput where an id is longer than anybody needs."""
    if len(place) > LONGEST_PLACE:
        message = _("An id may have %(count)d characters at most.") % {"count": LONGEST_PLACE - 20}
        raise InvalidInput([FieldProblem("place", "too_long", message)])
