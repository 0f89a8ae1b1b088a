"""Folding outcomes into one result per treatment."""

from collections.abc import Sequence

from screening.engine.answers import AnswerFacts
from screening.engine.evaluation.earliest import Calendar
from screening.engine.evaluation.hits import Outcome
from screening.engine.evaluation.result import TreatmentResult
from screening.engine.evaluation.verdicts import VERDICTS, Verdict
from screening.engine.rules import Severity

Said = list[tuple[str, Verdict]]
"""What each rule says about one treatment."""


def treatment_results(
    outcomes: Sequence[Outcome], facts: AnswerFacts, planned: tuple[str, ...], calendar: Calendar
) -> dict[str, TreatmentResult]:
    """Return what all outcomes come to, for every treatment of the rulebook."""
    said: dict[str, Said] = {code: [] for code in facts.answers.rulebook.treatments}
    for outcome in outcomes:
        rule = outcome.rule.id
        for code, verdict in outcome.verdicts.items():
            said[code].append((rule, verdict))
    return {code: treatment_result(code, own, facts, planned, calendar) for code, own in said.items()}


def treatment_result(
    code: str, said: Said, facts: AnswerFacts, planned: tuple[str, ...], calendar: Calendar
) -> TreatmentResult:
    """Return what is said about one treatment, folded."""
    certain = worst = Severity.NONE
    settled = True
    for _, verdict in said:
        certain = max(certain, verdict.certain)
        worst = max(worst, verdict.worst)
        if not verdict.settled and verdict.worst > Severity.INFORMATION:
            settled = False
    total = VERDICTS[certain, worst]
    deferred = total.severity is Severity.DEFERRED
    return TreatmentResult(
        planned=code in planned,
        verdict=total,
        settled=settled,
        earliest_date=calendar.first_clear_day((code,)) if deferred else None,
        deciding=deciding_rules(said, total.severity),
        not_asked=not_asked(code, facts, planned),
    )


def deciding_rules(said: Said, severity: Severity) -> tuple[str, ...]:
    """Return the rules that report this severity, where it stands above information."""
    if severity <= Severity.INFORMATION:
        return ()
    return tuple(sorted([rule for rule, verdict in said if verdict.severity is severity]))


def not_asked(code: str, facts: AnswerFacts, planned: tuple[str, ...]) -> tuple[str, ...]:
    """Return the unanswered items that are asked for this treatment, but for none that is planned."""
    if code in planned:
        return ()
    items = facts.answers.rulebook.items
    own = [items[link_id] for link_id in facts.answers.unanswered if code in items[link_id].asked_for]
    return tuple(item.link_id for item in own if not item.is_asked_for(planned))
