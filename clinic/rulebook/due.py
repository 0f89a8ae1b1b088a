"""When the sources of rules are to be looked at again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clinic.rulebook.presenters.reading import rules_by_source
from clinic.sources import SourceView, sources_of
from screening.engine import Duration, Rule, Rulebook

SOON = Duration.parse("3 months")


@dataclass(frozen=True, slots=True)
class RuleDue:
    """A rule that cites a source, and when it is due."""

    rule: Rule
    due: date


@dataclass(frozen=True, slots=True)
class SourceDue:
    """A source on which rules rest that are due: the earliest of their days, and all of them in order."""

    id: str
    source: SourceView
    due: date
    is_overdue: bool
    rules: tuple[RuleDue, ...]


def due_of(rule: Rule) -> date | None:
    """When a rule is due; None where a draft's rule does not say."""
    try:
        return date.fromisoformat(rule.review_by)
    except ValueError:
        return None


def is_overdue(due: date, today: date) -> bool:
    """Whether the day has come."""
    return due <= today


def rules_due(rules: Iterable[Rule], today: date) -> list[RuleDue]:
    """Those overdue or due soon, the earliest first."""
    until = SOON.after(today)
    found = [RuleDue(rule, due) for rule in rules if (due := due_of(rule)) is not None and due <= until]
    return sorted(found, key=lambda one: (one.due, one.rule.title))


def sources_due(rulebook: Rulebook, today: date) -> list[SourceDue]:
    """The sources on which something rests that is overdue or due soon, the earliest first."""
    found = []
    for key, rules in rules_by_source(rulebook).items():
        due = tuple(rules_due(rules, today))
        if due:
            first = due[0].due
            source = sources_of(rulebook, (key,))[0]
            found.append(SourceDue(key, source, first, is_overdue(first, today), due))
    return sorted(found, key=lambda one: (one.due, one.source.title))
