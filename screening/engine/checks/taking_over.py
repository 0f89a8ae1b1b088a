"""Cases that expect what comes out of them, for a rulebook that was changed on purpose."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from screening.engine.answers import AnswerError, Answers, facts_on
from screening.engine.checks.cases import (
    answers_of,
    clear_day,
    outcome_of,
    settled,
    severity_of,
    topics_of,
)
from screening.engine.evaluation import Context, evaluate
from screening.engine.rulebook.types import Case, Rulebook


def taken_over(rulebook: Rulebook, case: Case) -> Case:
    """Return the case with what comes out as what it expects: of what it looks at, and nothing else.

    What a case is for (`kind`) stays. One whose answers are refused is returned as it is.
    """
    try:
        answers = answers_of(rulebook, case)
    except AnswerError:
        return case
    run = rule_taken_over if case.rule else whole_taken_over
    return run(rulebook, case, answers)


def rule_taken_over(rulebook: Rulebook, case: Case, answers: Answers) -> Case:
    """Return a case of one rule that expects what the rule says."""
    facts = facts_on(answers, date.fromisoformat(case.on))
    outcome = outcome_of(rulebook, facts, case.rule)
    found = replace(case, expect={code: severity_of(outcome, code) for code in case.expect})
    return replace(
        found,
        settled=None if case.settled is None else settled(outcome),
        earliest_date=clear_day(facts, found) if case.earliest_date else "",
    )


def whole_taken_over(rulebook: Rulebook, case: Case, answers: Answers) -> Case:
    """Return a case of the whole questionnaire that expects the result."""
    result = evaluate(rulebook, answers, Context(date.fromisoformat(case.on), case.treatments))
    day = result.earliest_date.isoformat() if result.earliest_date else ""
    return replace(
        case,
        eligibility=result.eligibility,
        topics=None if case.topics is None else topics_of(result),
        earliest_date=day if case.earliest_date else "",
        settled=None if case.settled is None else result.settled,
    )


def element_expecting(element: Mapping[str, object], before: Case, after: Case) -> dict[str, object]:
    """Return a case's element with what another reading of it expects; what is the same stays as written."""
    expected: dict[str, object] = {
        "expect": {code: severity.code for code, severity in after.expect.items()},
        "eligibility": after.eligibility,
        "topics": None if after.topics is None else list(after.topics),
        "earliest_date": after.earliest_date or None,
        "settled": after.settled,
    }
    changed = {key: value for key, value in expected.items() if getattr(before, key) != getattr(after, key)}
    return {key: value for key, value in {**element, **changed}.items() if value is not None}
