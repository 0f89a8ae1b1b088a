"""Which form word belongs to which name: "tretinoin cream, prednisolone tablets"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate

from screening.engine.medicines.reading import Reading, Spelling


def forms_of(reading: Reading) -> dict[Spelling, frozenset[str]]:
    """For each name or near name the forms said of it; none where nothing is said.

    A form word belongs to the name it follows, else to the one it precedes; a name in the same entry of
    the list comes before one in another. Names joined by a slash or plus share the form said last:
    "hydroquinone/tretinoin cream".
    """
    spellings = sorted((*reading.exact, *reading.near), key=lambda found: -found.window.start)
    covered = sorted({place for found in spellings for place in found.window.places()})
    said = _said(reading, covered)
    result: dict[Spelling, frozenset[str]] = {}
    for found in spellings:  # the last first, so that a shared form travels to the left
        forms = frozenset().union(*(said.get(place, frozenset()) for place in found.window.places()))
        result[found] = forms or _shared(found, reading, covered, result)
    return result


def _said(reading: Reading, covered: Sequence[int]) -> dict[int, frozenset[str]]:
    """The forms said of the names that cover a place."""
    entries = list(accumulate(word.broken for word in reading.words))
    said: dict[int, frozenset[str]] = {}
    for place, forms in reading.forms.items():
        owner = _owner(place, covered, entries)
        if owner is not None:
            said[owner] = said.get(owner, frozenset()) | forms
    return said


def _owner(place: int, covered: Sequence[int], entries: Sequence[int]) -> int | None:
    """The place of the name a form word belongs to; `entries` numbers the list entry of every word."""
    at = bisect_left(covered, place)
    if place in covered[at : at + 1]:
        return place
    neighbours = [*covered[max(at - 1, 0) : at], *covered[at : at + 1]]
    return min(neighbours, key=lambda other: (entries[other] != entries[place], other > place), default=None)


def _shared(
    found: Spelling, reading: Reading, covered: Sequence[int], known: Mapping[Spelling, frozenset[str]]
) -> frozenset[str]:
    """The forms of the name a slash or plus joins to this one, with at most a dose between them."""
    at = bisect_left(covered, found.window.end)
    if at == len(covered):
        return frozenset()
    following = covered[at]
    between = range(found.window.end, following + 1)
    linked = any(reading.words[place].linked for place in between)
    broken = any(reading.words[place].broken for place in between)
    if not linked or broken or not reading.left.isdisjoint(between[:-1]):
        return frozenset()
    return frozenset().union(*(forms for other, forms in known.items() if following in other.window))
