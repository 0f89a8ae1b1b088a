"""Two texts laid over one another, word by word."""

import re
from difflib import SequenceMatcher
from itertools import groupby

from screening.engine.difference.types import ADDED, REMOVED, SAME, Mark, Span

_WORDS = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|\w+|\s+|[^\w\s]")
ALIKE = 0.4
"""Texts that share less than this are shown one after the other: marks on single words would only confuse."""


def marked(before: str, after: str) -> tuple[Span, ...]:
    """Return both texts as one: what stands in both, what went, what came; unlike texts whole."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[tuple[Mark, str]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple(joined([(REMOVED, before), (ADDED, after)]))
    for _, start, end, begin, stop in matcher.get_opcodes():
        if old[start:end] == new[begin:stop]:
            found.append((SAME, "".join(new[begin:stop])))
        else:
            found += [(REMOVED, "".join(old[start:end])), (ADDED, "".join(new[begin:stop]))]
    return tuple(joined(without_islands(found)))


def without_islands(pieces: list[tuple[Mark, str]]) -> list[tuple[Mark, str]]:
    """Return the pieces with lone spaces between two changes counted among the changes."""
    found: list[tuple[Mark, str]] = []
    for number, (mark, text) in enumerate(pieces):
        if mark == SAME and not text.strip() and 0 < number < len(pieces) - 1:
            found += [(REMOVED, text), (ADDED, text)]
        else:
            found.append((mark, text))
    return found


def joined(pieces: list[tuple[Mark, str]]) -> list[Span]:
    """Return the pieces as spans: between two that stand in both, what went comes before what came."""
    found: list[Span] = []
    for is_same, group in groupby(filter(lambda piece: piece[1], pieces), lambda piece: piece[0] == SAME):
        texts = list(group)
        for mark in (SAME,) if is_same else (REMOVED, ADDED):
            text = "".join(piece for own, piece in texts if own == mark)
            found += [Span(text, mark)] if text else []
    return found
