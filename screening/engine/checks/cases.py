"""Running a rulebook's cases: worked examples must come out as expected."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from screening.engine.answers import AnswerError, AnswerFacts, Answers, facts_on, parse_answers
from screening.engine.checks.mismatches import Kind, Mismatch
from screening.engine.evaluation import Context, Evaluation, evaluate
from screening.engine.evaluation.earliest import Calendar
from screening.engine.evaluation.hits import Outcome
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.evaluation.verdicts import SILENT
from screening.engine.rulebook.types import Case, Rulebook
from screening.engine.rules import Severity

NEEDED_KINDS = ("firing", "silent", "unanswered")


def missing_cases(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield (rule id, kind) for each kind of case a rule lacks; built-in rules without branches need none."""
    present = {(case.rule, case.kind) for case in rulebook.cases}
    needing = [rule.id for rule in rulebook.rules.values() if rule.branches]
    yield from [pair for pair in product(needing, NEEDED_KINDS) if pair not in present]


def failures(rulebook: Rulebook, case: Case) -> list[str]:
    """Return what does not come out as a case expects, for files and programs; empty where all does."""
    return [str(one) for one in mismatches(rulebook, case)]


def mismatches(rulebook: Rulebook, case: Case) -> list[Mismatch]:
    """Return what does not come out as a case expects; empty where all does."""
    try:
        answers = answers_of(rulebook, case)
    except AnswerError as error:
        return [Mismatch(Kind.ANSWER, (p.message,), (), p.link_id) for p in error.problems]
    run = rule_mismatches if case.rule else whole_mismatches
    return run(rulebook, case, answers, date.fromisoformat(case.on))


def answers_of(rulebook: Rulebook, case: Case) -> Answers:
    """Return a case's answers, those of its base among them; AnswerError."""
    return parse_answers(rulebook, {**rulebook.bases.get(case.base, {}), **case.answers})


def rule_mismatches(rulebook: Rulebook, case: Case, answers: Answers, on: date) -> list[Mismatch]:
    """Compare one rule's verdicts, date and kind with what is expected."""
    facts = facts_on(answers, on)
    outcome = outcome_of(rulebook, facts, case.rule)
    found = []
    for code, expected in case.expect.items():
        severity = severity_of(outcome, code)
        if severity is not expected:
            found.append(Mismatch(Kind.SEVERITY, (severity.code,), (expected.code,), code))
    found += kind_mismatches(case, outcome)
    found += settled_mismatches(case, is_settled=settled(outcome))
    return found + date_mismatches(case, clear_day(facts, case) if case.earliest_date else "")


def outcome_of(rulebook: Rulebook, facts: AnswerFacts, rule: str) -> Outcome | None:
    """Return what one rule says; None where it is silent."""
    return next((outcome for outcome in outcomes_of(rulebook, facts) if outcome.rule.id == rule), None)


def severity_of(outcome: Outcome | None, code: str) -> Severity:
    """Return what a rule says of a treatment."""
    return SILENT.severity if outcome is None else outcome.verdict(code).severity


def clear_day(facts: AnswerFacts, case: Case) -> str:
    """Return the first day (ISO) on which the treatments a rule's case expects deferred are clear of it."""
    codes = tuple(code for code, severity in case.expect.items() if severity is Severity.DEFERRED)
    day = Calendar(facts).first_clear_day(codes, case.rule) if codes else None
    return "" if day is None else day.isoformat()


def settled(outcome: Outcome | None) -> bool:
    """Whether certain and worst agree on every treatment."""
    return outcome is None or all(verdict.settled for verdict in outcome.verdicts.values())


def kind_mismatches(case: Case, outcome: Outcome | None) -> list[Mismatch]:
    """Return where a case is not of the kind it says."""
    verdicts = [] if outcome is None else list(outcome.verdicts.values())
    certain = any(verdict.certain for verdict in verdicts)
    is_silent = not verdicts or bool(outcome and outcome.missing and not outcome.hits)
    fits = {"firing": certain, "silent": is_silent, "unanswered": bool(verdicts) and not certain}
    return [] if fits.get(case.kind, True) else [Mismatch(Kind.KIND, (), (case.kind,))]


def settled_mismatches(case: Case, *, is_settled: bool) -> list[Mismatch]:
    """Compare whether anything is left open with what is expected."""
    if case.settled is None or case.settled is is_settled:
        return []
    return [Mismatch(Kind.SETTLED, ("settled" if is_settled else "not settled",), ())]


def date_mismatches(case: Case, earliest: str) -> list[Mismatch]:
    """Compare the earliest date (ISO, nothing for none) with what is expected."""
    if not case.earliest_date or earliest == case.earliest_date:
        return []
    return [Mismatch(Kind.EARLIEST_DATE, (earliest,) if earliest else (), (case.earliest_date,))]


def whole_mismatches(rulebook: Rulebook, case: Case, answers: Answers, on: date) -> list[Mismatch]:
    """Compare a whole evaluation with what is expected."""
    evaluation = evaluate(rulebook, answers, Context(on, case.treatments))
    topics = topics_of(evaluation)
    found = []
    if evaluation.eligibility != case.eligibility:
        found.append(Mismatch(Kind.ELIGIBILITY, (evaluation.eligibility,), (case.eligibility,)))
    if case.topics is not None and topics != tuple(sorted(set(case.topics))):
        found.append(Mismatch(Kind.TOPICS, topics, tuple(sorted(case.topics))))
    found += date_mismatches(case, evaluation.earliest_date.isoformat() if evaluation.earliest_date else "")
    return found + settled_mismatches(case, is_settled=evaluation.settled)


def topics_of(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the topics of all that is more than information."""
    found = {finding.topic for finding in evaluation.findings if finding.severity > Severity.INFORMATION}
    return tuple(sorted(found))
