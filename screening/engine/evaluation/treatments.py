"""Folding outcomes into one result per treatment."""

from collections.abc import Sequence

from screening.engine.answers import AnswerFacts
from screening.engine.evaluation.earliest import Calendar
from screening.engine.evaluation.hits import Outcome
from screening.engine.evaluation.result import TreatmentResult
from screening.engine.evaluation.verdicts import total_of
from screening.engine.rules import Severity


def treatment_results(
    outcomes: Sequence[Outcome], facts: AnswerFacts, planned: tuple[str, ...], calendar: Calendar
) -> dict[str, TreatmentResult]:
    """Return what all outcomes come to, for every treatment of the rulebook."""
    bits = 0
    for outcome in outcomes:
        bits |= outcome.bits
    found = {}
    for number, code in enumerate(facts.answers.rulebook.treatments):
        total, settled = total_of(bits, number)
        deferred = total.severity is Severity.DEFERRED
        found[code] = TreatmentResult(
            planned=code in planned,
            verdict=total,
            settled=settled,
            earliest_date=calendar.first_clear_day((code,)) if deferred else None,
            deciding=deciding_rules(code, outcomes, total.severity),
            not_asked=not_asked(code, facts, planned),
        )
    return found


def deciding_rules(code: str, outcomes: Sequence[Outcome], severity: Severity) -> tuple[str, ...]:
    """Return the rules that report this severity for a treatment, where it stands above information."""
    if severity <= Severity.INFORMATION:
        return ()
    said = [(o.rule.id, o.verdicts[code].severity) for o in outcomes if code in o.verdicts]
    return tuple(sorted([rule for rule, own in said if own is severity]))


def not_asked(code: str, facts: AnswerFacts, planned: tuple[str, ...]) -> tuple[str, ...]:
    """Return the unanswered items that are asked for this treatment, but for none that is planned."""
    if code in planned:
        return ()
    items = facts.answers.rulebook.items
    own = [items[link_id] for link_id in facts.answers.unanswered if code in items[link_id].asked_for]
    return tuple(item.link_id for item in own if not item.is_asked_for(planned))
