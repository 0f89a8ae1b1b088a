"""Proofs over all answers: what holds is proved, what does not has the smallest counterexample."""

from datetime import date

import pytest

from screening.engine import Context, Rulebook, evaluate, parse_answers, parse_rulebook
from screening.engine.proofs import ProofResult, prove_invariants
from screening.engine.proofs.formulas import Pair
from screening.engine.proofs.model import Model
from screening.engine.rules import Severity
from tests.engine.rulebooks import (
    PEEL,
    PEN,
    Table,
    a_document,
    areas,
    branch,
    choice,
    day,
    entries,
    medicines,
    number,
    rule,
)

PREGNANT: Table = {"item": "pregnant", "is": "yes"}
FRESH: Table = {"item": "last_dose", "within": "6 months"}
HERE: Table = {"item": "rash_areas", "overlaps": "treatment_areas"}
RASH_HERE: Table = {"all": [{"item": "rash", "is": "yes"}, HERE]}
PEELED: Table = {
    "item": "recent",
    "some": {"all": [{"field": "type", "is": "peel"}, {"field": "date", "within": "28 days"}]},
}
ITEMS = [
    areas("treatment_areas"),
    choice("pregnant"),
    choice("stopped"),
    day("last_dose", enable_when={"item": "stopped", "in": ["yes", "unsure"]}),
    choice("rash"),
    areas("rash_areas", enable_when={"item": "rash", "is_not": "no"}),
    medicines("medicines"),
    entries("recent", choice("type", "peel", "tox"), day("date")),
    number("weight", 0, 200),
    day("born", "birth"),
]
RULES = [
    rule("pregnancy", branch(PREGNANT)),
    rule("acne_pill", branch({"all": [{"item": "stopped", "is": "yes"}, FRESH]}, all="deferred")),
    rule("rash", branch({"all": [{"item": "rash", "is": "yes"}, HERE]}, needles="contraindicated")),
    rule("thinner", branch({"item": "medicines", "takes": ["blood_thinner"]}, all="clearance")),
    rule("recent_peel", branch(PEELED, all="deferred")),
    rule("heavy", branch({"item": "weight", "above": 150}, all="precaution")),
    rule("child", branch({"item": "born", "age_below": 18}, all="contraindicated")),
]


def a_rulebook_that_promises(when: Table | None, **more: object) -> Rulebook:
    premise = {"when": when} if when else {}
    table: Table = {"id": "promise", "title": "Promise", "treatments": ["all"], "sources": ["design"]}
    return parse_rulebook(a_document(items=ITEMS, rules=RULES, invariants=[{**table, **premise, **more}]))


def proof_of(when: Table | None, **more: object) -> ProofResult:
    (result,) = prove_invariants(a_rulebook_that_promises(when, **more))
    return result


@pytest.mark.parametrize(
    ("when", "bound"),
    [
        (PREGNANT, {"at_least": "contraindicated"}),
        (PREGNANT, {"never": "deferred"}),
        ({"item": "pregnant", "is": "unsure"}, {"at_least": "clearance"}),
        ({"all": [{"item": "stopped", "is": "yes"}, FRESH]}, {"at_least": "deferred"}),
        (RASH_HERE, {"at_least": "contraindicated", "treatments": ["pen"]}),
        ({"item": "medicines", "takes": ["blood_thinner"]}, {"at_least": "clearance"}),
        ({"item": "weight", "at_least": 151}, {"never": "eligible"}),
        ({"item": "born", "age_below": 16}, {"at_least": "contraindicated"}),
        (PEELED, {"at_least": "deferred"}),
        ({"item": "last_dose", "answered": False}, {"never": "eligible"}),
    ],
)
def test_promise_the_rules_keep_is_proved(when: Table, bound: Table) -> None:
    result = proof_of(when, **bound)
    assert (result.holds, result.is_vacuous, result.counterexample) == (True, False, None)


def test_broken_promise_has_the_smallest_counterexample() -> None:
    result = proof_of({"item": "stopped", "is": "yes"}, at_least="deferred", treatments=[PEEL])
    assert result.holds is False
    assert result.counterexample == {"stopped": "yes"}
    assert (result.eligibility, result.context and result.context.treatments) == ("clearance", (PEEL,))


def test_counterexample_gives_with_the_engine_what_it_says() -> None:
    rulebook = a_rulebook_that_promises({"item": "weight", "at_least": 150}, never="eligible")
    (result,) = prove_invariants(rulebook)
    assert result.counterexample is not None
    assert result.context is not None
    evaluation = evaluate(rulebook, parse_answers(rulebook, result.counterexample), result.context)
    assert (evaluation.eligibility, result.eligibility) == ("eligible", "eligible")
    assert result.counterexample["weight"] == 150


def test_threshold_one_day_off_is_found() -> None:
    sure: Table = {"all": [{"item": "stopped", "is": "yes"}, {"item": "last_dose", "within": "7 months"}]}
    result = proof_of(sure, at_least="deferred", treatments=[PEN])
    assert result.holds is False
    assert sorted(result.counterexample or {}) == ["last_dose", "stopped"]


def test_days_and_months_are_told_apart_on_every_appointment_day() -> None:
    within = [{"field": "type", "is": "peel"}, {"field": "date", "within": "1 month"}]
    month: Table = {"item": "recent", "some": {"all": within}}
    result = proof_of(month, at_least="deferred")
    assert result.context is not None
    assert result.counterexample is not None
    (entry,) = result.counterexample["recent"]  # type: ignore[misc] # a list of entries
    assert (result.context.on - date.fromisoformat(entry["date"])).days >= 28  # type: ignore[has-type] # see above


@pytest.mark.parametrize("feeds", ["contraindicated", "deferred", "clearance", "precaution"])
def test_unanswered_question_never_gives_eligible(feeds: str) -> None:
    assert proof_of(None, whenever="unanswered", feeds=feeds, never="eligible").holds is True


def test_unanswered_question_need_not_be_deferred() -> None:
    result = proof_of(None, whenever="unanswered", feeds="deferred", at_least="deferred")
    assert (result.holds, result.counterexample) == (False, {})


def test_premise_that_never_holds_is_told() -> None:
    nobody: Table = {"all": [PREGNANT, {"item": "pregnant", "is": "no"}]}
    result = proof_of(nobody, at_least="contraindicated")
    assert (result.holds, result.is_vacuous) == (True, True)


def test_progress_is_told_and_may_stop_the_proof() -> None:
    told: list[tuple[int, int]] = []
    rulebook = a_rulebook_that_promises(PREGNANT, never="eligible")
    prove_invariants(rulebook, lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 1)]


def test_counterexample_the_engine_denies_is_an_error_of_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(model: Model, treatment: str, severity: Severity) -> Pair:
        return Pair(0, 0)

    monkeypatch.setattr(Model, "verdict_at_least", blind)
    result = proof_of(PREGNANT, at_least="contraindicated")
    assert result.holds is None
    assert result.reason == "error of the proof, its counterexample is none: the engine says otherwise"


def test_context_of_a_counterexample_names_a_treatment_it_is_broken_for() -> None:
    result = proof_of({"item": "rash", "is": "yes"}, at_least="contraindicated", treatments=[PEEL])
    assert result.context is not None
    assert result.context == Context(result.context.on, (PEEL,))
