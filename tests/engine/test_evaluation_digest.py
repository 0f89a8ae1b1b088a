"""The one JSON form of an evaluation, and the digest that names it."""

import json
from datetime import date

import pytest

from screening.engine import Evaluation, canonical_json, digest_of
from tests.engine.questions import QUESTIONS
from tests.engine.rulebooks import (
    ON,
    PEEL,
    PEN,
    Table,
    a_rulebook,
    branch,
    choice,
    day,
    evaluated,
    rule,
    rules_found,
)

RECENT: Table = {"item": "dose", "within": "6 months"}
KELOIDS: Table = {"item": "keloids", "overlaps": "treatment_areas"}
RULEBOOK = a_rulebook(
    items=[day("dose"), choice("acne")],
    rules=[
        rule("dose", branch(RECENT, needles="deferred")),
        rule("acne", branch({"item": "acne", "is": "yes"})),
    ],
)


def evaluation(answers: Table | None = None, *treatments: str, on: date = ON) -> Evaluation:
    return evaluated(RULEBOOK, {"dose": "2026-07", "acne": "unsure"} | (answers or {}), *treatments, on=on)


@pytest.mark.parametrize(
    "answers", [None, {"acne": "no"}, {"dose": "unknown", "acne": "yes"}, {"dose": "2024-01"}]
)
def test_evaluation_is_spelled_as_its_json_is(answers: Table | None) -> None:
    found = evaluation(answers)
    assert found.canonical == canonical_json(found.as_json())


def test_evaluation_as_json() -> None:
    found = evaluation().as_json()
    prints = {finding.rule: finding.fingerprints()[PEN] for finding in evaluation().findings}
    own = {"planned": True, "not_asked": []}
    other = {"planned": False, "not_asked": []}
    held = {
        "eligibility": "clearance",
        "certain": "eligible",
        "worst": "contraindicated",
        "settled": False,
        "earliest_date": None,
        "deciding": ["acne"],
    }
    deferred = {
        "eligibility": "deferred",
        "certain": "deferred",
        "worst": "contraindicated",
        "settled": False,
        "earliest_date": "2027-01-31",
        "deciding": ["dose"],
    }
    assert found == {
        "semantics": 1,
        "rulebook": RULEBOOK.digest,
        "on": "2026-09-15",
        "treatments": ["pen"],
        "answers": {"acne": "unsure", "dose": "2026-07"},
        "eligibility": "deferred",
        "earliest_date": "2027-01-31",
        "settled": False,
        "findings": [
            {
                "rule": "dose",
                "topic": "dose",
                "severity": "deferred",
                "settled": True,
                "treatments": {
                    "pen": {
                        "severity": "deferred",
                        "certain": "deferred",
                        "worst": "deferred",
                        "settled": True,
                        "fingerprint": prints["dose"],
                    }
                },
                "earliest_date": "2027-01-31",
                "review_date": None,
                "branches": [0],
                "because": [
                    {
                        "item": "dose",
                        "question": "dose",
                        "answer": "2026-07",
                        "operator": "within",
                        "compared_with": "6 months",
                        "matched": [],
                        "read_as": "2026-07-31",
                        "value": True,
                        "entry": None,
                        "field": None,
                        "treated": None,
                    }
                ],
                "would_settle": [],
            },
            {
                "rule": "acne",
                "topic": "acne",
                "severity": "clearance",
                "settled": False,
                "treatments": {
                    "pen": {
                        "severity": "clearance",
                        "certain": "none",
                        "worst": "contraindicated",
                        "settled": False,
                        "fingerprint": prints["acne"],
                    }
                },
                "earliest_date": None,
                "review_date": None,
                "branches": [],
                "because": [
                    {
                        "item": "acne",
                        "question": "acne",
                        "answer": "unsure",
                        "operator": "is",
                        "compared_with": "yes",
                        "matched": [],
                        "read_as": None,
                        "value": None,
                        "entry": None,
                        "field": None,
                        "treated": None,
                    }
                ],
                "would_settle": ["acne"],
            },
        ],
        "treatment_results": {
            "pen": own | deferred,
            "rf": other | deferred,
            "peel": other | held,
            "led": other | held,
        },
        "others": {"rf": "deferred", "peel": "clearance", "led": "clearance"},
        "unanswered": [],
        "data_required": ["acne"],
        "digest": evaluation().digest,
    }


def test_digest_is_that_of_everything_else() -> None:
    stored = evaluation().as_json()
    name = stored.pop("digest")
    assert (name, digest_of(stored)) == (evaluation().digest, evaluation().digest)


def test_evaluation_survives_json() -> None:
    stored = evaluation().as_json()
    assert json.loads(canonical_json(stored)) == stored


def changed_rulebook(**tables: object) -> Evaluation:
    rulebook = a_rulebook(
        items=[day("dose"), choice("acne")],
        rules=[
            rule("dose", branch(RECENT, needles="deferred")),
            rule("acne", branch({"item": "acne", "is": "yes"})),
        ],
        **tables,
    )
    return evaluated(rulebook, {"dose": "2026-07", "acne": "unsure"})


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (evaluation(), True),
        (changed_rulebook(), True),
        (evaluation({"dose": "2026-08"}), False),
        (evaluation({"treatment_areas": ["chin"]}), False),
        (evaluation({}, PEEL), False),
        (evaluation({}, PEN, PEEL), False),
        (evaluation(on=date(2026, 9, 16)), False),
        # A rulebook that differs in a word only is another rulebook.
        (
            changed_rulebook(rulebook={"id": "small", "title": "Other", "semantics": 1, "language": "en"}),
            False,
        ),
    ],
)
def test_digest_covers_rulebook_answers_context_and_result(other: Evaluation, same: bool) -> None:
    assert (other.digest == evaluation().digest) is same


def test_digest_knows_the_order_of_treatments() -> None:
    """The order is part of what was planned, not of what was found."""
    one, other = evaluation({}, PEN, PEEL), evaluation({}, PEEL, PEN)
    assert (rules_found(one), one.eligibility) == (rules_found(other), other.eligibility)
    assert one.digest != other.digest


def test_answers_in_another_spelling_are_the_same_evaluation() -> None:
    rulebook = a_rulebook(items=QUESTIONS, rules=[rule("asked", branch(KELOIDS))])
    one = evaluated(rulebook, {"pills": ["aspirin"], "keloids": ["chin"], "acne": None})
    other = evaluated(
        rulebook, {"keloids": ["chin", "chin"], "pills": [{"name": " aspirin "}], "allergies": []}
    )
    assert canonical_json(one.as_json()) == canonical_json(other.as_json())
