"""Conditions as Python expressions, for functions compiled once per rulebook.

The source text is made of names minted here; whatever an author wrote reaches it through the namespace.
Beside those names it reads `facts`, `given` (typed answers by link id), one token per item (`t0`, `t1`, ...)
and, with `lists`, `taken` (classes the medicine lists name, or may name) and `waiting` (lists without entry).
"""

from collections.abc import Iterable
from enum import Enum

from screening.engine.conditions.choices import AnsweredLeaf, ChoiceLeaf
from screening.engine.conditions.lists import MedicineLeaf
from screening.engine.conditions.tree import All, AnyOf, Condition, Leaf

CLOSED = "closed\0"
HELD = "held\0"


class Polarity(Enum):
    """What an expression asks: not definitely false, definitely true, or definitely true on some day."""

    LIKELY = "likely"
    CERTAIN = "certain"
    EVER = "ever"


class Expressions:
    """Writes expressions and gathers what their names stand for."""

    def __init__(self, items: Iterable[str], *, lists: bool) -> None:
        self._lists = lists
        self.namespace: dict[str, object] = {"CLOSED": CLOSED, "HELD": HELD}
        self._tokens = {link_id: f"t{number}" for number, link_id in enumerate(items)}

    def of(self, condition: Condition, polarity: Polarity) -> str:
        """Return the expression of a condition."""
        match condition:
            case All(parts) | AnyOf(parts):
                word = " and " if isinstance(condition, All) else " or "
                ordered = sorted(parts, key=lambda part: not isinstance(part, ChoiceLeaf))
                return f"({word.join(self.of(part, polarity) for part in ordered)})"
            case ChoiceLeaf():
                return self._choice(condition, polarity)
            case MedicineLeaf():
                return self._medicines(condition, polarity)
            case Leaf():
                return f"({self.token(condition.item)} is not False and {self._other(condition, polarity)})"
            case _:
                raise TypeError(f"no expression for {type(condition).__name__}")

    def token(self, link_id: str) -> str:
        """Return the name of an item's token."""
        return self._tokens[link_id]

    def tokens(self) -> str:
        """Return all token names, as the members of a tuple."""
        return ", ".join(self._tokens.values()) + ","

    def name(self, value: object) -> str:
        """Return a new name that stands for a value."""
        name = f"n{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def _choice(self, leaf: ChoiceLeaf, polarity: Polarity) -> str:
        if polarity is not Polarity.LIKELY:
            return f"{self.token(leaf.item)} in {self.name(leaf.accepts)}"
        open_codes = {*leaf.accepts, *leaf.unsettled, None}
        held = {(HELD, code) for code in open_codes}
        return f"{self.token(leaf.item)} in {self.name(frozenset(open_codes | held))}"

    def _medicines(self, leaf: MedicineLeaf, polarity: Polarity) -> str:
        called = self._call(leaf, polarity)
        if not self._lists:
            return f"({called})"
        named = f"not {self.name(leaf.classes)}.isdisjoint(taken) and {called}" if leaf.classes else called
        if polarity is not Polarity.LIKELY:
            return f"({named})"
        return f"(not {self.name(frozenset(leaf.lists))}.isdisjoint(waiting) or {named})"

    def _other(self, leaf: Leaf, polarity: Polarity) -> str:
        item = self.name(leaf.item)
        if isinstance(leaf, AnsweredLeaf):
            return self._call(leaf, polarity)
        if leaf.by_day and polarity is Polarity.EVER:
            return f"{self.token(leaf.item)} is True and {item} in given"
        test = f"{self.name(leaf.test)}(facts)"
        if polarity is Polarity.LIKELY:
            return f"({item} not in given or {test} is not False)"
        return f"{self.token(leaf.item)} is True and {item} in given and {test} is True"

    def _call(self, leaf: Leaf, polarity: Polarity) -> str:
        test = "is not False" if polarity is Polarity.LIKELY else "is True"
        return f"{self.name(leaf.value)}(facts) {test}"
