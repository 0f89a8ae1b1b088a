"""An outline says what the evaluation says, over generated rulebooks and the cases of the starter."""

import gc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from screening.engine import (
    Answers,
    Case,
    Context,
    ContextError,
    Evaluation,
    Outline,
    Rulebook,
    RulebookSource,
    evaluate,
    outline,
    parse_answers,
    parse_rulebook,
    parse_source,
    read_document,
)
from tests.engine.strategies import ON, TREATMENTS, Document, Raw, answer_tables, documents, plans

STARTER = Path("screening/rulebooks/starter")
generated = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


def outlined(evaluation: Evaluation) -> Outline:
    """The outline an evaluation has."""
    planned = {code: evaluation.treatments[code] for code in evaluation.context.treatments}
    return Outline(
        evaluation.eligibility,
        {code: (result.eligibility, result.earliest_date) for code, result in planned.items()},
        {
            finding.rule: {code: verdict.severity.code for code, verdict in finding.verdicts.items()}
            for finding in evaluation.findings
        },
    )


@generated
@given(documents(), answer_tables, plans)
def test_outline_says_what_the_evaluation_says(drawn: Document, raw: Raw, planned: tuple[str, ...]) -> None:
    rulebook, context = parse_source(RulebookSource(drawn)), Context(ON, planned)
    found = outline(rulebook, parse_answers(rulebook, raw), context)
    assert found == outlined(evaluate(rulebook, parse_answers(rulebook, raw), context))


@generated
@given(documents(), documents(), answer_tables, plans)
def test_outline_of_answers_that_an_equal_questionnaire_read_is_the_same(
    drawn: Document, other: Document, raw: Raw, planned: tuple[str, ...]
) -> None:
    rulebook, context = parse_source(RulebookSource(drawn)), Context(ON, planned)
    answers = parse_answers(parse_source(RulebookSource(other)), raw)
    evaluate(answers.rulebook, answers, context)
    found = outline(rulebook, answers.as_read_by(rulebook), context)
    assert found == outlined(evaluate(rulebook, parse_answers(rulebook, raw), context))


def answers_of(rulebook: Rulebook, case: Case) -> Answers:
    return parse_answers(rulebook, {**rulebook.bases.get(case.base, {}), **case.answers})


def test_outline_of_every_case_of_the_starter_is_that_of_its_evaluation() -> None:
    rulebook = parse_rulebook(read_document(STARTER).document)
    differing = []
    for case in rulebook.cases:
        planned = tuple(case.treatments or case.expect or rulebook.treatments)
        context = Context(date.fromisoformat(case.on), planned)
        found = outline(rulebook, answers_of(rulebook, case), context)
        if found != outlined(evaluate(rulebook, answers_of(rulebook, case), context)):
            differing.append(case.place)
    assert differing == []


@pytest.mark.parametrize("planned", [(), ("none such",), (TREATMENTS[0], TREATMENTS[0])])
@given(documents())
@settings(generated, max_examples=1)
def test_outline_of_an_impossible_plan_is_refused(planned: tuple[str, ...], drawn: Document) -> None:
    rulebook = parse_source(RulebookSource(drawn))
    with pytest.raises(ContextError):
        outline(rulebook, parse_answers(rulebook, {}), Context(ON, planned))


def test_evaluations_leave_no_rings_of_garbage() -> None:
    rulebook = parse_rulebook(read_document(STARTER).document)
    context = Context(ON, tuple(rulebook.treatments))
    case = rulebook.cases[0]
    for run in (evaluate, outline):
        run(rulebook, answers_of(rulebook, case), context)
        gc.collect()
        run(rulebook, answers_of(rulebook, case), context)
        assert gc.collect() == 0
