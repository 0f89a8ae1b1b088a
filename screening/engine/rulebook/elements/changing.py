"""Documents with something changed in them: what comes back is another one, never the same one changed."""

from collections.abc import Mapping

from screening.engine.rulebook.elements.places import (
    COLLECTIONS,
    Document,
    Element,
    PlaceError,
    index_of,
    names_of,
    own_name,
    parted,
    rows_of,
)


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
