"""Whether a changed condition is true more often (tightens), less often (loosens), or one cannot tell.

There is no negation: where one part of a tree becomes true more often, the whole does or stays.
"""

from collections.abc import Sequence

from screening.engine.conditions import (
    AgeLeaf,
    All,
    AnyOf,
    AreaLeaf,
    ChoiceLeaf,
    ComingDateLeaf,
    Condition,
    IncludesLeaf,
    Leaf,
    MedicineLeaf,
    NumberLeaf,
    PastDateLeaf,
    SomeLeaf,
)
from screening.engine.dates import Duration
from screening.engine.difference.types import LOOSENS, TIGHTENS, UNCLEAR, Weight

WIDENS_WITH_LIMIT = frozenset({"at_most", "below", "age_below", "within", "within_next"})
WIDENS_WITH_CODES = frozenset({"includes_any", "takes", "overlaps", "same_region"})


def direction(old: Condition, new: Condition) -> Weight:
    """Return where a change of condition leads."""
    if old == new:
        return UNCLEAR
    if isinstance(old, Leaf) and isinstance(new, Leaf):
        is_alike = (old.items(), old.operator) == (new.items(), new.operator)
        return of_leaves(old, new) if is_alike or isinstance(old, ChoiceLeaf) else UNCLEAR
    if isinstance(old, All | AnyOf) and isinstance(new, All | AnyOf) and type(old) is not type(new):
        is_alike = len(old.parts) == len(new.parts) and all(part in new.parts for part in old.parts)
        return (TIGHTENS if isinstance(new, AnyOf) else LOOSENS) if is_alike else UNCLEAR
    group = old if isinstance(old, All | AnyOf) else new
    return of_parts(parts_of(old), parts_of(new), isinstance(group, All))


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts of a group; anything else is its own only part."""
    return condition.parts if isinstance(condition, All | AnyOf) else (condition,)


def of_parts(old: Sequence[Condition], new: Sequence[Condition], needs_all: bool) -> Weight:
    """Compare the parts of two groups of one kind: those that stand in both count for nothing."""
    gone = [part for part in old if part not in new]
    come = [part for part in new if part not in old]
    if not gone or not come:
        more = bool(come)
        return UNCLEAR if not gone and not come else LOOSENS if more is needs_all else TIGHTENS
    found = {direction(one, other) for one, other in zip(gone, come, strict=False)}
    return found.pop() if len(gone) == len(come) and len(found) == 1 else UNCLEAR


def of_leaves(old: Leaf, new: Leaf) -> Weight:
    """Compare two leaves on one item with one operator (on choices: whatever operator)."""
    match old, new:
        case ChoiceLeaf(), ChoiceLeaf():
            return by_sets(old.accepts, new.accepts) if old.item == new.item else UNCLEAR
        case (NumberLeaf(), NumberLeaf()):
            return by_size(old.limit, new.limit, old.operator)
        case (AgeLeaf(), AgeLeaf()):
            return by_size(old.years, new.years, old.operator)
        case (PastDateLeaf() | ComingDateLeaf(), PastDateLeaf() | ComingDateLeaf()):
            return by_size(length(old.duration), length(new.duration), old.operator)
        case IncludesLeaf(), IncludesLeaf():
            wider = by_sets(old.codes, new.codes)
            return wider if old.operator in WIDENS_WITH_CODES else opposite(wider)
        case MedicineLeaf(), MedicineLeaf() if old.prescribed is new.prescribed:
            return by_sets(old.classes, new.classes)
        case AreaLeaf(), AreaLeaf() if old.codes is not None and new.codes is not None:
            return by_sets(frozenset(old.codes), frozenset(new.codes))
        case SomeLeaf(), SomeLeaf():
            return direction(old.where, new.where)
        case _:
            return UNCLEAR


def length(duration: Duration) -> float:
    """Return about how many days a duration has, enough to say which of two is longer."""
    return duration.months * 30.44 + duration.days


def by_size(old: float, new: float, operator: str) -> Weight:
    """Compare limits: a larger one widens some operators and narrows the others."""
    if old == new:
        return UNCLEAR
    return TIGHTENS if (new > old) is (operator in WIDENS_WITH_LIMIT) else LOOSENS


def by_sets(old: frozenset[str], new: frozenset[str]) -> Weight:
    """Compare what is accepted: more widens."""
    if old == new:
        return UNCLEAR
    return TIGHTENS if old < new else LOOSENS if new < old else UNCLEAR


def opposite(weight: Weight) -> Weight:
    """Return the other direction."""
    return {TIGHTENS: LOOSENS, LOOSENS: TIGHTENS}.get(weight, UNCLEAR)
