"""Near misspellings: which names a typed word may have meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from screening.engine.medicines.distance import edit_distance, letter_bag
from screening.engine.medicines.names import Name

MOST_EDITS = 2


@dataclass(frozen=True, slots=True)
class Near:
    """A name and how many edits away it is."""

    name: Name
    distance: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be misspelled, with what is compared before its spelling is."""

    name: Name
    bag: int
    opening: str
    ending: str


class NearNames:
    """All names by the length of their spelling, to be compared with what nothing else explains."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_length: defaultdict[int, list[Candidate]] = defaultdict(list)
        for name in names:
            if allowed_edits(name.key) > 0:
                candidate = Candidate(name, letter_bag(name.key), *_markers(name))
                self._by_length[len(name.key)].append(candidate)

    def near(self, key: str) -> list[Near]:
        """The names near enough to a joined spelling: nearest first, then same first letter, then A to Z."""
        found = [
            near
            for length in range(len(key) - MOST_EDITS, len(key) + MOST_EDITS + 1)
            for near in self._near_of_length(key, length)
        ]
        return sorted(found, key=lambda near: (near.distance, near.name.key[0] != key[0], near.name.key))

    def _near_of_length(self, key: str, length: int) -> list[Near]:
        candidates = self._by_length.get(length, ())
        if not candidates:
            return []
        edits = allowed_edits(candidates[0].name.key)
        if abs(length - len(key)) > edits:
            return []
        bag = letter_bag(key)
        found = []
        for candidate in candidates:
            if (bag ^ candidate.bag).bit_count() > 2 * edits:
                continue
            if key.startswith(candidate.opening) and key.endswith(candidate.ending):
                distance = edit_distance(key, candidate.name.key, edits)
                found.append(Near(candidate.name, distance))
        return [near for near in found if near.distance <= edits]


def allowed_edits(key: str) -> int:
    """How many edits a name bears: none below 5 letters, one up to 7, two from 8."""
    if len(key) < 5:
        return 0
    return 1 if len(key) < 8 else MOST_EDITS


def _markers(name: Name) -> tuple[str, str]:
    """The single letter or number a name begins or ends with: nothing else tells vitamin E from K."""
    if len(name.joints) < 2:
        return "", ""
    joints = sorted(name.joints)
    ends = name.key[: joints[1]], name.key[joints[-1] :]
    opening, ending = (end if len(end) == 1 or end.isnumeric() else "" for end in ends)
    return opening, ending
