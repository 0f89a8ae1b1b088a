"""The document a translator works on."""

from screening.engine.translation.texts import Document, Text, short_digest, translatable
from screening.engine.translation.types import Translations

Row = dict[str, object]


def for_translator(document: Document, translations: Translations) -> Row:
    """Return every text of a document beside its translation, empty where there is none yet.

    It reads back to the translations that stand. Texts that were looked over and texts that were not are
    rows of their own.
    """
    rows: dict[tuple[str, bool], list[tuple[Text, str]]] = {}
    for text in translatable(document):
        one = translations.of(text)
        reviewed = one is not None and one.reviewed
        rows.setdefault((text.place, reviewed), []).append((text, "" if one is None else one.text))
    return {
        "head": {"language": translations.language},
        "translations": [row_of(place, reviewed, texts) for (place, reviewed), texts in rows.items()],
    }


def row_of(place: str, reviewed: bool, texts: list[tuple[Text, str]]) -> Row:
    """Return one row."""
    return {
        "id": place,
        "reviewed": reviewed,
        "of": {text.field: short_digest(text.text) for text, _ in texts},
        "originals": {text.field: text.text for text, _ in texts},
        "texts": {text.field: translated for text, translated in texts},
    }
