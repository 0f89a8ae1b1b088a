"""Typed text as words: what a person sees, without case, accents, invisible characters and punctuation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = frozenset("'`\u00b4\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\uff07")
REGISTERED = frozenset("®™©℠")  # compatibility decomposition would spell some of them out as letters
BREAKS = frozenset(",;|•\u3001\n\r\v\f\x85\u2028\u2029")  # between two entries of a list
LINKS = frozenset("/+&")  # between the parts of one product: "amoxicillin/clavulanate"
WITHOUT_DECOMPOSITION = str.maketrans(
    {"æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "\u0131": "i", "ł": "l", "œ": "oe"}
)
_REGISTERED_IN_BRACKETS = re.compile(r"\((?:r|tm)\)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters or of digits, folded; `start` and `end` are its place in the typed text.

    What stood before it: `spaced` white space (or a break), `linked` a slash or plus, `broken` a comma or
    new line. A word that is none of these is glued to the one before, as in "Retin-A" or "20mg".
    """

    text: str
    start: int
    end: int
    spaced: bool
    linked: bool
    broken: bool


def read(text: str) -> tuple[Word, ...]:
    """The words of a typed text, in order; letters and digits are separate words. Never raises."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(_REGISTERED_IN_BRACKETS.sub(_blanked, text)):
        seen = fold(char)
        folded.append(seen)
        places.extend([place] * len(seen))
    line = "".join(folded)
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(line):
        gap = line[before : match.start()]
        before = match.end()
        broken = "," in gap
        start, end = places[match.start()], places[match.end() - 1] + 1
        words.append(Word(match.group(), start, end, broken or " " in gap, "/" in gap, broken))
    return tuple(words)


@lru_cache(maxsize=4096)
def fold(char: str) -> str:
    """One character as letters or digits; " ", ",", "/" or "-" where it parts words; "" where unseen."""
    category = unicodedata.category(char)
    if char in APOSTROPHES or category in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    plain = unicodedata.normalize("NFKD", char)
    if plain in BREAKS:
        return ","
    if plain in LINKS:
        return "/"
    if char in REGISTERED or category in {"Zs", "Cc"}:
        return " "
    lower = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(each for each in lower if each.isalnum()).translate(WITHOUT_DECOMPOSITION) or "-"


def as_seen(text: str) -> str:
    """The text without format characters (zero width, direction), which could disguise it on a page."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match.group())
