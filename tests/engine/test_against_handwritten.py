"""The starter rulebook against the same rules written by hand, an oracle that knows nothing of the engine."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bench.agreement import differences, zen_differences
from bench.handwritten import RULES, screen
from bench.patients import USUAL, Habits, answer_sets
from bench.prepared import prepared
from bench.zen_rules import ZenRules
from screening.engine import Answers, Context, Rulebook, evaluate, parse_rulebook, read_document
from screening.engine.answers import facts_on
from screening.engine.conditions import AnsweredLeaf
from screening.engine.evaluation.program import interpreted

STARTER = Path("screening/rulebooks/starter")
ILL = Habits(unanswered=0.03, unsure=0.05, healthy=0.3)
IN_DOUBT = Habits(unanswered=0.05, unsure=0.4, healthy=0.4)
HALF_EMPTY = Habits(unanswered=0.5, unsure=0.05, stray=0.1, healthy=0.5)
NEARLY_EMPTY = Habits(unanswered=0.9, stray=0.05)
CONTRADICTING = Habits(unanswered=0.1, unsure=0.1, stray=0.6, healthy=0.6)
ALL_HABITS = [USUAL, ILL, IN_DOUBT, HALF_EMPTY, NEARLY_EMPTY, CONTRADICTING]
Reached = tuple[str, int, bool | None]
DAYS = [date(2026, 9, 15), date(2027, 2, 28), date(2028, 2, 29)]


@pytest.fixture(scope="module")
def starter() -> Rulebook:
    return parse_rulebook(read_document(STARTER).document)


@pytest.fixture(scope="module")
def sets(starter: Rulebook) -> list[Answers]:
    return [answers for habits in ALL_HABITS for answers in answer_sets(starter, 50, habits)]


@pytest.mark.parametrize("on", DAYS)
def test_starter_on_generated_answers_says_what_the_hand_written_rules_say(
    starter: Rulebook, sets: list[Answers], on: date
) -> None:
    assert [found for answers in sets for found in differences(starter, answers, on)] == []


def test_starter_on_generated_answers_comes_to_the_hand_written_result_per_treatment(
    starter: Rulebook, sets: list[Answers]
) -> None:
    on, context = DAYS[0], Context(DAYS[0], tuple(starter.treatments))
    for answers in sets:
        results = evaluate(starter, answers, context).treatments
        by_hand = screen(prepared(answers), on)
        engine = {code: (result.verdict.certain, result.verdict.worst) for code, result in results.items()}
        assert engine == {code: (by_hand.certain.get(code, 0), by_hand.worst.get(code, 0)) for code in engine}


def test_hand_written_rules_are_those_of_the_starter(starter: Rulebook) -> None:
    assert sorted(rule.__name__ for rule in RULES) == sorted(starter.rules)


def test_starter_on_answers_that_reach_every_branch_says_what_the_hand_written_rules_say(
    starter: Rulebook, sets: list[Answers]
) -> None:
    waiting = reachable(starter) - {value for answers in sets for value in reached(answers)}
    for seed in range(8, 48):
        if waiting:
            more = answer_sets(starter, 50, IN_DOUBT if seed % 3 else ILL, seed=seed)
            assert [found for answers in more for found in differences(starter, answers, DAYS[0])] == []
            waiting -= {value for answers in more for value in reached(answers)}
    assert waiting == set()


def reachable(rulebook: Rulebook) -> set[Reached]:
    """Every branch, certain and possible; whether something was answered is never merely possible."""
    return {
        (rule.id, number, value)
        for rule in rulebook.rules.values()
        for number, branch in enumerate(rule.branches)
        for value in (True, None)
        if value or not all(isinstance(leaf, AnsweredLeaf) for leaf in branch.when.leaves())
    }


def reached(answers: Answers) -> set[Reached]:
    """The branches these answers make certain or possible."""
    hits = interpreted(answers.rulebook, facts_on(answers, DAYS[0]))
    return {(hit.rule.id, hit.number, hit.value) for hit in hits}


def test_zen_engine_on_generated_answers_sees_the_same_branches(
    starter: Rulebook, sets: list[Answers]
) -> None:
    zen_rules = ZenRules(starter)
    assert [found for answers in sets for found in zen_differences(zen_rules, answers, DAYS[0])] == []


def test_differences_of_a_rulebook_that_says_otherwise_names_the_rule(starter: Rulebook) -> None:
    document = read_document(STARTER).document
    rules: Any = document["rules"]  # a TOML document
    keloid = next(rule for rule in rules if rule["id"] == "keloid")
    keloid["branches"][0]["severity"]["prp"] = "deferred"
    changed = parse_rulebook(document)
    told = [
        found for answers in answer_sets(changed, 20, ILL) for found in differences(changed, answers, DAYS[0])
    ]
    assert {found.partition(":")[0] for found in told} == {"keloid"}
