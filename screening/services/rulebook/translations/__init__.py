"""Translated texts: the memory that serves every draft and version, and what a version is offered in."""

from screening.services.rulebook.translations.carrying import Carried, carried, publish_with
from screening.services.rulebook.translations.freezing import (
    freeze,
    kept_translations,
    offered_in,
    published_now,
)
from screening.services.rulebook.translations.memory import Entry, entries_of, lock, store, translations_for

__all__ = [
    "Carried",
    "Entry",
    "carried",
    "entries_of",
    "freeze",
    "kept_translations",
    "lock",
    "offered_in",
    "publish_with",
    "published_now",
    "store",
    "translations_for",
]
