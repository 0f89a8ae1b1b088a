"""Words of typed text, for recognising what an open list's entry means."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_FILLERS = frozenset(
    {"a", "allergic", "allergies", "allergy", "am", "an", "and", "both", "i", "is", "my", "or", "the", "to"}
)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text: lower case, accents and punctuation dropped."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def places_of(words: tuple[str, ...], phrase: tuple[str, ...]) -> set[int]:
    """Return the places of the words that are part of `phrase`, where it stands whole and in its order."""
    size = len(phrase)
    starts = [start for start in range(len(words)) if size and words[start : start + size] == phrase]
    return {place for start in starts for place in range(start, start + size)}


def says_nothing(word: str) -> bool:
    """Return whether a word beside a known one tells nothing more ("allergic to ... and ...")."""
    return word in _FILLERS
