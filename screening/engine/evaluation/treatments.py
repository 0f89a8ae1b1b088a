"""Folding outcomes into one result per treatment."""

from collections.abc import Sequence

from screening.engine.answers import AnswerFacts
from screening.engine.evaluation.earliest import Calendar
from screening.engine.evaluation.outcomes import Outcome
from screening.engine.evaluation.result import TreatmentResult
from screening.engine.evaluation.verdicts import VERDICTS, Verdict
from screening.engine.rules import Severity


def treatment_result(
    code: str, outcomes: Sequence[Outcome], facts: AnswerFacts, planned: tuple[str, ...], calendar: Calendar
) -> TreatmentResult:
    """Return what all outcomes come to for one treatment."""
    verdicts = [(o.rule.id, o.verdicts[code]) for o in outcomes if code in o.verdicts]
    total = worst_of([verdict for _, verdict in verdicts])
    return TreatmentResult(
        planned=code in planned,
        verdict=total,
        settled=all(v.settled or v.worst <= Severity.INFORMATION for _, v in verdicts),
        earliest_date=calendar.first_clear_day((code,)) if total.severity is Severity.DEFERRED else None,
        deciding=deciding_rules(verdicts, total.severity),
        not_asked=not_asked(code, facts, planned),
    )


def worst_of(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the worst certain and the worst possible of some verdicts."""
    certain = max([verdict.certain for verdict in verdicts], default=Severity.NONE)
    worst = max([verdict.worst for verdict in verdicts], default=Severity.NONE)
    return VERDICTS[certain, worst]


def deciding_rules(verdicts: Sequence[tuple[str, Verdict]], severity: Severity) -> tuple[str, ...]:
    """Return the rules that report this severity, where it stands above information."""
    if severity <= Severity.INFORMATION:
        return ()
    return tuple(sorted([rule for rule, verdict in verdicts if verdict.severity is severity]))


def not_asked(code: str, facts: AnswerFacts, planned: tuple[str, ...]) -> tuple[str, ...]:
    """Return the unanswered items that are asked for this treatment, but for none that is planned."""
    if code in planned:
        return ()
    items = facts.answers.rulebook.items
    own = [items[link_id] for link_id in facts.answers.unanswered if code in items[link_id].asked_for]
    return tuple(item.link_id for item in own if not item.is_asked_for(planned))
