"""Finding phrases in a row of words: longest first, whole words, from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from screening.engine.medicines.names import Phrase
from screening.engine.medicines.words import Word

Found = TypeVar("Found", bound=Phrase)


@dataclass(frozen=True, slots=True)
class Window:
    """The words from `start` up to `end` joined as `key`, and the offsets where white space parts them."""

    start: int
    end: int
    key: str
    apart: tuple[int, ...]

    def __contains__(self, place: int) -> bool:
        return self.start <= place < self.end

    def places(self) -> range:
        """The places of its words."""
        return range(self.start, self.end)

    def overlaps(self, other: Window) -> bool:
        """Whether a word stands in both."""
        return self.start < other.end and other.start < self.end


def windows_from(words: Sequence[Word], start: int, longest: int) -> Iterator[Window]:
    """The windows that begin at a word, shortest first, in one list entry and up to `longest` letters."""
    key = words[start].text
    apart: tuple[int, ...] = ()
    for end in range(start + 1, len(words) + 1):
        if len(key) > longest:
            return
        yield Window(start, end, key, apart)
        if end == len(words) or words[end].broken:
            return
        apart += (len(key),) if words[end].spaced else ()
        key += words[end].text


def find_phrases(
    words: Sequence[Word], phrases: Mapping[str, Found], longest: int, taken: frozenset[int]
) -> list[tuple[Window, Found]]:
    """The phrases among the words not taken, the longest at each word, none overlapping another."""
    found: list[tuple[Window, Found]] = []
    free_from = 0
    for start in range(len(words)):
        if start < free_from:
            continue
        hit = _longest_phrase(words, start, phrases, longest, taken)
        if hit is not None:
            found.append(hit)
            free_from = hit[0].end
    return found


def _longest_phrase(
    words: Sequence[Word], start: int, phrases: Mapping[str, Found], longest: int, taken: frozenset[int]
) -> tuple[Window, Found] | None:
    hit = None
    for window in windows_from(words, start, longest):
        if window.end - 1 in taken:
            break
        phrase = phrases.get(window.key)
        if phrase is not None and phrase.may_be_written(window.apart):
            hit = window, phrase
    return hit
