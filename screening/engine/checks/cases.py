"""Running a rulebook's cases: worked examples must come out as expected."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from screening.engine.answers import AnswerError, Answers, facts_on, parse_answers
from screening.engine.evaluation import Context, evaluate
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
    """Return what does not come out as a case expects; empty where all does."""
    base = rulebook.bases.get(case.base, {})
    try:
        answers = parse_answers(rulebook, {**base, **case.answers})
    except AnswerError as error:
        return [f"{problem.link_id}: {problem.message}" for problem in error.problems]
    on = date.fromisoformat(case.on)
    if case.rule:
        return rule_failures(rulebook, case, answers, on)
    return whole_failures(rulebook, case, answers, on)


def rule_failures(rulebook: Rulebook, case: Case, answers: Answers, on: date) -> list[str]:
    """Compare one rule's verdicts, date and kind with what is expected."""
    facts = facts_on(answers, on)
    outcome = next((o for o in outcomes_of(rulebook, facts) if o.rule.id == case.rule), None)
    found = []
    for code, expected in case.expect.items():
        severity = SILENT.severity if outcome is None else outcome.verdict(code).severity
        if severity is not expected:
            found.append(f"{code} is {severity.code}, expected {expected.code}")
    found += kind_failures(case, outcome)
    if case.settled is not None and case.settled is not settled(outcome):
        found.append(f"is {'settled' if settled(outcome) else 'not settled'}")
    if case.earliest_date:
        codes = tuple(code for code, severity in case.expect.items() if severity is Severity.DEFERRED)
        day = Calendar(facts).first_clear_day(codes, case.rule) if codes else None
        if day is None or day.isoformat() != case.earliest_date:
            found.append(f"earliest date is {day}, expected {case.earliest_date}")
    return found


def settled(outcome: Outcome | None) -> bool:
    """Whether certain and worst agree on every treatment."""
    return outcome is None or all(verdict.settled for verdict in outcome.verdicts.values())


def kind_failures(case: Case, outcome: Outcome | None) -> list[str]:
    """Return where a case is not of the kind it says."""
    verdicts = [] if outcome is None else list(outcome.verdicts.values())
    certain = any(verdict.certain for verdict in verdicts)
    if case.kind == "firing" and not certain:
        return ["is a firing case, but nothing is certain"]
    if case.kind == "silent" and verdicts and not (outcome and outcome.missing and not outcome.hits):
        return ["is a silent case, but the rule says something"]
    if case.kind == "unanswered" and (certain or not verdicts):
        return ["is an unanswered case, but the rule is not merely possible"]
    return []


def whole_failures(rulebook: Rulebook, case: Case, answers: Answers, on: date) -> list[str]:
    """Compare a whole evaluation with what is expected."""
    evaluation = evaluate(rulebook, answers, Context(on, case.treatments))
    topics = {finding.topic for finding in evaluation.findings if finding.severity > Severity.INFORMATION}
    earliest = evaluation.earliest_date.isoformat() if evaluation.earliest_date else ""
    found = []
    if evaluation.eligibility != case.eligibility:
        found.append(f"eligibility is {evaluation.eligibility}, expected {case.eligibility}")
    if case.topics is not None and topics != set(case.topics):
        found.append(f"topics are {named(topics)}, expected {named(case.topics)}")
    if case.earliest_date and earliest != case.earliest_date:
        found.append(f"earliest date is {earliest or 'none'}, expected {case.earliest_date}")
    if case.settled is not None and evaluation.settled is not case.settled:
        found.append(f"is {'settled' if evaluation.settled else 'not settled'}")
    return found


def named(topics: Iterable[str]) -> str:
    """Return topics as a list in words."""
    return ", ".join(sorted(topics)) or "none"
