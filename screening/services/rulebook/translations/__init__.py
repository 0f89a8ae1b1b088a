"""Translated texts: the memory that serves every draft and version, and what a version is offered in."""

from screening.services.rulebook.translations.carrying import Carried, carried, publish_with
from screening.services.rulebook.translations.freezing import (
    freeze,
    kept_translations,
    offered_in,
    published_now,
)
from screening.services.rulebook.translations.importing import (
    Imported,
    export_translations,
    import_translations,
    read_translations,
)
from screening.services.rulebook.translations.memory import Entry, entries_of, lock, store, translations_for
from screening.services.rulebook.translations.offering import (
    LanguageState,
    language_state,
    language_states,
    publish_language,
    stop_offering,
)
from screening.services.rulebook.translations.writing import (
    Written,
    known_languages,
    refuse_language,
    review_text,
    translate_texts,
)

__all__ = [
    "Carried",
    "Entry",
    "Imported",
    "LanguageState",
    "Written",
    "carried",
    "entries_of",
    "export_translations",
    "freeze",
    "import_translations",
    "kept_translations",
    "known_languages",
    "language_state",
    "language_states",
    "lock",
    "offered_in",
    "publish_language",
    "publish_with",
    "published_now",
    "read_translations",
    "refuse_language",
    "review_text",
    "stop_offering",
    "store",
    "translate_texts",
    "translations_for",
]
