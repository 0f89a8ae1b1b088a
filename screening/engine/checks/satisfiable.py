"""Whether a condition can be true at all: some set of leaves that makes it true must agree."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, product

from screening.engine.conditions import (
    AgeLeaf,
    All,
    AnsweredLeaf,
    AnyOf,
    ChoiceLeaf,
    Condition,
    IncludesLeaf,
    Leaf,
    NumberLeaf,
    PastDateLeaf,
    SomeLeaf,
)
from screening.engine.dates import Duration
from screening.engine.questionnaire import Item, ItemType

MOST_WAYS = 2000
FURTHEST = 10**9
LONGEST_MONTH, SHORTEST_MONTH = 31, 28
COUNTED = frozenset({ItemType.NUMBER, ItemType.SCORE})


def can_be_true(condition: Condition, items: Mapping[str, Item]) -> bool:
    """Whether some answers make the condition true, its gates included.

    True where there are too many ways to look at: the check never calls a branch dead that may be alive.
    """
    gated = chain.from_iterable(with_gates(way, items) for way in islice(ways(condition), MOST_WAYS))
    tried = list(islice(gated, MOST_WAYS))
    return len(tried) == MOST_WAYS or any(is_consistent(way, items) for way in tried)


def with_gates(way: tuple[Leaf, ...], items: Mapping[str, Item]) -> Iterator[tuple[Leaf, ...]]:
    """Yield the sets of leaves that make `way` true and open the gates of its items."""
    return islice(ways(All((*way, *gates_of(way, items)))), MOST_WAYS)


def ways(condition: Condition) -> Iterator[tuple[Leaf, ...]]:
    """Yield the sets of leaves that together make a condition true."""
    if isinstance(condition, AnyOf):
        for part in condition.parts:
            yield from ways(part)
    elif isinstance(condition, All):
        for combination in product(*(list(islice(ways(part), MOST_WAYS)) for part in condition.parts)):
            yield tuple(leaf for leaves in combination for leaf in leaves)
    elif isinstance(condition, Leaf):
        yield (condition,)


def gates_of(leaves: Sequence[Leaf], items: Mapping[str, Item]) -> list[Condition]:
    """Return the gates that must be open for these leaves, and the gates of those."""
    found: dict[str, Condition] = {}
    waiting = [leaf.item for leaf in leaves]
    while waiting:
        link_id = waiting.pop()
        gate = items[link_id].enable_when if link_id in items else None
        if gate is not None and link_id not in found:
            found[link_id] = gate
            waiting += [item for leaf in gate.leaves() for item in leaf.items()]
    return list(found.values())


def is_consistent(leaves: Sequence[Leaf], items: Mapping[str, Item]) -> bool:
    """Whether one answer per item can make all these leaves true."""
    by_item: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        by_item.setdefault(leaf.item, []).append(leaf)
    return all(item_is_consistent(own, items.get(link_id)) for link_id, own in by_item.items())


def item_is_consistent(leaves: Sequence[Leaf], item: Item | None) -> bool:
    """Whether one answer makes all these leaves of one item true."""
    if (
        any(isinstance(leaf, AnsweredLeaf) and leaf.compared_with is False for leaf in leaves)
        and len(leaves) > 1
    ):
        return all(isinstance(leaf, AnsweredLeaf) and leaf.compared_with is False for leaf in leaves)
    accepted = [leaf.accepts for leaf in leaves if isinstance(leaf, ChoiceLeaf)]
    if accepted and not frozenset.intersection(*accepted):
        return False
    limits = (item.minimum, item.maximum) if item and item.type in COUNTED else (-FURTHEST, FURTHEST)
    return (
        range_is_open(leaves, *limits)
        and window_is_open(leaves)
        and lists_agree(leaves)
        and entries_can_be(leaves)
    )


def range_is_open(leaves: Sequence[Leaf], least: int, most: int) -> bool:
    """Whether a whole number from `least` to `most` lies between the limits of number and age leaves."""
    for leaf in leaves:
        limit = (
            leaf.limit if isinstance(leaf, NumberLeaf) else leaf.years if isinstance(leaf, AgeLeaf) else None
        )
        if limit is None:
            continue
        match leaf.operator:
            case "at_least" | "age_at_least":
                least = max(least, limit)
            case "above":
                least = max(least, limit + 1)
            case "at_most":
                most = min(most, limit)
            case _:
                most = min(most, limit - 1)
    return least <= most


def window_is_open(leaves: Sequence[Leaf]) -> bool:
    """Whether a day lies less than one duration and at least another ago."""
    past = [leaf for leaf in leaves if isinstance(leaf, PastDateLeaf)]
    recent = [leaf.duration for leaf in past if leaf.operator == "within"]
    distant = [leaf.duration for leaf in past if leaf.operator == "at_least_ago"]
    return all(may_exceed(upper, lower) for upper in recent for lower in distant)


def may_exceed(one: Duration, other: Duration) -> bool:
    """Whether a duration is the longer one, at least in some months."""
    if one.days == other.days == 0:
        return one.months > other.months
    if one.months == other.months == 0:
        return one.days > other.days
    return one.months * LONGEST_MONTH + one.days > other.months * SHORTEST_MONTH + other.days


def lists_agree(leaves: Sequence[Leaf]) -> bool:
    """Whether a list can include what one leaf wants and lack what another excludes."""
    lists = [leaf for leaf in leaves if isinstance(leaf, IncludesLeaf)]
    excluded = frozenset(code for leaf in lists if leaf.operator == "includes_none" for code in leaf.codes)
    wanted_all = [leaf for leaf in lists if leaf.operator == "includes_all"]
    wanted_any = [leaf for leaf in lists if leaf.operator == "includes_any"]
    return not any(leaf.codes & excluded for leaf in wanted_all) and all(
        leaf.codes - excluded for leaf in wanted_any
    )


def entries_can_be(leaves: Sequence[Leaf]) -> bool:
    """Whether each condition on an entry can be true of one."""
    return all(can_be_true(leaf.where, {}) for leaf in leaves if isinstance(leaf, SomeLeaf))
