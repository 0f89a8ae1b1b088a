"""evaluate(rulebook, answers, context) -> Evaluation. Pure: no clock, no database, no settings."""

from collections.abc import Iterable

from screening.engine.answers import Answers
from screening.engine.evaluation.earliest import Calendar, review_day
from screening.engine.evaluation.looking import Open, look, refuse_context
from screening.engine.evaluation.reasons import Reason, reasons_of
from screening.engine.evaluation.result import (
    Context,
    ContextError,
    Evaluation,
    Finding,
    Outline,
    TreatmentResult,
)
from screening.engine.evaluation.treatments import first_clear_day, severities_of, treatment_results
from screening.engine.evaluation.verdicts import Verdict
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Severity, eligibility_code

__all__ = [
    "Context",
    "ContextError",
    "Evaluation",
    "Finding",
    "Outline",
    "Reason",
    "TreatmentResult",
    "Verdict",
    "evaluate",
    "outline",
]


def evaluate(rulebook: Rulebook, answers: Answers, context: Context) -> Evaluation:
    """Return what the rulebook says about these answers on the appointment day for the treatments planned.

    `answers` were parsed with the same rulebook. Raises ContextError where no treatment, or an unknown one,
    is planned. Unknown never becomes eligible: what is merely possible is held at clearance.
    """
    refuse_context(rulebook, answers, context)
    rulebook, planned = answers.rulebook, context.treatments
    seen = look(answers, context)
    results = treatment_results(seen.outcomes, seen.facts, planned, seen.calendar)
    findings = [finding_of(each, seen.calendar) for each in sorted(seen.listed, key=worst_first)]
    severity = max(results[code].verdict.severity for code in planned)
    needed = {item for each in seen.concerned if each.planned.is_open for item in each.waiting}
    seen.facts.forget()
    return Evaluation(
        semantics=rulebook.semantics,
        rulebook=rulebook.digest,
        context=context,
        answers=answers.raw,
        findings=tuple(findings),
        treatments=results,
        earliest_date=seen.calendar.first_clear_day(planned) if severity is Severity.DEFERRED else None,
        unanswered=ordered(rulebook, seen.missing),
        data_required=ordered(rulebook, needed.union(*[finding.would_settle for finding in findings])),
    )


def outline(rulebook: Rulebook, answers: Answers, context: Context) -> Outline:
    """Return what `evaluate` would say in outline: no reasons, and nothing on treatments not planned.

    Takes a fraction of its time. Raises as it does.
    """
    refuse_context(rulebook, answers, context)
    seen = look(answers, context)
    seen.facts.forget()
    found = severities_of(seen.outcomes, answers.rulebook, context.treatments)
    return Outline(
        eligibility=eligibility_code(max(found.values())),
        treatments={
            code: (eligibility_code(severity), first_clear_day(code, severity, seen.calendar))
            for code, severity in found.items()
        },
        rules={each.planned.outcome.rule.id: each.planned.codes for each in seen.listed},
    )


def finding_of(each: Open, calendar: Calendar) -> Finding:
    """Return the finding of an outcome for the treatments planned."""
    outcome, facts = each.planned.outcome, each.facts
    rule = outcome.rule
    deferred = each.planned.severity is Severity.DEFERRED
    true = [hit for hit in outcome.hits if hit.value]
    return Finding(
        rule=rule.id,
        topic=rule.topic,
        verdicts=outcome.verdicts,
        branches=tuple([hit.number for hit in true]),
        branch_keys=tuple([hit.branch.key for hit in true]),
        because=reasons_of(facts.answers.rulebook, outcome, facts),
        would_settle=each.waiting,
        earliest_date=calendar.first_clear_day(tuple(outcome.verdicts), rule.id) if deferred else None,
        review_date=review_day(rule.review_date, facts.answers, facts.on),
    )


def worst_first(each: Open) -> tuple[int, bool, str]:
    """Order outcomes by severity, what is certain before what is open, then by rule id."""
    return (-each.planned.severity, not each.planned.settled, each.planned.outcome.rule.id)


def ordered(rulebook: Rulebook, link_ids: Iterable[str]) -> tuple[str, ...]:
    """Return link ids in the questionnaire's order."""
    wanted = frozenset(link_ids)
    return tuple([link_id for link_id in rulebook.items if link_id in wanted]) if wanted else ()
