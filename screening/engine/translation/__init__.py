"""Texts for patients in other languages: documents of their own, and a view that decides nothing."""

from screening.engine.translation.completeness import Missing, matching, missing, orphans, unreviewed
from screening.engine.translation.reading import parse_translations
from screening.engine.translation.texts import Text, short_digest, texts_of, translatable
from screening.engine.translation.types import Key, Translated, Translations
from screening.engine.translation.view import in_language
from screening.engine.translation.writing import for_translator

__all__ = [
    "Key",
    "Missing",
    "Text",
    "Translated",
    "Translations",
    "for_translator",
    "in_language",
    "matching",
    "missing",
    "orphans",
    "parse_translations",
    "short_digest",
    "texts_of",
    "translatable",
    "unreviewed",
]
