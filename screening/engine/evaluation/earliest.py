"""Earliest dates. Date leaves are thresholds in the appointment day: results change on few days only."""

from collections.abc import Iterable
from datetime import date

from screening.engine.answers import AnswerFacts, Answers, facts_on
from screening.engine.conditions import All, AnyOf, Condition, Leaf
from screening.engine.dates import PartialDate
from screening.engine.rules import Branch, ReviewDate, Rule, Severity


def first_clear_day(rules: Iterable[Rule], facts: AnswerFacts, treatments: tuple[str, ...]) -> date | None:
    """Return the first day after that of `facts` on which nothing is certainly deferred or contraindicated.

    Only what these rules say about these treatments counts. None where there is no such day.
    """
    branches = [
        b for rule in rules for b in rule.branches if blocks(b, treatments) and may_hold(b.when, facts)
    ]
    for day in change_days(branches, facts):
        later = facts_on(facts.answers, day)
        if not any(branch.when.value(later) is True for branch in branches):
            return day
    return None


def blocks(branch: Branch, treatments: tuple[str, ...]) -> bool:
    """Whether a branch defers or contraindicates one of these treatments."""
    return any(branch.severities.get(code, Severity.NONE) >= Severity.DEFERRED for code in treatments)


def may_hold(condition: Condition, facts: AnswerFacts) -> bool:
    """Whether the condition is, or on some other day could be, certainly true with these answers."""
    match condition:
        case All(parts):
            return all(may_hold(part, facts) for part in parts)
        case AnyOf(parts):
            return any(may_hold(part, facts) for part in parts)
        case Leaf() if condition.by_day:
            return facts.enabled(condition.item) is True
        case _:
            return condition.value(facts) is True


def change_days(branches: Iterable[Branch], facts: AnswerFacts) -> list[date]:
    """Return the days after the one of `facts` on which one of these branches may change, in order."""
    leaves = (leaf for branch in branches for leaf in branch.when.leaves())
    return sorted({day for leaf in leaves for day in leaf.thresholds(facts) if day > facts.on})


def review_day(review: ReviewDate | None, answers: Answers, on: date) -> date | None:
    """Return a rule's advisory date; None where it has none, the date is not known, or it lies before `on`.

    Counted from the appointment it may lie before it (the day to pause a cream); from an answer it may not.
    """
    if review is None:
        return None
    if review.item is None:
        return review.offset.before(on) if review.backwards else review.offset.after(on)
    given = answers.values.get(review.item)
    start = given.read_on(on) if isinstance(given, PartialDate) else None
    if start is None:
        return None
    day = review.offset.before(start) if review.backwards else review.offset.after(start)
    return day if day >= on else None
