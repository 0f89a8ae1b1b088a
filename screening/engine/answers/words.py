"""Words of typed text, for recognising what an open list's entry means."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text: lower case, accents and punctuation dropped."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def contains_phrase(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Return whether `phrase` stands in `words` as whole, neighbouring words."""
    size = len(phrase)
    return size > 0 and any(words[start : start + size] == phrase for start in range(len(words) - size + 1))
