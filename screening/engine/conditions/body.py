"""Leaves on body areas."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from screening.engine.areas import AreaTree
from screening.engine.conditions.tokens import UNANSWERED
from screening.engine.conditions.tree import TREATMENT_AREAS, UNSURE, Facts, Leaf, Truth

NOT_KNOWN_AREAS = frozenset({UNANSWERED, UNSURE})
"""What stands in the token of areas that are not known."""


class Around(NamedTuple):
    """For compiled conditions: the areas that may touch, or share a region with, those to be treated.

    Both hold NOT_KNOWN_AREAS too; where those to be treated are not known (`placed` false), every area.
    """

    near: frozenset[str]
    region: frozenset[str]
    placed: bool


@lru_cache(maxsize=4096)
def around(areas: AreaTree, those: tuple[str, ...] | None) -> Around:
    """Return what lies around the areas to be treated (None: not known)."""
    if those is None:
        anywhere = NOT_KNOWN_AREAS.union(areas.areas)
        return Around(anywhere, anywhere, placed=False)
    near, region = (areas.reached(operator, those) for operator in ("overlaps", "same_region"))
    return Around(near | NOT_KNOWN_AREAS, region | NOT_KNOWN_AREAS, placed=True)


@dataclass(frozen=True, slots=True)
class AreaLeaf(Leaf):
    """`overlaps` and `same_region`: against the treatment areas, or the treatment areas against `codes`."""

    codes: tuple[str, ...] | None

    def test(self, facts: Facts) -> Truth:
        """Return whether any area matches; unknown where either side is not known."""
        these, those = self._sides(facts)
        if these is None or those is None:
            return None
        return bool(self._compare(facts)(these, those))

    def _sides(self, facts: Facts) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
        those = facts.treatment_areas if self.codes is None else self.codes
        return known_areas(facts.answer(self.item)), those

    def _compare(self, facts: Facts) -> Callable[[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]:
        return facts.areas.overlapping if self.operator == "overlaps" else facts.areas.in_same_region

    def items(self) -> tuple[str, ...]:
        """Return the item and, where it is compared with them, the treatment areas."""
        return (self.item,) if self.codes is not None else (self.item, TREATMENT_AREAS)

    def unsettled_items(self, facts: Facts) -> tuple[str, ...]:
        """Return whichever side is not known."""
        these, those = self._sides(facts)
        own = (self.item,) if these is None else ()
        other = (TREATMENT_AREAS,) if those is None else ()
        return facts.unsettled_gates(self.item) + own + other

    def matched(self, facts: Facts) -> tuple[str, ...]:
        """Return the areas that match."""
        these, those = self._sides(facts)
        return () if these is None or those is None else self._compare(facts)(these, those)


def known_areas(answer: object | None) -> tuple[str, ...] | None:
    """Return the area codes of an answer; None where there is none or it says "unsure"."""
    if not isinstance(answer, tuple) or UNSURE in answer:
        return None
    return answer
