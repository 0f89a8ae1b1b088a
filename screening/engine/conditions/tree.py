"""Condition trees over three values: true, false and unknown (None), by Kleene's tables.

There is no negation: each operator has its complement, so a tree is monotone in its leaves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from screening.engine.areas import AreaTree

Truth = bool | None

TREATMENT_AREAS = "treatment_areas"
UNSURE = "unsure"


class Facts(Protocol):
    """What a leaf may look at: typed answers, what is enabled, the appointment day, the area tree."""

    @property
    def on(self) -> date:
        """The appointment day."""
        ...

    @property
    def areas(self) -> AreaTree:
        """The rulebook's area tree."""
        ...

    @property
    def treatment_areas(self) -> tuple[str, ...] | None:
        """The areas to be treated; None where they are not known."""
        ...

    def enabled(self, item: str, /) -> Truth:
        """Whether the item applies to these answers."""
        ...

    def answer(self, item: str, /) -> object | None:
        """The typed answer; None where there is none."""
        ...

    def raw(self, item: str, /) -> object | None:
        """The answer as given (canonical JSON value); None where there is none."""
        ...

    def unsettled_gates(self, item: str) -> tuple[str, ...]:
        """The items whose answers leave open whether `item` applies."""
        ...


def kleene_all(values: Sequence[Truth]) -> Truth:
    """Return false where one is false, else unknown where one is unknown, else true."""
    if False in values:
        return False
    return None if None in values else True


def kleene_any(values: Sequence[Truth]) -> Truth:
    """Return true where one is true, else unknown where one is unknown, else false."""
    if True in values:
        return True
    return None if None in values else False


class Witness(NamedTuple):
    """A leaf that counted, its value there, and the facts it was read from (inside `some`, one entry's)."""

    leaf: "Leaf"
    value: Truth
    facts: Facts
    within: "Leaf | None" = None
    entry: int | None = None


class Condition:
    """A node of the tree. (A plain class: the engine asks isinstance often, and ABCs make that slow.)"""

    __slots__ = ()

    def value(self, facts: Facts) -> Truth:
        """Return true, false or unknown (None)."""
        raise NotImplementedError

    def leaves(self) -> "Iterator[Leaf]":
        """Yield every leaf, in order."""
        raise NotImplementedError

    def witnesses(self, facts: Facts) -> list[Witness]:
        """Return the leaves that make this node what it is; call only where its value is not false."""
        return self.judged(facts)[1]

    def witnesses_of(self, value: Truth, facts: Facts) -> list[Witness]:
        """Return the same where the value, not false, is known already."""
        return self.judged(facts)[1]

    def judged(self, facts: Facts) -> tuple[Truth, list[Witness]]:
        """Return the value and the leaves that make it (of a false `all`: none); each leaf is read once."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class All(Condition):
    """True where every part is."""

    parts: tuple[Condition, ...]

    def value(self, facts: Facts) -> Truth:
        """Return Kleene's conjunction, stopping at the first false part."""
        unknown = False
        for part in self.parts:
            value = part.value(facts)
            if value is False:
                return False
            unknown = unknown or value is None
        return None if unknown else True

    def leaves(self) -> "Iterator[Leaf]":
        """Yield the leaves of every part."""
        for part in self.parts:
            yield from part.leaves()

    def judged(self, facts: Facts) -> tuple[Truth, list[Witness]]:
        """Return the value and the witnesses of every part."""
        whole: Truth = True
        found: list[Witness] = []
        for part in self.parts:
            value, witnesses = part.judged(facts)
            if value is False:
                return False, []
            if value is None:
                whole = None
            found += witnesses
        return whole, found

    def witnesses_of(self, value: Truth, facts: Facts) -> list[Witness]:
        """Return the witnesses of every part; where all is true, every part is."""
        if value is None:
            return self.judged(facts)[1]
        return [witness for part in self.parts for witness in part.witnesses_of(True, facts)]


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """True where one part is."""

    parts: tuple[Condition, ...]

    def value(self, facts: Facts) -> Truth:
        """Return Kleene's disjunction, stopping at the first true part."""
        unknown = False
        for part in self.parts:
            value = part.value(facts)
            if value is True:
                return True
            unknown = unknown or value is None
        return None if unknown else False

    def leaves(self) -> "Iterator[Leaf]":
        """Yield the leaves of every part."""
        for part in self.parts:
            yield from part.leaves()

    def judged(self, facts: Facts) -> tuple[Truth, list[Witness]]:
        """Return the value and the witnesses of the parts that are as true as the whole."""
        parts = [part.judged(facts) for part in self.parts]
        whole = kleene_any([value for value, _ in parts])
        return whole, [witness for value, own in parts if value is whole for witness in own]


@dataclass(frozen=True, slots=True)
class Leaf(Condition):
    """One operator on one item. Its value is Kleene's `enabled AND test`."""

    item: str
    operator: str
    compared_with: object

    @property
    def by_day(self) -> bool:
        """Whether the value depends on the appointment day."""
        return False

    def test(self, facts: Facts) -> Truth:
        """Return the value, taking the item as enabled."""
        raise NotImplementedError

    def value(self, facts: Facts) -> Truth:
        """Return `enabled AND test`."""
        enabled = facts.enabled(self.item)
        if enabled is False:
            return False
        value = self.test(facts)
        return None if enabled is None and value else value

    def leaves(self) -> "Iterator[Leaf]":
        """Yield this leaf."""
        yield self

    def judged(self, facts: Facts) -> tuple[Truth, list[Witness]]:
        """Return the value and this leaf."""
        value = self.value(facts)
        return value, [Witness(self, value, facts)]

    def witnesses_of(self, value: Truth, facts: Facts) -> list[Witness]:
        """Return this leaf, unread."""
        return [Witness(self, value, facts)]

    def is_met(self, facts: Facts) -> bool:
        """Return whether the answer itself makes the leaf true, its gate aside."""
        return self.test(facts) is True

    def items(self) -> tuple[str, ...]:
        """Return every item this leaf reads."""
        return (self.item,)

    def unsettled_items(self, facts: Facts) -> tuple[str, ...]:
        """Return the items whose answers would settle this leaf; call only where its value is unknown."""
        if facts.enabled(self.item):
            return (self.item,)
        own = (self.item,) if self.test(facts) is None else ()
        return facts.unsettled_gates(self.item) + own

    def thresholds(self, facts: Facts) -> tuple[date, ...]:
        """Return the appointment days on which this leaf's value may change."""
        return ()

    def matched(self, facts: Facts) -> tuple[str, ...]:
        """Return what in the answer made the leaf true or unknown (areas, names), where it is only a part."""
        return ()

    def read_as(self, facts: Facts) -> str | None:
        """Return how an inexact answer was read, if it was."""
        return None
