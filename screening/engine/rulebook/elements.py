"""The elements of a document, each at its place: `rules/isotretinoin_recent`, `items/pregnant`, `rulebook`.

An element is known by its id. Where it has none (cases and plans may do without, a draft may lack one) its
name is made from its content, and becomes its id with the first edit, so that the place stays. Where a name
stands a second time, `~2` is added to it. Documents are never changed: what comes back is another one.
"""

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


def with_element(
    document: Mapping[str, object],
    place: str,
    element: Mapping[str, object] | None,
    before: str | None = None,
) -> Document:
    """The document with `element` at `place`; None takes away what stands there.

    A new one goes to the end, or before the element named `before`. One without an id gets the place's name
    as its id; a known one may be given another id and stands at the place of that id then (`landing`).
    PlaceError where nothing is there to take away, where that id is another element's, or `before` nobody's.
    """
    collection, name = parted(place)
    if not name:
        rest = {key: value for key, value in document.items() if key != collection}
        return rest if element is None else {**rest, collection: dict(element)}
    rows, index = rows_of(document, collection), index_of(document, place)
    if element is None:
        if index is None:
            raise PlaceError(f"nothing stands at {place}")
        return with_rows(document, collection, rows[:index] + rows[index + 1 :])
    named = identified(collection, name, element)
    refuse_taken(collection, rows, index, named)
    if index is None and own_name(named, COLLECTIONS[collection]) != name:
        raise PlaceError(f"what is new at {place} has another id")
    if index is not None:
        return with_rows(document, collection, [*rows[:index], named, *rows[index + 1 :]])
    at = position_before(document, collection, before)
    return with_rows(document, collection, [*rows[:at], named, *rows[at:]])


def put_back(
    document: Mapping[str, object], place: str, element: Mapping[str, object], before: str | None, was_at: str
) -> Document:
    """The document with `element`, which once stood at `was_at`, at `place` as it was, with or without an id.

    It takes the place of what stands there, else goes before the element named `before`, or to the end.
    PlaceError where its id has become another element's.
    """
    collection, name = parted(place)
    if not name:
        return with_element(document, place, element)
    rows, index = rows_of(document, collection), index_of(document, place)
    if own_name(element, COLLECTIONS[collection]) == parted(was_at)[1]:
        refuse_taken(collection, rows, index, dict(element))
    if index is not None:
        return with_rows(document, collection, [*rows[:index], dict(element), *rows[index + 1 :]])
    at = position_before(document, collection, before if before in names_of(document, collection) else None)
    return with_rows(document, collection, [*rows[:at], dict(element), *rows[at:]])


def moved(document: Mapping[str, object], place: str, before: str | None) -> Document:
    """The document with the element at `place` before the one named `before`, or last; PlaceError."""
    collection, name = parted(place)
    rows, index = rows_of(document, collection), index_of(document, place)
    if not name or index is None:
        raise PlaceError(f"nothing that can be moved stands at {place}")
    at = position_before(document, collection, before)
    rest = rows[:index] + rows[index + 1 :]
    at -= at > index
    return with_rows(document, collection, [*rest[:at], rows[index], *rest[at:]])


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


def following(document: Mapping[str, object], place: str) -> str:
    """The name of the element after the one at `place`; nothing for the last, and where none stands there."""
    collection, name = parted(place)
    names = names_of(document, collection) if name else []
    at = names.index(name) + 1 if name in names else len(names)
    return names[at] if at < len(names) else ""


def landing(before: Mapping[str, object], after: Mapping[str, object], place: str) -> str:
    """Where what `with_element` put at `place` of `before` stands in `after`; nothing where it is gone."""
    collection, name = parted(place)
    if not name:
        return place if collection in after else ""
    index, names = index_of(before, place), names_of(after, collection)
    if index is None:
        new = set(names).difference(names_of(before, collection))
        return f"{collection}/{min(new)}" if new else ""
    is_there = len(names) == len(rows_of(before, collection))
    return f"{collection}/{names[index]}" if is_there else ""


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


def identified(collection: str, name: str, element: Mapping[str, object]) -> Element:
    """The element with an id: its own, else the name of its place; PlaceError for an id that can be none."""
    key = COLLECTIONS[collection]
    if element.get(key) is None or element.get(key) == "":
        return {**element, key: name}
    if not own_name(element, key):
        raise PlaceError(f"{key} must be text of ordinary characters")
    return dict(element)


def refuse_taken(collection: str, rows: list[Element], index: int | None, element: Element) -> None:
    """PlaceError where an element would get the id of another one."""
    key = COLLECTIONS[collection]
    wanted = own_name(element, key)
    was = "" if index is None else own_name(rows[index], key)
    others = {own_name(row, key) for number, row in enumerate(rows) if number != index}
    if wanted != was and wanted in others:
        raise PlaceError(f'"{wanted}" stands in {collection} already')


def position_before(document: Mapping[str, object], collection: str, before: str | None) -> int:
    """Where to insert so that it comes before the named element; the end for None. PlaceError if unknown."""
    names = names_of(document, collection)
    if before is None:
        return len(names)
    if before not in names:
        raise PlaceError(f'there is no "{before}" in {collection}')
    return names.index(before)


def with_rows(document: Mapping[str, object], collection: str, rows: list[Element]) -> Document:
    """The document with these tables in a collection, which goes with its last one."""
    rest = {key: value for key, value in document.items() if key != collection}
    return {**rest, collection: rows} if rows else rest
