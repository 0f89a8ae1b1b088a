"""evaluate(rulebook, answers, context) -> Evaluation. Pure: no clock, no database, no settings."""

from collections.abc import Sequence
from datetime import date

from screening.engine.answers import AnswerFacts, Answers, facts_on
from screening.engine.evaluation.earliest import first_clear_day, review_day
from screening.engine.evaluation.outcomes import Outcome, outcomes_of
from screening.engine.evaluation.reasons import open_items, reasons_of
from screening.engine.evaluation.result import (
    Context,
    ContextError,
    Evaluation,
    Finding,
    Reason,
    TreatmentResult,
    Verdict,
)
from screening.engine.evaluation.supporting import is_covered
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Severity

__all__ = [
    "Context",
    "ContextError",
    "Evaluation",
    "Finding",
    "Reason",
    "TreatmentResult",
    "Verdict",
    "evaluate",
]


def evaluate(rulebook: Rulebook, answers: Answers, context: Context) -> Evaluation:
    """Return what the rulebook says about these answers on the appointment day for the treatments planned.

    `answers` were parsed with the same rulebook. Raises ContextError where no treatment, or an unknown one, is
    planned. Unknown never becomes eligible; see docs/design for the semantics (1).
    """
    refuse_context(rulebook, answers, context)
    planned = context.treatments
    facts = facts_on(answers, context.on)
    outcomes = outcomes_of(rulebook, facts)
    results = {code: treatment_result(code, outcomes, facts, planned) for code in rulebook.treatments}
    listed = [o for o in outcomes if concerns(o, planned) and not is_covered(o, outcomes, facts, planned)]
    findings = sorted((finding_of(o, facts, planned) for o in listed), key=worst_first)
    open_now = {
        i for o in outcomes if possible_above_information(o, planned) for i in open_items(o, facts, planned)
    }
    open_now |= {item for finding in findings for item in finding.would_settle}
    return Evaluation(
        semantics=rulebook.semantics,
        rulebook=rulebook.digest,
        context=context,
        answers=answers.raw,
        findings=tuple(findings),
        treatments=results,
        earliest_date=appointment_date(results, outcomes, facts, planned),
        unanswered=ordered(
            rulebook, {i for o in outcomes for code in planned for i in o.missing.get(code, ())}
        ),
        data_required=ordered(rulebook, open_now),
    )


def refuse_context(rulebook: Rulebook, answers: Answers, context: Context) -> None:
    """Raise where the context cannot be evaluated with this rulebook."""
    if answers.rulebook.digest != rulebook.digest:
        raise ContextError("these answers were read with another rulebook")
    if not context.treatments:
        raise ContextError("no treatment is planned")
    unknown = [code for code in context.treatments if code not in rulebook.treatments]
    if unknown:
        raise ContextError(f"the rulebook knows no treatment {', '.join(unknown)}")


def concerns(outcome: Outcome, planned: Sequence[str]) -> bool:
    """Whether an outcome says anything about the treatments planned."""
    return any(code in outcome.verdicts for code in planned)


def possible_above_information(outcome: Outcome, planned: Sequence[str]) -> bool:
    """Whether an outcome is open, above information, for a treatment planned."""
    verdicts = [outcome.verdict(code) for code in planned]
    return any(not v.settled and v.worst > Severity.INFORMATION for v in verdicts)


def finding_of(outcome: Outcome, facts: AnswerFacts, planned: tuple[str, ...]) -> Finding:
    """Return the finding of an outcome for the treatments planned."""
    rule = outcome.rule
    verdicts = {code: outcome.verdicts[code] for code in planned if code in outcome.verdicts}
    deferred = max(v.severity for v in verdicts.values()) is Severity.DEFERRED
    true = [hit for hit in outcome.hits if hit.value]
    return Finding(
        rule=rule.id,
        topic=rule.topic,
        verdicts=verdicts,
        branches=tuple(hit.number for hit in true),
        branch_keys=tuple(hit.branch.key for hit in true),
        because=reasons_of(facts.answers.rulebook, outcome, facts),
        would_settle=open_items(outcome, facts, planned),
        earliest_date=first_clear_day([rule], facts, planned) if deferred else None,
        review_date=review_day(rule.review_date, facts.answers, facts.on),
    )


def worst_first(finding: Finding) -> tuple[int, bool, str]:
    """Order findings by severity, what is certain before what is open, then by rule id."""
    return (-finding.severity, not finding.settled, finding.rule)


def treatment_result(
    code: str, outcomes: Sequence[Outcome], facts: AnswerFacts, planned: tuple[str, ...]
) -> TreatmentResult:
    """Fold all outcomes for one treatment."""
    verdicts = {o.rule.id: o.verdicts[code] for o in outcomes if code in o.verdicts}
    certain = max((v.certain for v in verdicts.values()), default=Severity.NONE)
    worst = max((v.worst for v in verdicts.values()), default=Severity.NONE)
    total = Verdict(certain, worst)
    deciding = [rule for rule, v in verdicts.items() if v.severity is total.severity > Severity.INFORMATION]
    items = facts.answers.rulebook.items.values()
    not_asked = [
        i.link_id
        for i in items
        if code in i.asked_for and not i.is_asked_for(planned) and facts.answers.is_unanswered(i.link_id)
    ]
    return TreatmentResult(
        planned=code in planned,
        verdict=total,
        settled=all(v.settled or v.worst <= Severity.INFORMATION for v in verdicts.values()),
        earliest_date=earliest_for((code,), total.severity, outcomes, facts),
        deciding=tuple(sorted(deciding)),
        not_asked=tuple(not_asked),
    )


def earliest_for(
    codes: tuple[str, ...], severity: Severity, outcomes: Sequence[Outcome], facts: AnswerFacts
) -> date | None:
    """Return the first day on which none of these treatments is certainly blocked; None unless deferred now."""
    if severity is not Severity.DEFERRED:
        return None
    return first_clear_day(facts.answers.rulebook.rules.values(), facts, codes)


def appointment_date(
    results: dict[str, TreatmentResult],
    outcomes: Sequence[Outcome],
    facts: AnswerFacts,
    planned: tuple[str, ...],
) -> date | None:
    """Return the earliest date of the whole appointment: of all that is planned together."""
    severity = max(results[code].verdict.severity for code in planned)
    return earliest_for(planned, severity, outcomes, facts)


def ordered(rulebook: Rulebook, link_ids: set[str]) -> tuple[str, ...]:
    """Return link ids in the questionnaire's order."""
    return tuple(link_id for link_id in rulebook.items if link_id in link_ids)
