"""A leaf counts as far as its item applies: Kleene's `enabled AND leaf`."""

import pytest

from screening.engine import Truth, enabled_items, parse_answers
from tests.engine.rulebooks import (
    Table,
    a_rulebook,
    areas,
    choice,
    choices,
    day,
    entries,
    medicines,
    number,
    truth,
)

T, F, U = True, False, None
SMOKES = choice("smokes")
GATE: Table = {"item": "smokes", "is": "yes"}
OPEN = {T: "yes", F: "no", U: "unsure"}


@pytest.mark.parametrize(
    ("gate", "leaf", "expected"),
    [
        (T, T, T),
        (T, F, F),
        (T, U, U),
        (F, T, F),
        (F, F, F),
        (F, U, F),
        (U, T, U),
        (U, F, F),
        (U, U, U),
    ],
)
def test_leaf_behind_a_gate_is_gate_and_leaf(gate: Truth, leaf: Truth, expected: Truth) -> None:
    items = [SMOKES, choice("daily", enable_when=GATE)]
    answers = {"smokes": OPEN[gate], "daily": OPEN[leaf]}
    assert truth(items, {"item": "daily", "is": "yes"}, answers) is expected


@pytest.mark.parametrize(
    ("smokes", "daily", "expected"),
    [
        ("yes", None, U),
        ("no", None, F),
        ("unsure", None, U),
        (None, None, U),
        (None, "yes", U),
        (None, "no", F),
    ],
)
def test_leaf_behind_a_gate_without_an_answer(smokes: str | None, daily: str | None, expected: Truth) -> None:
    items = [SMOKES, choice("daily", enable_when=GATE)]
    assert truth(items, {"item": "daily", "is": "yes"}, {"smokes": smokes, "daily": daily}) is expected


A_LASER: Table = {"item": "asked", "some": {"field": "type", "is": "laser"}}


@pytest.mark.parametrize(
    ("asked", "when", "met", "unmet"),
    [
        (choice("asked"), {"item": "asked", "is": "yes"}, "yes", "no"),
        (choice("asked"), {"item": "asked", "is_not": "yes"}, "no", "yes"),
        (choice("asked"), {"item": "asked", "in": ["yes"]}, "yes", "no"),
        (choice("asked"), {"item": "asked", "not_in": ["yes"]}, "no", "yes"),
        (choice("asked"), {"item": "asked", "is": "unsure"}, "unsure", "no"),
        (choices("asked", "a", "b"), {"item": "asked", "includes_any": ["a"]}, ["a"], ["b"]),
        (choices("asked", "a", "b"), {"item": "asked", "includes_all": ["a"]}, ["a"], ["b"]),
        (choices("asked", "a", "b"), {"item": "asked", "includes_none": ["a"]}, ["b"], ["a"]),
        (choices("asked", "a", open=True), {"item": "asked", "includes_typed": True}, ["other"], ["a"]),
        (number("asked"), {"item": "asked", "at_least": 14}, 14, 13),
        (number("asked"), {"item": "asked", "at_most": 14}, 14, 15),
        (number("asked"), {"item": "asked", "above": 14}, 15, 14),
        (number("asked"), {"item": "asked", "below": 14}, 13, 14),
        (day("asked", "birth"), {"item": "asked", "age_below": 18}, "2020-01-01", "1990-01-01"),
        (day("asked", "birth"), {"item": "asked", "age_at_least": 18}, "1990-01-01", "2020-01-01"),
        (day("asked"), {"item": "asked", "within": "6 months"}, "2026-09-01", "2020-01-01"),
        (day("asked"), {"item": "asked", "at_least_ago": "6 months"}, "2020-01-01", "2026-09-01"),
        (day("asked", "future"), {"item": "asked", "within_next": "28 days"}, "2026-09-20", "2030-01-01"),
        (areas("asked"), {"item": "asked", "overlaps": "treatment_areas"}, ["chin"], ["neck"]),
        (areas("asked"), {"item": "asked", "same_region": "treatment_areas"}, ["forehead"], ["neck"]),
        (medicines("asked"), {"item": "asked", "takes": ["retinoid"]}, ["isotretinoin"], ["aspirin"]),
        (medicines("asked"), {"item": "asked", "takes_unrecognised": True}, ["xyzzyx"], ["aspirin"]),
        (entries("asked", choice("type", "laser", "peel")), A_LASER, [{"type": "laser"}], [{"type": "peel"}]),
    ],
    ids=lambda given: (
        next(iter(set(given) - {"item"})) if isinstance(given, dict) and "item" in given else None
    ),
)
def test_every_operator_behind_a_gate(asked: Table, when: Table, met: object, unmet: object) -> None:
    """Met and unmet, behind a gate that is open, closed, not known and not answered."""
    items = [SMOKES, {**asked, "enable_when": GATE}]
    rows = [{"smokes": smokes, "treatment_areas": ["chin"]} for smokes in ("yes", "no", "unsure", None)]
    found = [[truth(items, when, {**row, "asked": given}) for given in (met, unmet, None)] for row in rows]
    assert found == [[T, F, U], [F, F, F], [U, F, U], [U, F, U]]


@pytest.mark.parametrize(
    ("smokes", "daily", "is_answered", "is_not_answered"),
    [
        ("yes", "no", T, F),
        ("yes", None, F, T),
        ("no", "no", F, F),
        ("no", None, F, F),
        ("unsure", "no", U, F),
        ("unsure", None, F, U),
        (None, None, F, U),
    ],
)
def test_answered_behind_a_gate(
    smokes: str | None, daily: str | None, is_answered: Truth, is_not_answered: Truth
) -> None:
    items = [SMOKES, choice("daily", enable_when=GATE)]
    answers = {"smokes": smokes, "daily": daily}
    found = [truth(items, {"item": "daily", "answered": flag}, answers) for flag in (True, False)]
    assert found == [is_answered, is_not_answered]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("yes", "yes", T),
        ("yes", "no", F),
        ("yes", "unsure", U),
        ("yes", None, U),
        # An answer behind a closed gate opens no other.
        ("no", "yes", F),
        ("no", None, F),
        ("unsure", "yes", U),
        ("unsure", "no", F),
        ("unsure", None, U),
        (None, None, U),
        (None, "yes", U),
    ],
)
def test_gates_in_a_row(first: str | None, second: str | None, third: Truth) -> None:
    """Whether the third of three items applies, each gated on the one before, written in reverse order."""
    items = [
        choice("third", enable_when={"item": "second", "is": "yes"}),
        choice("second", enable_when={"item": "first", "is": "yes"}),
        choice("first"),
    ]
    rulebook = a_rulebook(items=items)
    answers = parse_answers(rulebook, {"first": first, "second": second})
    assert enabled_items(answers)["third"] is third


@pytest.mark.parametrize(
    ("pills", "creams", "expected"),
    [
        # Each of several medicine lists has its own gate: a closed one is false, not unknown.
        (T, F, T),
        (F, T, F),
        (F, F, F),
        (T, T, T),
        (U, F, U),
        (U, T, U),
        (F, U, F),
    ],
)
def test_medicine_lists_have_each_their_own_gate(pills: Truth, creams: Truth, expected: Truth) -> None:
    items = [
        choice("pills"),
        choice("creams"),
        medicines("pill_list", enable_when={"item": "pills", "is": "yes"}),
        medicines("cream_list", form="topical", enable_when={"item": "creams", "is": "yes"}),
    ]
    answers = {
        "pills": OPEN[pills],
        "creams": OPEN[creams],
        "pill_list": ["aspirin"],
        "cream_list": ["paracetamol"],
    }
    when: Table = {"item": ["pill_list", "cream_list"], "takes": ["blood_thinner"]}
    assert truth(items, when, answers) is expected


@pytest.mark.parametrize(("pills", "expected"), [(T, U), (F, F), (U, U)])
def test_medicine_list_without_entries_behind_a_gate(pills: Truth, expected: Truth) -> None:
    items = [choice("pills"), medicines("pill_list", enable_when={"item": "pills", "is": "yes"})]
    when: Table = {"item": "pill_list", "takes": ["blood_thinner"]}
    assert truth(items, when, {"pills": OPEN[pills]}) is expected
