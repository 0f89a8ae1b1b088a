"""evaluate(rulebook, answers, context) -> Evaluation. Pure: no clock, no database, no settings."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from screening.engine.answers import AnswerFacts, Answers, facts_on
from screening.engine.evaluation.earliest import Calendar, review_day
from screening.engine.evaluation.hits import Hit, Outcome
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.evaluation.reasons import Reason, open_items, reasons_of
from screening.engine.evaluation.result import (
    Context,
    ContextError,
    Evaluation,
    Finding,
    TreatmentResult,
)
from screening.engine.evaluation.supporting import is_covered, tellable
from screening.engine.evaluation.treatments import treatment_results
from screening.engine.evaluation.verdicts import Verdict
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


class Open(NamedTuple):
    """An outcome for the treatments planned, and the items that would settle it."""

    outcome: Outcome
    waiting: tuple[str, ...]


def evaluate(rulebook: Rulebook, answers: Answers, context: Context) -> Evaluation:
    """Return what the rulebook says about these answers on the appointment day for the treatments planned.

    `answers` were parsed with the same rulebook. Raises ContextError where no treatment, or an unknown one,
    is planned. Unknown never becomes eligible: what is merely possible is held at clearance.
    """
    refuse_context(rulebook, answers, context)
    rulebook = rulebook.original
    planned = context.treatments
    facts = facts_on(answers, context.on)
    outcomes = outcomes_of(rulebook, facts)
    calendar = Calendar(facts)
    results = treatment_results(outcomes, facts, planned, calendar)
    told = tellable(outcomes, facts)
    concerned = [found for outcome in told if (found := for_planned(outcome, planned)) is not None]
    opened = [Open(outcome, open_items(outcome, facts)) for outcome in concerned]
    missing = frozenset(item for outcome in concerned for items in outcome.missing.values() for item in items)
    listed = [each for each in opened if not is_covered(*each, missing, facts)]
    findings = sorted([finding_of(*each, facts, calendar) for each in listed], key=worst_first)
    severity = max(results[code].verdict.severity for code in planned)
    needed = {item for each in opened if matters(each.outcome) for item in each.waiting}
    return Evaluation(
        semantics=rulebook.semantics,
        rulebook=rulebook.digest,
        context=context,
        answers=answers.raw,
        findings=tuple(findings),
        treatments=results,
        earliest_date=calendar.first_clear_day(planned) if severity is Severity.DEFERRED else None,
        unanswered=ordered(rulebook, missing),
        data_required=ordered(rulebook, needed.union(*(finding.would_settle for finding in findings))),
    )


def refuse_context(rulebook: Rulebook, answers: Answers, context: Context) -> None:
    """Raise where the context cannot be evaluated with this rulebook."""
    if answers.rulebook is not rulebook and answers.rulebook.digest != rulebook.digest:
        raise ContextError("these answers were read with another rulebook")
    if not context.treatments:
        raise ContextError("no treatment is planned")
    unknown = [code for code in context.treatments if code not in rulebook.treatments]
    if unknown:
        raise ContextError(f"the rulebook knows no treatment {', '.join(unknown)}")
    if len(set(context.treatments)) < len(context.treatments):
        raise ContextError("a treatment is planned twice")


def for_planned(outcome: Outcome, planned: tuple[str, ...]) -> Outcome | None:
    """Return what an outcome says about the treatments planned; None where it says nothing about them.

    (`bits` stay those of every treatment; nobody asks for them any more.)
    """
    verdicts = {code: outcome.verdicts[code] for code in planned if code in outcome.verdicts}
    if not verdicts:
        return None
    if len(outcome.hits) == 1 and len(verdicts) == len(outcome.verdicts):
        return outcome
    hits = tuple([hit for hit in outcome.hits if counts(hit, verdicts)])
    missing = {code: outcome.missing[code] for code in planned if code in outcome.missing}
    return Outcome(outcome.rule, hits, verdicts, outcome.bits, outcome.stray, missing)


def counts(hit: Hit, verdicts: Mapping[str, Verdict]) -> bool:
    """Whether a branch is true, or could make worse what is certain, for one of these treatments."""
    if hit.value:
        return not hit.verdicts.keys().isdisjoint(verdicts)
    return any(code in verdicts and own.worst > verdicts[code].certain for code, own in hit.verdicts.items())


def matters(outcome: Outcome) -> bool:
    """Whether an outcome is open above information."""
    return any(v.worst > Severity.INFORMATION and not v.settled for v in outcome.verdicts.values())


def finding_of(outcome: Outcome, waiting: tuple[str, ...], facts: AnswerFacts, calendar: Calendar) -> Finding:
    """Return the finding of an outcome for the treatments planned."""
    rule = outcome.rule
    deferred = max(verdict.severity for verdict in outcome.verdicts.values()) is Severity.DEFERRED
    true = [hit for hit in outcome.hits if hit.value]
    return Finding(
        rule=rule.id,
        topic=rule.topic,
        verdicts=outcome.verdicts,
        branches=tuple([hit.number for hit in true]),
        branch_keys=tuple([hit.branch.key for hit in true]),
        because=reasons_of(facts.answers.rulebook, outcome, facts),
        would_settle=waiting,
        earliest_date=calendar.first_clear_day(tuple(outcome.verdicts), rule.id) if deferred else None,
        review_date=review_day(rule.review_date, facts.answers, facts.on),
    )


def worst_first(finding: Finding) -> tuple[int, bool, str]:
    """Order findings by severity, what is certain before what is open, then by rule id."""
    return (-finding.severity, not finding.settled, finding.rule)


def ordered(rulebook: Rulebook, link_ids: Iterable[str]) -> tuple[str, ...]:
    """Return link ids in the questionnaire's order."""
    wanted = frozenset(link_ids)
    return tuple([link_id for link_id in rulebook.items if link_id in wanted]) if wanted else ()
