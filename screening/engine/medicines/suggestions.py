"""Names while they are being typed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from screening.engine.medicines.distance import edit_distance
from screening.engine.medicines.names import Name, joined
from screening.engine.medicines.nearness import NearNames, allowed_edits


class TypeAhead:
    """All names by the beginnings of their words."""

    def __init__(self, names: Sequence[Name], near: NearNames) -> None:
        self._names = sorted(names, key=_alphabetically)
        self._near = near
        self._beginnings = sorted(
            (name.key[joint:], place) for place, name in enumerate(self._names) for joint in name.joints
        )

    def suggest(self, typed: str, limit: int) -> list[str]:
        """At most `limit` names: those that begin so, those with a word that does, then near misspellings."""
        key = joined(typed)
        if not key or limit < 1:
            return []
        begun = self._begun(key)
        begun.sort(key=lambda name: not name.key.startswith(key))
        found = dict.fromkeys(name.display for name in begun)
        if len(found) < limit:
            found.update(dict.fromkeys(name.display for name in self._misspelled(key)))
        return list(found)[:limit]

    def _begun(self, key: str) -> list[Name]:
        """The names with a word that begins like this, A to Z."""
        places = set()
        for beginning, place in self._beginnings[bisect_left(self._beginnings, (key, -1)) :]:
            if not beginning.startswith(key):
                break
            places.add(place)
        return [self._names[place] for place in sorted(places)]

    def _misspelled(self, key: str) -> Iterator[Name]:
        """The names near to this as a whole, then those it may begin, with one slip."""
        yield from (near.name for near in self._near.near(key))
        if not allowed_edits(key):
            return
        for name in self._names:
            longer = len(name.key) > len(key) and name.key[0] == key[0]
            if longer and edit_distance(key, name.key[: len(key)], 1) <= 1:
                yield name


def _alphabetically(name: Name) -> tuple[str, str]:
    return name.key, name.display
