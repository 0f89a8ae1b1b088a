"""Pieces of sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

PLAIN_ANSWERS = frozenset({"yes", "no"})
ALWAYS_SINGULAR = ("ss", "is", "us")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence; `strong` marks what carries the meaning."""

    text: str
    strong: bool = False


Phrases = tuple[Phrase, ...]


def said(text: str) -> Phrases:
    """Return plain words."""
    return (Phrase(text),)


def stressed(text: str) -> Phrases:
    """Return words that carry the meaning."""
    return (Phrase(text, True),)


def listed(texts: Iterable[str], word: str) -> Phrases:
    """Return stressed texts as a list: "a, b or c"; what stands between them is not stressed."""
    return joined([stressed(text) for text in texts], ", ", f" {word} ")


def joined(parts: Sequence[Phrases], between: str, last: str) -> Phrases:
    """Return the parts with `between` between them, and `last` before the last one."""
    found: list[Phrase] = []
    for number, part in enumerate(parts):
        if number:
            found.append(Phrase(last if number == len(parts) - 1 else between))
        found += part
    return tuple(found)


def merged(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Return the same words with neighbours of one kind put together, and empty pieces left out."""
    found: list[Phrase] = []
    for strong, group in groupby(filter(lambda phrase: phrase.text, phrases), lambda phrase: phrase.strong):
        found.append(Phrase("".join(phrase.text for phrase in group), strong))
    return found


def quoted(labels: Sequence[str]) -> list[str]:
    """Return answers in quotation marks, for they may hold commas; a lone yes or no as it is."""
    if len(labels) == 1 and labels[0].lower() in PLAIN_ANSWERS:
        return [labels[0].lower()]
    return [f"“{label}”" for label in labels]


def agreeing(label: str, singular: str, plural: str) -> str:
    """Return the form of a verb that goes with a label: "Medicines include", "Electronic device includes"."""
    is_plural = label.endswith("s") and not label.endswith(ALWAYS_SINGULAR)
    return plural if is_plural else singular


def includes_of(label: str) -> str:
    """Return "include" or "includes", whichever goes with a label."""
    return agreeing(label, "includes", "include")
