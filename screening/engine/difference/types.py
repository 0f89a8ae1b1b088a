"""What a difference between two rulebooks is made of."""

from dataclasses import dataclass
from typing import Literal

Mark = Literal["same", "removed", "added"]
Weight = Literal["", "loosens", "tightens"]
Kind = Literal["added", "removed", "changed", "moved"]

SAME: Mark = "same"
REMOVED: Mark = "removed"
ADDED: Mark = "added"

UNCLEAR: Weight = ""
LOOSENS: Weight = "loosens"
TIGHTENS: Weight = "tightens"
RANKS: dict[Weight, int] = {LOOSENS: 0, TIGHTENS: 1, UNCLEAR: 2}
"""Worst consequences first."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence: in both (same), only in the old one (removed), only in the new one (added)."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: what it is, old and new words laid over one another, and where it leads.

    `weight` is "loosens" where less is held back, or held back more mildly, than before; "tightens" for the
    opposite; empty where it is neither, or both, or cannot be told.
    """

    label: str
    spans: tuple[Span, ...]
    weight: Weight = UNCLEAR

    @property
    def before(self) -> str:
        """The old words."""
        return "".join(span.text for span in self.spans if span.mark != ADDED)

    @property
    def after(self) -> str:
        """The new words."""
        return "".join(span.text for span in self.spans if span.mark != REMOVED)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed about one element of the document, at its place in the new one (removed: in the old)."""

    place: str
    kind: Kind
    title: str
    lines: tuple[Line, ...]

    @property
    def weight(self) -> Weight:
        """The weight of the worst line."""
        return min((line.weight for line in self.lines), key=RANKS.__getitem__, default=UNCLEAR)
