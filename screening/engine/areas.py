"""The body-area tree: what lies inside what, and what lies in one region."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body within which some conditions spread (herpes: anywhere on the face)."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Area:
    """A body area; `parent` is the area it lies inside, or None."""

    code: str
    title: str
    region: str
    parent: str | None


class AreaTree:
    """The areas of a rulebook, with containment and region worked out once."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas: Mapping[str, Area] = {area.code: area for area in areas}
        self._related = {code: self._ancestors(code) for code in self.areas}
        for code, ancestors in list(self._related.items()):
            for ancestor in ancestors - {code}:
                self._related[ancestor] = self._related[ancestor] | {code}

    def _ancestors(self, code: str) -> frozenset[str]:
        found = {code}
        parent = self.areas[code].parent
        while parent is not None and parent in self.areas and parent not in found:
            found.add(parent)
            parent = self.areas[parent].parent
        return frozenset(found)

    def overlapping(self, these: Iterable[str], those: Iterable[str]) -> tuple[str, ...]:
        """Return which of `these` equal, contain or lie inside one of `those`, in their order."""
        others = frozenset(those)
        return tuple(code for code in these if not others.isdisjoint(self._related[code]))

    def in_same_region(self, these: Iterable[str], those: Iterable[str]) -> tuple[str, ...]:
        """Return which of `these` lie in the region of one of `those`, in their order."""
        regions = {self.areas[code].region for code in those}
        return tuple(code for code in these if self.areas[code].region in regions)

    def reached(self, operator: str, those: Iterable[str]) -> frozenset[str]:
        """Return every area that overlaps (`overlaps`), or lies in the region of, one of `those`."""
        compare = self.overlapping if operator == "overlaps" else self.in_same_region
        return frozenset(compare(self.areas, those))
