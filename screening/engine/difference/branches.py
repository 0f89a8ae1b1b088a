"""What changed about the branches of a rule: conditions in words, severities per treatment."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from screening.engine.difference.direction import direction
from screening.engine.difference.marking import marked
from screening.engine.difference.naming import spoken
from screening.engine.difference.types import (
    ADDED,
    LOOSENS,
    REMOVED,
    TIGHTENS,
    UNCLEAR,
    Line,
    Span,
    Weight,
)
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Branch, Severity
from screening.engine.wording import describe_branch


class Pair(NamedTuple):
    """A branch of the old rule and what became of it in the new one, each with its number."""

    old: int | None
    new: int | None


def branch_lines(
    old: Rulebook, new: Rulebook, before: Sequence[Branch], after: Sequence[Branch]
) -> Iterator[Line]:
    """Yield a line for each branch that came or went, each condition, and each severity that changed."""
    pairs = paired(before, after)
    for pair in pairs:
        if pair.old is None and pair.new is not None:
            yield added(new, pair.new, after[pair.new])
        elif pair.old is not None and pair.new is None:
            yield removed(old, pair.old, before[pair.old])
        elif pair.old is not None and pair.new is not None:
            name = f"branch {pair.new + 1}"
            yield from changed(old, new, name, (before[pair.old], after[pair.new]))
    kept = [pair.old for pair in pairs if pair.old is not None and pair.new is not None]
    if kept != sorted(kept):
        yield Line("order of branches", order_spans(kept))


def order_spans(kept: list[int]) -> tuple[Span, ...]:
    """Return the old numbers of branches in their new order."""
    before, after = (", ".join(f"{number + 1}" for number in numbers) for numbers in (sorted(kept), kept))
    return (Span(before, REMOVED), Span(after, ADDED))


def added(rulebook: Rulebook, number: int, branch: Branch) -> Line:
    """Return the line of a new branch."""
    text = "".join(phrase.text for phrase in describe_branch(rulebook, branch))
    return Line(f"new branch {number + 1}", (Span(text, ADDED),), TIGHTENS)


def removed(rulebook: Rulebook, number: int, branch: Branch) -> Line:
    """Return the line of a branch that is gone."""
    text = "".join(phrase.text for phrase in describe_branch(rulebook, branch))
    return Line(f"branch {number + 1} of the old rule", (Span(text, REMOVED),), LOOSENS)


def changed(old: Rulebook, new: Rulebook, name: str, pair: tuple[Branch, Branch]) -> Iterator[Line]:
    """Yield what changed in one branch."""
    before, after = pair
    was, became = spoken(old, before.when), spoken(new, after.when)
    if before.when != after.when and was != became:
        yield Line(f"{name}, when", marked(was, became), direction(before.when, after.when))
    for code in (*new.treatments, *[code for code in old.treatments if code not in new.treatments]):
        first, last = (each.severities.get(code, Severity.NONE) for each in pair)
        if first is not last:
            title = (new if code in new.treatments else old).treatments[code].short_title
            spans = (Span(first.code, REMOVED), Span(last.code, ADDED))
            yield Line(f"{name}, {title}", spans, weight_of(first, last))


def weight_of(before: Severity, after: Severity) -> Weight:
    """Return where a changed severity leads."""
    return UNCLEAR if before is after else TIGHTENS if after > before else LOOSENS


def paired(before: Sequence[Branch], after: Sequence[Branch]) -> list[Pair]:
    """Return which branch became which: the same one, else the one most like it.

    What is left over after that came or went.
    """
    gone, come = list(range(len(before))), list(range(len(after)))
    pairs: list[Pair] = []
    for alike, number in product((same_branch, same_condition, same_severities, related), range(len(after))):
        match = next((n for n in gone if number in come and alike(before[n], after[number])), None)
        if match is not None:
            pairs.append(Pair(match, number))
            gone.remove(match)
            come.remove(number)
    pairs += [Pair(None, number) for number in come]
    return sorted(pairs, key=lambda pair: pair.new or 0) + [Pair(number, None) for number in gone]


def same_branch(one: Branch, other: Branch) -> bool:
    """Whether two branches are the same in every word."""
    return one.key == other.key


def same_condition(one: Branch, other: Branch) -> bool:
    """Whether two branches have the same condition."""
    return one.when == other.when


def same_severities(one: Branch, other: Branch) -> bool:
    """Whether two branches are about the same items and say the same of every treatment."""
    return one.severities == other.severities and not items_of(one).isdisjoint(items_of(other))


def related(one: Branch, other: Branch) -> bool:
    """Whether two branches are about at least one item both."""
    return not items_of(one).isdisjoint(items_of(other))


def items_of(branch: Branch) -> set[str]:
    """Return the items a branch reads."""
    return {item for leaf in branch.when.leaves() for item in leaf.items()}
