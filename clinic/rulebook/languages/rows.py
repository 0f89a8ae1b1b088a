"""The texts of a draft or version beside their translations."""

from dataclasses import dataclass

from clinic.rulebook.languages.books import Book
from clinic.rulebook.languages.words import Language, field_word
from clinic.rulebook.workshop.presenters.places import collection_word, title_of
from screening.engine import Text, Translated, translatable
from screening.engine.rulebook.elements import COLLECTIONS, names_of, rows_of
from screening.engine.translation import short_digest
from screening.services.rulebook.translations import translations_for

MISSING, UNREVIEWED, REVIEWED = "missing", "unreviewed", "reviewed"
LONG = 80


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text and its translation; `earlier` is that of earlier words, where there is no other."""

    text: Text
    kind: str
    element: str
    of: str
    current: Translated | None
    earlier: str

    @property
    def anchor(self) -> str:
        """The id of the row on its page."""
        return f"text-{short_digest(f'{self.text.place} {self.text.field}')}"

    @property
    def field(self) -> str:
        """What the text is called."""
        return field_word(self.text.field)

    @property
    def state(self) -> str:
        """Missing, not reviewed, or reviewed."""
        if self.current is None:
            return MISSING
        return REVIEWED if self.current.reviewed else UNREVIEWED

    @property
    def translation(self) -> str:
        """The text in the other language; empty where it is missing."""
        return self.current.text if self.current else ""

    @property
    def lines(self) -> int:
        """How many lines to write in."""
        return min(8, 1 + len(self.text.text) // LONG + self.text.text.count("\n"))


def rows_in(book: Book, language: Language) -> list[TextRow]:
    """Every text of a draft or version, in its order."""
    document = book.document
    translations = translations_for(document, language.code)
    elements = {
        f"{collection}/{name}": row
        for collection in COLLECTIONS
        for name, row in zip(names_of(document, collection), rows_of(document, collection), strict=True)
    }
    found = []
    for text in translatable(document):
        latest, current = translations.texts.get((text.place, text.field)), translations.of(text)
        found.append(
            TextRow(
                text=text,
                kind=collection_word(text.place),
                element=title_of(text.place, elements.get(text.place)),
                of=short_digest(text.text),
                current=current,
                earlier=latest.text if latest is not None and current is None else "",
            )
        )
    return found
