"""The list of rules: by topic, each with its worst severity per treatment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clinic.rulebook.presenters.grid import Cell, cells_of, worst_of
from clinic.rulebook.presenters.words import day_of, topic_titles
from screening.engine import Rule, Rulebook


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the list; `is_due` where its sources want looking at again, or a draft gives no day."""

    id: str
    title: str
    cells: tuple[Cell, ...]
    review_by: date | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The rules of one topic."""

    title: str
    rows: tuple[RuleRow, ...]


def topic_groups(rulebook: Rulebook, rules: Iterable[Rule], today: date) -> list[TopicGroup]:
    """The rules by topic, topics and rules in the rulebook's order."""
    by_topic: dict[str, list[RuleRow]] = {}
    for rule in rules:
        by_topic.setdefault(rule.topic, []).append(row_of(rulebook, rule, today))
    titles = topic_titles(rulebook)
    return [TopicGroup(titles[topic], tuple(rows)) for topic, rows in by_topic.items()]


def row_of(rulebook: Rulebook, rule: Rule, today: date) -> RuleRow:
    """One rule as a row."""
    review_by = day_of(rule.review_by) if rule.review_by else None
    return RuleRow(
        id=rule.id,
        title=rule.title,
        cells=cells_of(rulebook, worst_of(rulebook, rule)),
        review_by=review_by,
        is_due=review_by is None or review_by <= today,
    )
