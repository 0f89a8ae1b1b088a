"""Checks that look at a parsed rulebook as a whole: what can never happen, what leads nowhere."""

from collections.abc import Iterator

from screening.engine.checks.satisfiable import can_be_true
from screening.engine.conditions import Leaf, SomeLeaf
from screening.engine.rulebook.items import gates_of
from screening.engine.rulebook.problems import ERROR, NOTE
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Rule, Severity

Found = tuple[tuple[str, int], str, str, str]
"""Root (table name and number), place, reason, severity."""


def static_problems(rulebook: Rulebook) -> Iterator[Found]:
    """Yield what is wrong with, or odd about, a rulebook that parses."""
    for number, rule in enumerate(rulebook.rules.values()):
        for place, reason in rule_problems(rulebook, rule):
            yield ("rules", number), f"rules {rule.id}.{place}", reason, ERROR
    yield from items_that_feed_nothing(rulebook)
    yield from items_not_asked_where_needed(rulebook)


def rule_problems(rulebook: Rulebook, rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield place and reason for branches that can never be true, or defer without a date."""
    for number, branch in enumerate(rule.branches):
        if not can_be_true(branch.when, rulebook.items):
            yield f"branches[{number}].when", "can never be true"
        ends = any(ends_some_day(leaf) for leaf in branch.when.leaves())
        if Severity.DEFERRED in branch.severities.values() and not ends:
            yield f"branches[{number}].severity", "defers, but no date in the condition says until when"


def ends_some_day(leaf: Leaf) -> bool:
    """Whether a leaf that is true turns false as the appointment moves on."""
    if isinstance(leaf, SomeLeaf):
        return any(ends_some_day(inner) for inner in leaf.where.leaves())
    return leaf.by_day and leaf.operator not in {"at_least_ago", "age_at_least"}


def items_that_feed_nothing(rulebook: Rulebook) -> Iterator[Found]:
    """Yield a note for each question that no rule, gate, score, care step or consent risk reads."""
    conditions = [branch.when for rule in rulebook.rules.values() for branch in rule.branches]
    conditions += [step.when for step in rulebook.care_steps if step.when is not None]
    conditions += [risk.when for risk in rulebook.consent_risks if risk.when is not None]
    read = {item for condition in conditions for leaf in condition.leaves() for item in leaf.items()}
    for item in rulebook.items.values():
        read |= gates_of(item) | set(item.parts)
    for number, link_id in enumerate(rulebook.items):
        if link_id not in read:
            yield ("items", number), f"items {link_id}", "feeds no rule", NOTE


def items_not_asked_where_needed(rulebook: Rulebook) -> Iterator[Found]:
    """Yield an error for each item a treatment needs but that is not asked for it: never eligible."""
    for number, item in enumerate(rulebook.items.values()):
        needing = {code for code, required in rulebook.required.items() if item.link_id in required}
        missing = sorted(needing - item.asked_for) if item.asked_for else []
        if missing:
            reason = f"is needed for {', '.join(missing)} but not asked for it"
            yield ("items", number), f"items {item.link_id}.asked_for", reason, ERROR
