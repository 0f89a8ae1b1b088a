"""One rule: its sentences, severities, texts, sources, cases and questions."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clinic.rulebook.presenters.cases import CaseView, cases_of_rule
from clinic.rulebook.presenters.grid import Cell, Row, cells_of, rows_of, worst_of
from clinic.rulebook.presenters.reading import questions_of
from clinic.rulebook.presenters.words import OVERRIDES, day_of, topic_titles
from clinic.sources import SourceView, sources_of
from screening.engine import Item, Phrase, Rule, Rulebook, describe_branch


@dataclass(frozen=True, slots=True)
class RulePage:
    """Everything the page of a rule shows."""

    rule: Rule
    topic: str
    sentences: tuple[list[Phrase], ...]
    rows: tuple[Row, ...]
    worst: tuple[Cell, ...]
    made_by_engine: str
    override: str
    review_by: date
    is_due: bool
    review_date: str
    sources: tuple[SourceView, ...]
    cases: tuple[CaseView, ...]
    questions: tuple[Item, ...]

    @property
    def failed(self) -> int:
        """How many cases do not come out as expected."""
        return sum(bool(case.failures) for case in self.cases)


def rule_page(rulebook: Rulebook, rule: Rule, today: date) -> RulePage:
    """The page of one rule; its cases are run."""
    review_by = day_of(rule.review_by)
    return RulePage(
        rule=rule,
        topic=topic_titles(rulebook)[rule.topic],
        sentences=tuple(describe_branch(rulebook, branch) for branch in rule.branches),
        rows=tuple(rows_of(rulebook, rule)),
        worst=cells_of(rulebook, worst_of(rulebook, rule)),
        made_by_engine=engine_words(rule),
        override=str(OVERRIDES[rule.override]),
        review_by=review_by,
        is_due=review_by <= today,
        review_date=review_date_words(rulebook, rule),
        sources=tuple(sources_of(rulebook, rule.sources)),
        cases=tuple(cases_of_rule(rulebook, rule.id)),
        questions=tuple(questions_of(rulebook, rule)),
    )


def engine_words(rule: Rule) -> str:
    """What the engine itself does under this rule's name; nothing for most rules."""
    return {
        "": "",
        "unanswered": _(
            "When a question that counts for a treatment has no answer at all, that treatment needs "
            "clearance. All such questions together are one finding, which lists them."
        ),
        "contradiction": _(
            "When there is an answer to a question that does not apply, every treatment needs clearance, "
            "and the answer does not count."
        ),
    }[rule.built_in]


def review_date_words(rulebook: Rulebook, rule: Rule) -> str:
    """The advisory date of a rule in words; nothing where it has none."""
    advised = rule.review_date
    if advised is None:
        return ""
    start = _("the appointment") if advised.item is None else rulebook.items[advised.item].label
    words = _("%(span)s before: %(start)s") if advised.backwards else _("%(span)s after: %(start)s")
    return words % {"span": advised.offset.text, "start": start}
