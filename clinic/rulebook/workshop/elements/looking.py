"""What is wrong with an element as it is typed, at which field; the draft is read with it in its place."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.elements.collections import Collection
from clinic.rulebook.workshop.elements.tables import Element, Typed, element_of, name_of
from clinic.rulebook.workshop.partial import Partial, read_partially
from screening.engine.canonical import NotCanonical, canonical_json
from screening.engine.rulebook.elements import PlaceError, index_of, rows_of, with_element
from screening.engine.rulebook.reader import row_place
from screening.services.rulebook.link_ids import PublishedQuestion

NUMBER = re.compile(r"\[(\d+)\]")
UNNAMED = "new"
LABELS = {"plans": "title"}
"""Collections whose problems are placed by another key than the id."""

Errors = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """The element a page is about: its name (empty: a new one), what the draft has, what was seen of it."""

    collection: Collection
    name: str
    element: Element | None
    seen: str
    published: PublishedQuestion | None = None

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.collection.place(self.name)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """An element as it is typed, the draft with it, and what is wrong, by the name of the field."""

    typed: Typed
    element: Element
    partial: Partial
    errors: Errors


def looked_at(here: Here, opened: Opened, typed: Typed, new_id: str = "") -> LookedAt:
    """Look at an element; `new_id` is what a new one is called."""
    element = as_element(opened, typed, new_id)
    place = opened.collection.place(opened.name or new_id or UNNAMED)
    try:
        canonical_json(element)
        document = with_element(here.document, place, element)
    except (NotCanonical, PlaceError):
        return LookedAt(typed, element, here.partial, {})
    partial = read_partially(document)
    anchor = anchor_of(opened.collection, document, place)
    return LookedAt(typed, element, partial, errors_at(partial, anchor))


def errors_at(partial: Partial, anchor: str) -> Errors:
    """What is wrong with the element whose problems are placed below `anchor`, each thing once."""
    errors: Errors = {}
    for problem in partial.problems:
        name = field_name(problem.place, anchor)
        if name is not None:
            told = errors.setdefault(name, [])
            told += [words for words in [words_of(problem.reason)] if words not in told]
    return errors


def as_element(opened: Opened, typed: Typed, new_id: str) -> Element:
    """The element to be stored."""
    found = element_of(opened.collection.specs, typed)
    element = dict(found) if isinstance(found, dict) else {}
    key = opened.collection.key
    return {key: new_id, **element} if key and not opened.name and new_id else element


def anchor_of(collection: Collection, document: Element, place: str) -> str:
    """What the places of an element's problems begin with."""
    if collection.single:
        return collection.name
    index = index_of(document, place) or 0
    label = LABELS.get(collection.name, collection.key)
    return row_place(collection.name, index, rows_of(document, collection.name)[index], label)


def field_name(place: str, anchor: str) -> str | None:
    """The name of the field a problem stands at, empty for the whole; None where it is another element's."""
    if place == anchor:
        return ""
    if not place.startswith(f"{anchor}."):
        return None
    return name_of("", NUMBER.sub(r"-\1", place.removeprefix(f"{anchor}.")).replace(".", "-"))


def words_of(reason: str) -> str:
    """A reason of the rulebook's reader as a sentence for a form."""
    known = {
        "is missing": _("Fill this in."),
        "is empty": _("Fill this in."),
        "must be a whole number": _("Type a whole number."),
        "must be two whole numbers, the smaller first": _("Type two whole numbers, the smaller first."),
        "needs either options or options_from": _("Give it options, or choose shared ones."),
        "must rise, and the last have no at_most": _("The sums must rise, and the last band has none."),
        "has no names": _("Give it at least one name."),
    }
    return known.get(reason, reason[:1].upper() + reason[1:] + ".")
