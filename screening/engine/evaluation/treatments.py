"""Folding outcomes into one result per treatment."""

from collections.abc import Sequence
from datetime import date

from screening.engine.answers import AnswerFacts
from screening.engine.evaluation.earliest import Calendar
from screening.engine.evaluation.hits import Outcome
from screening.engine.evaluation.result import TreatmentResult
from screening.engine.evaluation.verdicts import bits_reporting, total_of
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Severity


def treatment_results(
    outcomes: Sequence[Outcome], facts: AnswerFacts, planned: tuple[str, ...], calendar: Calendar
) -> dict[str, TreatmentResult]:
    """Return what all outcomes come to, for every treatment of the rulebook."""
    bits = together(outcomes)
    lacking = asked_for_some(facts)
    found = {}
    for number, code in enumerate(facts.answers.rulebook.treatments):
        total, settled = total_of(bits, number)
        found[code] = TreatmentResult(
            planned=code in planned,
            verdict=total,
            settled=settled,
            earliest_date=first_clear_day(code, total.severity, calendar),
            deciding=deciding_rules(outcomes, number, total.severity),
            not_asked=not_asked(code, lacking, facts, planned) if lacking else (),
        )
    return found


def severities_of(
    outcomes: Sequence[Outcome], rulebook: Rulebook, planned: tuple[str, ...]
) -> dict[str, Severity]:
    """Return what all outcomes come to for the treatments planned: the severity alone."""
    bits = together(outcomes)
    numbers = rulebook.treatment_numbers
    return {code: total_of(bits, numbers[code])[0].severity for code in planned}


def together(outcomes: Sequence[Outcome]) -> int:
    """Return the verdicts of all outcomes as bits."""
    bits = 0
    for outcome in outcomes:
        bits |= outcome.bits
    return bits


def first_clear_day(code: str, severity: Severity, calendar: Calendar) -> date | None:
    """Return the earliest date of a treatment, where it is deferred."""
    return calendar.first_clear_day((code,)) if severity is Severity.DEFERRED else None


def deciding_rules(outcomes: Sequence[Outcome], number: int, severity: Severity) -> tuple[str, ...]:
    """Return the rules that report this severity for a treatment, where it stands above information."""
    if severity <= Severity.INFORMATION:
        return ()
    said = bits_reporting(severity, number)
    return tuple(sorted([outcome.rule.id for outcome in outcomes if outcome.bits & said]))


def asked_for_some(facts: AnswerFacts) -> list[str]:
    """Return the unanswered items that are not asked for every treatment."""
    special = facts.answers.rulebook.special
    return [link_id for link_id in facts.answers.unanswered if link_id in special]


def not_asked(
    code: str, lacking: Sequence[str], facts: AnswerFacts, planned: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the items among these that are asked for this treatment, but for none that is planned."""
    if code in planned:
        return ()
    items = facts.answers.rulebook.items
    own = [items[link_id] for link_id in lacking if code in items[link_id].asked_for]
    return tuple([item.link_id for item in own if not item.is_asked_for(planned)])
