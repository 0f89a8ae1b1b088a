"""The symbolic model says what evaluate() says: the oracle of every proof."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.patients import Habits, answer_sets
from screening.engine import (
    Rulebook,
    RulebookSource,
    parse_answers,
    parse_rulebook,
    parse_source,
    read_document,
)
from screening.engine.proofs.space import Space
from tests.engine.strategies import ON, Document, Raw, answer_tables, documents
from tests.engine.symbolic import disagreements, model_of
from tests.starter.documents import STARTER

generated = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@generated
@given(documents(), st.lists(answer_tables, min_size=4, max_size=4))
def test_model_agrees_with_the_engine_on_generated_rulebooks(drawn: Document, tables: list[Raw]) -> None:
    rulebook = parse_source(RulebookSource(drawn))
    space = model_of(rulebook, ON)
    assert [disagreements(space, parse_answers(rulebook, raw), ON) for raw in tables] == [[], [], [], []]


@pytest.fixture(scope="module")
def starter() -> Rulebook:
    return parse_rulebook(read_document(STARTER).document)


def test_model_agrees_with_the_engine_on_the_starter_rulebook(starter: Rulebook) -> None:
    on = date(2026, 9, 15)
    space = model_of(starter, on)
    habits = [
        Habits(),
        Habits(unanswered=0.3, unsure=0.1, stray=0.1, healthy=0.5),
        Habits(unanswered=0.7, unsure=0.2, healthy=0.2),
    ]
    sets = [answers for own in habits for answers in answer_sets(starter, 12, own)]
    assert {number: found for number, a in enumerate(sets) if (found := disagreements(space, a, on))} == {}


DAYS = (ON, date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29), date(2027, 12, 31))


@settings(generated, max_examples=25)
@given(documents(), answer_tables)
def test_model_of_many_days_agrees_with_the_engine_on_each(drawn: Document, raw: Raw) -> None:
    rulebook = parse_source(RulebookSource(drawn))
    answers, space = parse_answers(rulebook, raw), Space(rulebook, days=DAYS, entries=3)
    assert [disagreements(space, answers, on) for on in DAYS] == [[], [], [], [], []]
