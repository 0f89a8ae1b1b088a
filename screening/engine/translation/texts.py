"""The texts of a rulebook that patients read: where each stands, its name, and a digest of its words."""

from collections.abc import Mapping
from typing import NamedTuple

from screening.engine.canonical import digest_of_text
from screening.engine.rulebook.elements import Element, names_of, rows_of
from screening.engine.rulebook.patient_texts import COLLECTIONS_READ, slots

Document = Mapping[str, object]

LETTERS_OF_DIGEST = 8


class Text(NamedTuple):
    """A text that patients read: the place of its element, its name there, and its words."""

    place: str
    field: str
    text: str


def translatable(document: Document) -> list[Text]:
    """Return every text of a document that patients read, in the document's order."""
    return [
        Text(f"{collection}/{name}", field, text)
        for collection in COLLECTIONS_READ
        for name, row in zip(names_of(document, collection), rows_of(document, collection), strict=True)
        for field, text in texts_of(collection, row).items()
    ]


def texts_of(collection: str, row: Element) -> dict[str, str]:
    """Return the texts of an element that patients read, by their names."""
    return {slot.field: slot.text for slot in slots(collection, row)}


def short_digest(text: str) -> str:
    """Return the first letters of a text's digest."""
    return digest_of_text(text).removeprefix("sha256:")[:LETTERS_OF_DIGEST]
