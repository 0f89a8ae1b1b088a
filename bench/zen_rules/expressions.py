"""Conditions in zen's expression language, each in two forms, because zen has two values.

"Likely" is "not definitely false", "certain" is "definitely true". What its language lacks becomes a fact
that is worked out beforehand: 1 for true, 0 for unknown, absent for false.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from screening.engine import TREATMENT_AREAS, Condition, Duration, Rulebook
from screening.engine.conditions import (
    AgeLeaf,
    All,
    AnyOf,
    AreaLeaf,
    ChoiceLeaf,
    ComingDateLeaf,
    IncludesLeaf,
    Leaf,
    MedicineLeaf,
    NumberLeaf,
    PastDateLeaf,
    SomeLeaf,
)

COMPARED = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


class Forms(NamedTuple):
    """The two forms of a condition."""

    likely: str
    certain: str


@dataclass
class Expressions:
    """Writes conditions, and gathers what they read."""

    rulebook: Rulebook
    items: dict[str, None] = field(default_factory=dict)
    past: dict[Duration, None] = field(default_factory=dict)
    coming: dict[Duration, None] = field(default_factory=dict)
    facts: list[Leaf] = field(default_factory=list)

    def of(self, condition: Condition, value: str = "{}") -> Forms:
        """Return the forms of a condition; `value` says where an item's value is found."""
        if isinstance(condition, All | AnyOf):
            word = " and " if isinstance(condition, All) else " or "
            parts = sorted(condition.parts, key=lambda part: not isinstance(part, ChoiceLeaf))
            forms = [self.of(part, value) for part in parts]
            likely, certain = word.join(f.likely for f in forms), word.join(f.certain for f in forms)
            return Forms(f"({likely})", f"({certain})")
        if not isinstance(condition, Leaf):
            raise TypeError(f"no expression for {type(condition).__name__}")
        return self.leaf(condition, value)

    def leaf(self, leaf: Leaf, value: str) -> Forms:
        """Return the forms of a leaf: in zen's language where that is possible, else as a fact."""
        name = value.format(leaf.item)
        forms = self.plain(leaf, name) or self.dated(leaf, name) or self.listed(leaf, name)
        if forms is None:
            return self.fact(leaf)
        if value == "{}":
            self.items[leaf.item] = None
        return forms

    def plain(self, leaf: Leaf, name: str) -> Forms | None:
        """Return the forms of a leaf on one code or number."""
        match leaf:
            case ChoiceLeaf(accepts=accepts, unsettled=unsettled):
                likely = f"({name} == null or {name} in {listing(accepts | unsettled)})"
                return Forms(likely, self.unless_held(leaf, f"{name} in {listing(accepts)}"))
            case NumberLeaf(operator=operator, limit=limit) if not self.is_gated(leaf):
                return self.known(leaf, name, f"{name} {COMPARED[operator]} {limit}")
            case AgeLeaf(operator=operator, years=years) if not self.is_gated(leaf):
                return self.known(leaf, name, f"{name} {'<' if operator == 'age_below' else '>='} {years}")
            case _:
                return None

    def dated(self, leaf: Leaf, name: str) -> Forms | None:
        """Return the forms of a leaf on a date: days are numbers, a question that does not apply is day 0."""
        match leaf:
            case PastDateLeaf(operator="within", duration=duration):
                self.past[duration] = None
                return self.known(leaf, name, f"{name} >= {since(duration)}")
            case PastDateLeaf(duration=duration):
                self.past[duration] = None
                return self.known(leaf, name, f"({name} > 0 and {name} < {since(duration)})")
            case ComingDateLeaf(duration=duration):
                self.coming[duration] = None
                return self.known(leaf, name, f"{name} <= {until(duration)}")
            case _:
                return None

    def listed(self, leaf: Leaf, name: str) -> Forms | None:
        """Return the forms of a leaf on several codes, areas, medicines or entries."""
        match leaf:
            case IncludesLeaf(codes=codes, operator="includes_any"):
                return self.known(leaf, name, overlap(name, listing(codes)))
            case IncludesLeaf(codes=codes, operator="includes_none") if not self.is_gated(leaf):
                return self.known(leaf, name, f"not {overlap(name, listing(codes))}")
            case AreaLeaf(operator="overlaps", codes=None):
                return self.areas(leaf, name)
            case AreaLeaf(operator="overlaps", codes=codes) if codes is not None:
                return self.known(leaf, "touching", overlap("touching", listing(codes)))
            case MedicineLeaf(operator="takes", prescribed=None):
                return self.medicines(leaf)
            case SomeLeaf(where=where):
                inner = self.of(where, "#.{}")
                certain = f"({name} != null and some({name}, {inner.certain}))"
                likely = f"({name} == null or some({name}, {inner.likely}))"
                return Forms(likely, self.unless_held(leaf, certain))
            case _:
                return None

    def known(self, leaf: Leaf, name: str, test: str) -> Forms:
        """Return the forms of a test on a value that may be missing."""
        return Forms(f"({name} == null or {test})", self.unless_held(leaf, f"({name} != null and {test})"))

    def areas(self, leaf: AreaLeaf, name: str) -> Forms:
        """Return whether areas touch: against all that touches the areas to be treated."""
        self.items[TREATMENT_AREAS] = None
        here = overlap(name, "touching")
        certain = f"({name} != null and touching != null and {here})"
        likely = f"({name} == null or (touching == null ? len({name}) > 0 : {here}))"
        return Forms(likely, self.unless_held(leaf, certain))

    def medicines(self, leaf: MedicineLeaf) -> Forms:
        """Return whether one of some lists names one of these classes."""
        self.items.update(dict.fromkeys(leaf.lists))
        codes = listing(leaf.classes)
        likely = [f"{name}_may == null or {overlap(f'{name}_may', codes)}" for name in leaf.lists]
        certain = [
            f"({name}_sure != null and {overlap(f'{name}_sure', codes)} and {not_held(name)})"
            for name in leaf.lists
        ]
        return Forms(f"({' or '.join(likely)})", f"({' or '.join(certain)})")

    def fact(self, leaf: Leaf) -> Forms:
        """Return the forms of a leaf worked out beforehand; equal leaves share one."""
        if leaf not in self.facts:
            self.facts.append(leaf)
        name = fact_name(self.facts.index(leaf))
        return Forms(f"{name} != null", f"{name} == 1")

    def unless_held(self, leaf: Leaf, certain: str) -> str:
        """Return a certain form that is not certain while it is open whether the item applies."""
        return f"({certain} and {not_held(leaf.item)})" if self.is_gated(leaf) else certain

    def is_gated(self, leaf: Leaf) -> bool:
        """Whether the item hangs on another; fields of an entry do not."""
        item = self.rulebook.items.get(leaf.item)
        return item is not None and item.enable_when is not None


def listing(codes: Iterable[str]) -> str:
    """Return codes as a list in zen's language."""
    return json.dumps(sorted(codes))


def overlap(these: str, those: str) -> str:
    """Return whether two lists share anything, in zen's language."""
    return f"some({these}, # in {those})"


def not_held(link_id: str) -> str:
    """Return that an item surely applies, in zen's language."""
    return f"not ({json.dumps(link_id)} in held)"


def since(duration: Duration) -> str:
    """Return the name of the first day that lies within a duration before the appointment."""
    return f"since_{duration.text.replace(' ', '_')}"


def until(duration: Duration) -> str:
    """Return the name of the last day that lies within a duration after the appointment."""
    return f"until_{duration.text.replace(' ', '_')}"


def fact_name(number: int) -> str:
    """Return the name of a fact."""
    return f"fact_{number}"
