"""Earliest dates. Date leaves are thresholds in the appointment day: results change on few days only."""

from collections.abc import Sequence
from datetime import date

from screening.engine.answers import AnswerFacts, Answers, facts_on
from screening.engine.dates import PartialDate
from screening.engine.evaluation.program import Standing, program_of
from screening.engine.questionnaire import Tense
from screening.engine.rules import ReviewDate, Severity


class Calendar:
    """The later days on which the result of some answers may change; made once per evaluation."""

    def __init__(self, facts: AnswerFacts) -> None:
        self._facts = facts
        self._standing: list[Standing] | None = None
        self._found: dict[tuple[str, ...], date | None] = {}

    def first_clear_day(self, treatments: Sequence[str], rule: str | None = None) -> date | None:
        """Return the first later day on which nothing is certainly deferred or contraindicated.

        Only what `rule` (None: any rule) says about these treatments counts. None where there is no such day.
        """
        standing = [s for s in self.standing() if blocks(s, treatments) and rule in (None, s.rule.id)]
        key = tuple(s.branch.key for s in standing)
        if key not in self._found:
            self._found[key] = self._search(standing)
        return self._found[key]

    def standing(self) -> list[Standing]:
        """Return the blocking branches that are, or on some other day could be, certainly true."""
        if self._standing is None:
            self._standing = program_of(self._facts.answers.rulebook).standing(self._facts)
        return self._standing

    def _search(self, standing: Sequence[Standing]) -> date | None:
        for day in self._change_days(standing):
            later = facts_on(self._facts.answers, day)
            if not any(s.branch.when.value(later) is True for s in standing):
                return day
        return None

    def _change_days(self, standing: Sequence[Standing]) -> list[date]:
        leaves = [leaf for s in standing for leaf in s.branch.when.leaves()]
        return sorted({d for leaf in leaves for d in leaf.thresholds(self._facts) if d > self._facts.on})


def blocks(standing: Standing, treatments: Sequence[str]) -> bool:
    """Whether a branch defers or contraindicates one of these treatments."""
    severities = standing.branch.severities
    return any(severities.get(code, Severity.NONE) >= Severity.DEFERRED for code in treatments)


def review_day(review: ReviewDate | None, answers: Answers, on: date) -> date | None:
    """Return a rule's advisory date; None where it has none, the date is not known, or it lies before `on`.

    Counted from the appointment it may lie before it (the day to pause a cream); from an answer it may not.
    """
    if review is None:
        return None
    if review.item is None:
        return review.offset.before(on) if review.backwards else review.offset.after(on)
    given = answers.values.get(review.item)
    if not isinstance(given, PartialDate):
        return None
    coming = answers.rulebook.items[review.item].tense is Tense.FUTURE
    start = given.first if coming else given.read_on(on)
    if start is None:
        return None
    day = review.offset.before(start) if review.backwards else review.offset.after(start)
    return day if day >= on else None
