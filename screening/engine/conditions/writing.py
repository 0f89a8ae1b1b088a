"""Conditions as Python expressions, for functions compiled once per rulebook.

The source text is made of minted names; whatever an author wrote reaches it through the namespace. Beside
those names it reads `facts`, `given` (typed answers by link id) and one token per item (`t0`, `t1`, ...; see
conditions.tokens). Where `whole`, it also reads `states` (which items apply), `taken` (what the medicine
lists say; see marks_of), `near`, `region` and `placed` (what lies around the areas to be treated; see
Around), `today` and, per span of `days`, the first day within it (`d0`, `d1`, ...).

Where a leaf is not written out, its own `value` is called.
"""

from collections.abc import Iterable
from enum import Enum

from screening.engine.areas import AreaTree
from screening.engine.conditions.body import NOT_KNOWN_AREAS, AreaLeaf
from screening.engine.conditions.choices import AnsweredLeaf, ChoiceLeaf, IncludesLeaf, TypedLeaf
from screening.engine.conditions.dates import ComingDateLeaf, PastDateLeaf
from screening.engine.conditions.lists import MedicineLeaf, SomeLeaf
from screening.engine.conditions.minted import Names
from screening.engine.conditions.numbers import AgeLeaf, NumberLeaf
from screening.engine.conditions.tokens import (
    CLOSED,
    HELD,
    NEVER,
    TYPED,
    UNANSWERED,
    UNRECOGNISED,
    waiting_for,
)
from screening.engine.conditions.tree import UNSURE, All, AnyOf, Condition, Leaf
from screening.engine.dates import Duration

CHEAP_FIRST = (ChoiceLeaf, NumberLeaf, PastDateLeaf, IncludesLeaf, AreaLeaf, MedicineLeaf)
COMPARED = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
OPEN = frozenset({CLOSED, HELD, UNANSWERED})
Span = Duration | int
"""What a day is measured by: a duration before the appointment, or completed years of age."""


class Polarity(Enum):
    """What an expression asks: not definitely false, definitely true, or definitely true on some day."""

    LIKELY = "likely"
    CERTAIN = "certain"
    EVER = "ever"


class Expressions(Names):
    """Writes expressions and gathers what their names stand for."""

    def __init__(self, items: Iterable[str], areas: AreaTree, *, whole: bool) -> None:
        super().__init__(items)
        self._areas = areas
        self._whole = whole
        self.days: dict[Span, str] = {}

    def of(self, condition: Condition, polarity: Polarity) -> str:
        """Return the expression of a condition."""
        match condition:
            case All(parts) | AnyOf(parts):
                word = " and " if isinstance(condition, All) else " or "
                return f"({word.join(self.of(part, polarity) for part in sorted(parts, key=cost))})"
            case Leaf():
                written = {
                    Polarity.LIKELY: self.likely,
                    Polarity.CERTAIN: self.certain,
                    Polarity.EVER: self.ever,
                }
                return written[polarity](condition)
            case _:
                raise TypeError(f"no expression for {type(condition).__name__}")

    def likely(self, leaf: Leaf) -> str:
        """Return the expression "not definitely false"."""
        token = self.token(leaf.item)
        match leaf:
            case ChoiceLeaf(accepts=accepts, unsettled=unsettled):
                open_codes = {*accepts, *unsettled, None}
                return f"{token} in {self.set_of(open_codes | {(HELD, code) for code in open_codes})}"
            case IncludesLeaf(codes=codes, not_known=not_known):
                return self._includes(leaf, {UNANSWERED, *(not_known - codes)})
            case TypedLeaf(not_known=not_known):
                return self._meets({UNANSWERED, TYPED, *not_known}, token)
            case NumberLeaf(operator=operator, limit=limit):
                return (
                    f"({token} is None or {token} is not CLOSED and {token} {COMPARED[operator]} {limit:d})"
                )
            case AreaLeaf(codes=None, operator=operator) if self._whole:
                return f"not {'near' if operator == 'overlaps' else 'region'}.isdisjoint({token})"
            case AreaLeaf(codes=codes, operator=operator) if codes is not None:
                return self._meets(self._areas.reached(operator, codes) | NOT_KNOWN_AREAS, token)
            case PastDateLeaf() | AgeLeaf() | ComingDateLeaf() | MedicineLeaf() if self._whole:
                return self._of_day_or_medicines(leaf)
            case SomeLeaf():
                return f"({token} is not False and {self._call(leaf, 'is not False')})"
            case _:
                return self._call(leaf, "is not False")

    def certain(self, leaf: Leaf) -> str:
        """Return the expression "definitely true"."""
        token = self.token(leaf.item)
        match leaf:
            case ChoiceLeaf(accepts=accepts):
                return f"{token} in {self.set_of(accepts)}"
            case MedicineLeaf() | AnsweredLeaf():
                return self._call(leaf, "is True")
            case IncludesLeaf(operator="includes_any", codes=codes, not_known=not_known):
                return (
                    f"({self._clear_of(OPEN | (not_known - codes), token)} and {self._meets(codes, token)})"
                )
            case IncludesLeaf(operator="includes_none", codes=codes, not_known=not_known):
                return self._clear_of(OPEN | codes | not_known, token)
            case AreaLeaf() if self._whole or leaf.codes is not None:
                known = "placed and " if leaf.codes is None else ""
                return f"({known}{self._clear_of(OPEN | {UNSURE}, token)} and {self.likely(leaf)})"
            case _:
                return f"({self.name(leaf.item)} in given and {self._call(leaf, 'is True')})"

    def ever(self, leaf: Leaf) -> str:
        """Return the expression "definitely true on some day": what depends on it is taken as true."""
        if not leaf.by_day:
            return self.certain(leaf)
        item = self.name(leaf.item)
        return f"({item} in given and states[{item}] is True)"

    def _includes(self, leaf: IncludesLeaf, open_codes: set[str]) -> str:
        token = self.token(leaf.item)
        match leaf.operator:
            case "includes_any":
                return self._meets(open_codes | leaf.codes, token)
            case "includes_all" if leaf.codes:
                return f"({self.set_of(leaf.codes)} <= {token} or {self._meets(open_codes, token)})"
            case "includes_none":
                none = f"{self.set_of(leaf.codes | {CLOSED})}.isdisjoint({token})"
                return f"({none} or {self._meets(open_codes, token)})"
            case _:
                return self._call(leaf, "is not False")

    def _of_day_or_medicines(self, leaf: Leaf) -> str:
        token, call = self.token(leaf.item), self._call(leaf, "is not False")
        match leaf:
            case PastDateLeaf(operator=operator, duration=Duration() as span) if span.months or span.days:
                return self._since(operator == "within", token, self._day(span), call)
            case AgeLeaf(operator=operator, years=years) if years:
                return self._since(operator == "age_below", token, self._day(years), call)
            case PastDateLeaf() | AgeLeaf():
                return call
            case MedicineLeaf(lists=lists, classes=classes):
                waiting = {waiting_for(link_id) for link_id in lists}
                sought = waiting | (classes or {UNRECOGNISED})
                return f"({self._meets(sought, 'taken')} and ({self._meets(waiting, 'taken')} or {call}))"
            case _:
                return f"({token} >= today and {call})"

    @staticmethod
    def _since(young: bool, token: str, day: str, call: str) -> str:
        return f"{token} >= {day}" if young else f"({NEVER} < {token} < {day} or {token} > today and {call})"

    def _day(self, span: Span) -> str:
        return self.days.setdefault(span, f"d{len(self.days)}")

    def _meets(self, members: Iterable[object], those: str) -> str:
        return f"not {self.set_of(members)}.isdisjoint({those})"

    def _clear_of(self, members: Iterable[object], those: str) -> str:
        return f"{self.set_of(members)}.isdisjoint({those})"

    def _call(self, leaf: Leaf, test: str) -> str:
        return f"{self.name(leaf.value)}(facts) {test}"


def cost(condition: Condition) -> int:
    """Return a rank for the parts of a tree: what costs least is asked first."""
    kinds = [number for number, kind in enumerate(CHEAP_FIRST) if isinstance(condition, kind)]
    return kinds[0] if kinds else len(CHEAP_FIRST)
