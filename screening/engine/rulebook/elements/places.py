"""The places of a document, and what stands at them."""

from collections.abc import Mapping
from typing import Any

from screening.engine.canonical import digest_of

COLLECTIONS: Mapping[str, str] = {
    "regions": "code",
    "areas": "code",
    "attributes": "code",
    "sources": "id",
    "treatments": "code",
    "plans": "id",
    "sections": "id",
    "option_sets": "id",
    "items": "link_id",
    "medicine_classes": "id",
    "rules": "id",
    "bases": "id",
    "cases": "id",
    "care_steps": "id",
    "red_flags": "id",
    "consent_risks": "id",
    "explanations": "id",
    "invariants": "id",
}
"""Each array of tables, and the key its elements are known by."""

SINGLE = ("rulebook", "medicine_words")
"""The plain tables, which are places of their own."""

Document = dict[str, Any]
Element = dict[str, Any]

_LETTERS_OF_DIGEST = 12


class PlaceError(ValueError):
    """A place that does not exist, or cannot take what is to stand there."""


def element_at(document: Mapping[str, object], place: str) -> Element | None:
    """The element at a place, None where none stands there; PlaceError for what cannot be a place."""
    collection, name = parted(place)
    if not name:
        table = document.get(collection)
        return dict(table) if isinstance(table, Mapping) else None
    index = index_of(document, place)
    return None if index is None else dict(rows_of(document, collection)[index])


def element_digest(element: Mapping[str, object] | None) -> str:
    """The digest of an element; nothing for no element. NotCanonical for what has no canonical form."""
    return "" if element is None else digest_of(dict(element))


def names_of(document: Mapping[str, object], collection: str) -> list[str]:
    """The names of a collection's elements, in their order."""
    key = COLLECTIONS[collection]
    rows = rows_of(document, collection)
    given = {own_name(row, key) for row in rows}
    names: list[str] = []
    taken: set[str] = set()
    for row in rows:
        name = own_name(row, key)
        base = name or digest_of(row).removeprefix("sha256:")[:_LETTERS_OF_DIGEST]
        used = taken if name else taken | given
        unique, number = base, 1
        while unique in used:
            number += 1
            unique = f"{base}~{number}"
        taken.add(unique)
        names.append(unique)
    return names


def places_of(document: Mapping[str, object]) -> list[str]:
    """Every place where an element stands, collection by collection in their order."""
    single = [name for name in SINGLE if isinstance(document.get(name), Mapping)]
    return single + [
        f"{collection}/{name}" for collection in COLLECTIONS for name in names_of(document, collection)
    ]


def parted(place: str) -> tuple[str, str]:
    """A place's collection and name; a single table has no name. PlaceError for what cannot be a place."""
    collection, slash, name = place.partition("/")
    if collection in SINGLE and not slash:
        return collection, ""
    if collection in COLLECTIONS and name and name.isprintable():
        return collection, name
    raise PlaceError(f'"{place}" is not a place in a rulebook')


def rows_of(document: Mapping[str, object], collection: str) -> list[Element]:
    """The tables of a collection; none where it is missing."""
    rows = document.get(collection)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def index_of(document: Mapping[str, object], place: str) -> int | None:
    """The number of the element at a place; None where none stands there."""
    collection, name = parted(place)
    names = names_of(document, collection) if name else []
    return names.index(name) if name in names else None


def own_name(row: Mapping[str, object], key: str) -> str:
    """An element's id; nothing where it has none that can be written."""
    value = row.get(key)
    return value if isinstance(value, str) and value.isprintable() else ""
