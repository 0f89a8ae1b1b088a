"""Typed medicine names to medicine classes: exact names count, near misspellings are only possible."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from screening.engine.medicines.matching import MedicineMatch, match_medicine
from screening.engine.medicines.names import (
    FORMS,
    MedicineClass,
    MedicineWords,
    collect_beside,
    collect_names,
    known_words,
)
from screening.engine.medicines.nearness import NearNames
from screening.engine.medicines.reading import Lexicon
from screening.engine.medicines.suggestions import TypeAhead

__all__ = ["MedicineClass", "MedicineIndex", "MedicineMatch", "MedicineWords"]

REMEMBERED_TEXTS = 4096


class MedicineIndex:
    """The medicine names of one rulebook, ready for matching. Built once per rulebook; safe to share."""

    def __init__(self, classes: Iterable[MedicineClass], words: MedicineWords) -> None:
        classes = tuple(classes)
        names = collect_names(classes)
        beside = collect_beside(words)
        self._lexicon = Lexicon(
            names=names,
            beside=beside,
            known=known_words(classes, words),
            near=NearNames(names.values()),
            longest_name=max(map(len, names), default=0),
            most_parts=max((len(name.joints) for name in names.values()), default=0),
            longest_beside=max(map(len, beside), default=0),
        )
        self._type_ahead = TypeAhead(tuple(names.values()), self._lexicon.near)
        self._remembered = lru_cache(maxsize=REMEMBERED_TEXTS)(self._match)

    def match(self, text: str, form: str) -> MedicineMatch:
        """What a typed text stands for.

        `form` is "systemic" or "topical": what a name without a form word ("cream", "tablets") is taken for.
        Raises ValueError for any other form, and for nothing else: every text has a result.
        """
        return self._remembered(text, form)

    def suggest(self, typed: str, limit: int = 8) -> list[str]:
        """At most `limit` names for what was typed so far, as the rulebook spells them, each once.

        First the names that begin so, then those of which a later word begins so, then near misspellings.
        """
        return self._type_ahead.suggest(typed, limit)

    def _match(self, text: str, form: str) -> MedicineMatch:
        if form not in FORMS:
            raise ValueError(f"form must be one of {sorted(FORMS)}, not {form!r}")
        return match_medicine(text, form, self._lexicon)
