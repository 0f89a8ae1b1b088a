"""Sources with what rests on them, those due for review first."""

from dataclasses import dataclass
from datetime import date

from clinic.rulebook.presenters.reading import rules_by_source
from clinic.rulebook.presenters.words import day_of
from clinic.sources import SourceView, sources_of
from screening.engine import Rule, Rulebook, Treatment


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source, the rules and treatments that cite it, and the first review date of those rules."""

    id: str
    source: SourceView
    rules: tuple[Rule, ...]
    treatments: tuple[Treatment, ...]
    review_by: date | None
    is_due: bool


def cited_sources(rulebook: Rulebook, today: date) -> list[CitedSource]:
    """Every source: the earliest review date first, those no rule cites last."""
    citing = rules_by_source(rulebook)
    found = [cited_source(rulebook, key, citing.get(key, []), today) for key in rulebook.sources]
    return sorted(found, key=lambda cited: cited.review_by or date.max)


def cited_source(rulebook: Rulebook, key: str, rules: list[Rule], today: date) -> CitedSource:
    """One source with what rests on it."""
    review_by = min((day_of(rule.review_by) for rule in rules), default=None)
    return CitedSource(
        id=key,
        source=sources_of(rulebook, (key,))[0],
        rules=tuple(rules),
        treatments=tuple(t for t in rulebook.treatments.values() if key in t.sources),
        review_by=review_by,
        is_due=review_by is not None and review_by <= today,
    )
