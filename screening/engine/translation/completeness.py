"""What translations lack for a document, what nobody looked over, and what they translate that is gone."""

from typing import NamedTuple

from screening.engine.translation.texts import Document, Text, translatable
from screening.engine.translation.types import Key, Translated, Translations


class Missing(NamedTuple):
    """A text without a translation, or with one of earlier words (`stale`)."""

    place: str
    field: str
    text: str
    stale: bool


def missing(document: Document, translations: Translations) -> list[Missing]:
    """Return the texts that are not translated as they stand; none into the document's own language."""
    if translations.language == own_language(document):
        return []
    return [
        Missing(*text, stale=(text.place, text.field) in translations.texts)
        for text in translatable(document)
        if translations.of(text) is None
    ]


def unreviewed(document: Document, translations: Translations) -> list[Text]:
    """Return the texts whose translation stands but was not looked over by a speaker of the language."""
    found = [(text, translations.of(text)) for text in translatable(document)]
    return [text for text, one in found if one is not None and not one.reviewed]


def orphans(document: Document, translations: Translations) -> list[Key]:
    """Return the place and name of each translated text that is not in the document."""
    known = {(text.place, text.field) for text in translatable(document)}
    return [key for key in translations.texts if key not in known]


def matching(document: Document, translations: Translations) -> Translations:
    """Return only what translates a text of this document as it stands, in the document's order."""
    found: dict[Key, Translated] = {}
    for text in translatable(document):
        one = translations.of(text)
        if one is not None:
            found[text.place, text.field] = one
    return Translations(translations.language, found)


def own_language(document: Document) -> str:
    """Return the language a document is written in."""
    head = document.get("rulebook")
    return str(head.get("language", "")) if isinstance(head, dict) else ""
