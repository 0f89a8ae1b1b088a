"""What in a draft speaks of an element: found by the keys under which names of its collection stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from clinic.rulebook.workshop.presenters.places import collection_word, page_of, title_of
from screening.engine.rulebook.elements import COLLECTIONS, SINGLE, names_of, rows_of
from screening.models import RulebookDraft


class Names(NamedTuple):
    """Where names stand: as values of keys, as keys of the tables under keys, anywhere in such tables."""

    values: frozenset[str]
    keys: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()


GROUPS = Names(
    frozenset({"treatment", "treatments", "asked_for", "attributes"}), frozenset({"severity", "expect"})
)
REFERENCES: Mapping[str, Names] = {
    "items": Names(frozenset({"item", "parts", "from"}), frozenset({"answers"})),
    "sections": Names(frozenset({"section"})),
    "option_sets": Names(frozenset({"options_from"})),
    "treatments": GROUPS,
    "attributes": GROUPS,
    "areas": Names(frozenset({"parent", "overlaps", "same_region"}), anywhere=frozenset({"answers"})),
    "regions": Names(frozenset({"region"})),
    "medicine_classes": Names(frozenset({"takes"})),
    "sources": Names(frozenset({"sources"})),
}


LAST = ("bases", "cases")
ORDER = ("rules", *(one for one in COLLECTIONS if one not in {"rules", *LAST}), *LAST)


@dataclass(frozen=True, slots=True)
class Use:
    """An element that speaks of another one."""

    place: str
    kind: str
    title: str
    address: str


def uses_of(draft: RulebookDraft, document: Mapping[str, object], place: str) -> list[Use]:
    """The elements that speak of the one at a place, those with most weight first."""
    collection, _slash, name = place.partition("/")
    names = REFERENCES.get(collection)
    if names is None or not name:
        return []
    return [
        Use(at, collection_word(at), title_of(at, row), page_of(draft, at))
        for at, row in every_element(document)
        if at != place and speaks_of(row, name, names)
    ]


def every_element(document: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every element with its place, the rules first, the cases last."""
    for collection in ORDER:
        rows = zip(names_of(document, collection), rows_of(document, collection), strict=True)
        yield from ((f"{collection}/{name}", row) for name, row in rows)
    for single in SINGLE:
        table = document.get(single)
        if isinstance(table, Mapping):
            yield single, table


def speaks_of(value: object, name: str, names: Names, key: str = "") -> bool:
    """Whether a name stands in a value, which stands under a key."""
    if isinstance(value, Mapping):
        inside = key if key in names.anywhere else ""
        return (key in names.keys and name in value) or any(
            speaks_of(one, name, names, inside or str(below)) for below, one in value.items()
        )
    if isinstance(value, list):
        return any(speaks_of(one, name, names, key) for one in value)
    return value == name and (key in names.values or key in names.anywhere)
