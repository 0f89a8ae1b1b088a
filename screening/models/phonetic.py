"""How a name sounds: the key under which Meier, Maier and Meyr are the same.

Cologne phonetics (Hans Joachim Postel, "Die Kölner Phonetik", IBM-Nachrichten 19, 1969), for German names
and forgiving enough of others (Stephen and Steven, Catherine and Katherine). Own code, as it is forty lines.
"""

import re

_NOT_LATIN = re.compile(r"[^a-z]")
_SINGLE = {
    **dict.fromkeys("aeijouy", "0"),
    "b": "1",
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
}
_C_HARD_FIRST = frozenset("ahkloqrux")
_C_HARD = frozenset("ahkoqux")


def sound_of(word: str) -> str:
    """The digits a word sounds like; "" for a word without Latin letters. Takes a word of `name_words`."""
    letters = _NOT_LATIN.sub("", word)
    digits = "".join(
        _digits(letters[at - 1 : at], letter, letters[at + 1 : at + 2]) for at, letter in enumerate(letters)
    )
    once = re.sub(r"(.)\1+", r"\1", digits)
    return once[:1] + once[1:].replace("0", "")


def _digits(before: str, letter: str, after: str) -> str:
    """The digits of one letter between its neighbours ("" at either end)."""
    match letter:
        case "h":
            return ""
        case "p":
            return "3" if after == "h" else "1"
        case "d" | "t":
            return "8" if after and after in "csz" else "2"
        case "x":
            return "8" if before and before in "ckq" else "48"
        case "c":
            return _digit_of_c(before, after)
    return _SINGLE[letter]


def _digit_of_c(before: str, after: str) -> str:
    """C is hard (as in Carl) or soft (as in Cécile)."""
    if not before:
        return "4" if after in _C_HARD_FIRST else "8"
    return "4" if before not in "sz" and after in _C_HARD else "8"
