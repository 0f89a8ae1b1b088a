"""The elements of a document, each at its place: `rules/isotretinoin_recent`, `items/pregnant`, `rulebook`.

An element is known by its id. Where it has none (cases and plans may do without, a draft may lack one) its
name is made from its content, and becomes its id with the first edit, so that the place stays. Where a name
stands a second time, `~2` is added to it. Documents are never changed: what comes back is another one.
"""

from screening.engine.rulebook.elements.changing import (
    moved,
    put_back,
    with_element,
)
from screening.engine.rulebook.elements.places import (
    COLLECTIONS,
    SINGLE,
    Document,
    Element,
    PlaceError,
    element_at,
    element_digest,
    index_of,
    names_of,
    own_name,
    parted,
    places_of,
    rows_of,
)
from screening.engine.rulebook.elements.several import (
    elements_at,
    is_several,
    put_several_back,
    with_elements,
)
from screening.engine.rulebook.elements.standing import (
    following,
    landing,
)

__all__ = [
    "COLLECTIONS",
    "SINGLE",
    "Document",
    "Element",
    "PlaceError",
    "element_at",
    "element_digest",
    "elements_at",
    "following",
    "index_of",
    "is_several",
    "landing",
    "moved",
    "names_of",
    "own_name",
    "parted",
    "places_of",
    "put_back",
    "put_several_back",
    "rows_of",
    "with_element",
    "with_elements",
]
