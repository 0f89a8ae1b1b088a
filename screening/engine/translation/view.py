"""A rulebook with the patients' texts in another language. What is decided is decided by the original."""

import copy
from dataclasses import replace
from functools import lru_cache

from screening.engine.rulebook.elements import Element, names_of, rows_of
from screening.engine.rulebook.parse import build
from screening.engine.rulebook.patient_texts import COLLECTIONS_READ, slots
from screening.engine.rulebook.reader import Problems
from screening.engine.rulebook.source import RulebookSource
from screening.engine.rulebook.types import Rulebook
from screening.engine.translation.texts import Document, Text
from screening.engine.translation.types import Translations

VIEWED = (
    "regions",
    "areas",
    "treatments",
    "plans",
    "care_steps",
    "red_flags",
    "consent_risks",
    "explanations",
    "sections",
    "items",
)
"""The parts of a Rulebook that are read anew for a view; of rules only what the patient reads is."""

UNREAD = ("rules", "cases", "invariants")


def in_language(rulebook: Rulebook, translations: Translations) -> Rulebook:
    """Return a rulebook with the patients' texts in another language, where there is a translation of them.

    Document and digest are the original's, answers and evaluations are those of the original: only what is
    shown differs. The rulebook itself comes back where it is written in that language, or nothing is
    translated. One value per pair of digests and process.
    """
    original = rulebook.original
    if translations.language == original.head.language or not translations.texts:
        return original
    return _viewed(Pair(original, translations))


class Pair:
    """A rulebook and translations, hashable by their digests."""

    def __init__(self, rulebook: Rulebook, translations: Translations) -> None:
        self.rulebook = rulebook
        self.translations = translations
        self.digests = rulebook.digest, translations.digest

    def __hash__(self) -> int:
        return hash(self.digests)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pair) and self.digests == other.digests


@lru_cache(maxsize=32)
def _viewed(pair: Pair) -> Rulebook:
    original, language = pair.rulebook, pair.translations.language
    document = translated(original.document, pair.translations)
    source = RulebookSource({**document, **{table: [] for table in UNREAD}})
    read = build(source, Problems(source), original.digest)
    rules = {
        str(row["id"]): replace(original.rules[str(row["id"])], patient=str(row.get("patient", "")))
        for row in rows_of(document, "rules")
    }
    parts = {name: getattr(read, name) for name in VIEWED}
    head = replace(original.head, language=language)
    return replace(original, **parts, head=head, rules=rules, translated_from=original)


def translated(document: Document, translations: Translations) -> dict[str, object]:
    """Return a document with the texts of current translations in the place of its own."""
    changed = {}
    for collection in COLLECTIONS_READ:
        named = zip(names_of(document, collection), rows_of(document, collection), strict=True)
        changed[collection] = [in_words(f"{collection}/{n}", row, translations) for n, row in named]
    return {**document, **changed}


def in_words(place: str, row: Element, translations: Translations) -> Element:
    """Return an element with the texts of its translation, where they are current."""
    found = copy.deepcopy(row)
    for slot in slots(place.partition("/")[0], found):
        one = translations.of(Text(place, slot.field, slot.text))
        if one is not None:
            slot.put(one.text)
    return found
