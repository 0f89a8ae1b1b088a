"""Several elements of one collection, changed as one. Their place is the collection: `cases`."""

from collections.abc import Collection, Mapping

from screening.engine.rulebook.elements.changing import put_back, with_element
from screening.engine.rulebook.elements.places import COLLECTIONS, Document, Element, element_at


def is_several(place: str) -> bool:
    """Whether a place stands for several elements of a collection."""
    return place in COLLECTIONS


def elements_at(
    document: Mapping[str, object], collection: str, names: Collection[str]
) -> dict[str, Element | None]:
    """What stands under these names; None where nothing does."""
    return {name: element_at(document, f"{collection}/{name}") for name in names}


def with_elements(
    document: Mapping[str, object], collection: str, elements: Mapping[str, Mapping[str, object]]
) -> Document:
    """The document with other elements in the places of those of these names, as `with_element` does it."""
    found = dict(document)
    for name, element in elements.items():
        found = with_element(found, f"{collection}/{name}", element)
    return found


def put_several_back(
    document: Mapping[str, object], collection: str, elements: Mapping[str, Mapping[str, object]]
) -> Document:
    """The document with elements as they once were, id or none, in the places of those of these names."""
    found = dict(document)
    for name, element in elements.items():
        place = f"{collection}/{name}"
        found = put_back(found, place, element, None, was_at=place)
    return found
