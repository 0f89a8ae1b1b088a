"""Leaves on one choice and on several, and on whether there is an answer at all."""

import pytest

from screening.engine import Truth
from tests.engine.rulebooks import Table, areas, choice, choices, day, entries, medicines, number, text, truth

ACNE = choice("acne", "none", "mild", "inflamed", "unsure*", "prefer_not_to_say*")
ALLERGIES = choices("allergies", "none!", "latex", "nickel", "gold", "unsure*", "prefer_not_to_say*")
OPEN_LIST = choices("allergies", "none!", "latex", "nickel", "unsure*", "prefer_not_to_say*", open=True)
T, F, U = True, False, None


@pytest.mark.parametrize(
    ("operator", "value", "none", "mild", "inflamed", "unsure", "prefer_not_to_say", "unanswered"),
    [
        ("is", "inflamed", F, F, T, U, U, U),
        ("is_not", "inflamed", T, T, F, U, U, U),
        ("in", ["mild", "inflamed"], F, T, T, U, U, U),
        ("not_in", ["mild", "inflamed"], T, F, F, U, U, U),
        ("in", ["none"], T, F, F, U, U, U),
        ("not_in", ["none"], F, T, T, U, U, U),
        # The very code of "not known" is an answer like any other; another such code stays unknown.
        ("is", "unsure", F, F, F, T, U, U),
        ("is_not", "unsure", T, T, T, F, U, U),
        ("is", "prefer_not_to_say", F, F, F, U, T, U),
        ("in", ["inflamed", "unsure"], F, F, T, T, U, U),
        ("not_in", ["inflamed", "unsure"], T, T, F, F, U, U),
        ("in", ["unsure", "prefer_not_to_say"], F, F, F, T, T, U),
        ("not_in", ["unsure", "prefer_not_to_say"], T, T, T, F, F, U),
        ("in", ["none", "mild", "inflamed"], T, T, T, U, U, U),
        ("in", ["none", "mild", "inflamed", "unsure", "prefer_not_to_say"], T, T, T, T, T, U),
    ],
)
def test_choice_leaf_on_every_answer(
    operator: str,
    value: object,
    none: Truth,
    mild: Truth,
    inflamed: Truth,
    unsure: Truth,
    prefer_not_to_say: Truth,
    unanswered: Truth,
) -> None:
    answers: list[Table] = [
        {"acne": code} for code in ("none", "mild", "inflamed", "unsure", "prefer_not_to_say")
    ]
    found = [truth([ACNE], {"item": "acne", operator: value}, given) for given in [*answers, {}]]
    assert found == [none, mild, inflamed, unsure, prefer_not_to_say, unanswered]


@pytest.mark.parametrize(
    ("operator", "codes", "given", "expected"),
    [
        ("includes_any", ["latex"], ["latex"], T),
        ("includes_any", ["latex"], ["nickel"], F),
        ("includes_any", ["latex"], ["nickel", "latex"], T),
        ("includes_any", ["latex", "nickel"], ["nickel"], T),
        ("includes_any", ["latex", "nickel"], ["latex", "nickel", "gold"], T),
        ("includes_any", ["latex", "nickel"], ["gold"], F),
        ("includes_any", ["latex"], ["none"], F),
        ("includes_any", ["none"], ["none"], T),
        ("includes_all", ["latex"], ["latex"], T),
        ("includes_all", ["latex", "nickel"], ["latex"], F),
        ("includes_all", ["latex", "nickel"], ["nickel", "latex"], T),
        ("includes_all", ["latex", "nickel"], ["nickel", "gold", "latex"], T),
        ("includes_all", ["latex", "nickel"], ["none"], F),
        ("includes_none", ["latex"], ["latex"], F),
        ("includes_none", ["latex"], ["nickel"], T),
        ("includes_none", ["latex"], ["nickel", "latex"], F),
        ("includes_none", ["latex", "nickel"], ["gold"], T),
        ("includes_none", ["latex", "nickel"], ["nickel", "gold"], F),
        ("includes_none", ["latex"], ["none"], T),
    ],
)
def test_list_leaf_on_what_was_chosen(
    operator: str, codes: list[str], given: list[str], expected: Truth
) -> None:
    assert truth([ALLERGIES], {"item": "allergies", operator: codes}, {"allergies": given}) is expected


@pytest.mark.parametrize("given", [None, [], ["unsure"], ["prefer_not_to_say"]])
@pytest.mark.parametrize("operator", ["includes_any", "includes_all", "includes_none"])
def test_list_leaf_is_unknown_where_nothing_is_known(operator: str, given: object) -> None:
    assert truth([ALLERGIES], {"item": "allergies", operator: ["latex"]}, {"allergies": given}) is U


@pytest.mark.parametrize(
    ("operator", "codes", "latex", "unsure", "prefer_not_to_say", "unanswered"),
    [
        # Like `is` and `in`: the very code of "not known" is an answer, another such code stays unknown.
        ("includes_any", ["unsure"], F, T, U, U),
        ("includes_any", ["latex", "unsure"], T, T, U, U),
        ("includes_any", ["unsure", "prefer_not_to_say"], F, T, T, U),
        ("includes_all", ["unsure"], F, T, U, U),
        ("includes_none", ["unsure"], T, F, U, U),
        ("includes_none", ["latex", "unsure"], F, F, U, U),
    ],
)
def test_list_leaf_on_the_very_code_of_not_known(
    operator: str,
    codes: list[str],
    latex: Truth,
    unsure: Truth,
    prefer_not_to_say: Truth,
    unanswered: Truth,
) -> None:
    answers: list[Table] = [{"allergies": [code]} for code in ("latex", "unsure", "prefer_not_to_say")]
    when: Table = {"item": "allergies", operator: codes}
    found = [truth([ALLERGIES], when, given) for given in [*answers, {}]]
    assert found == [latex, unsure, prefer_not_to_say, unanswered]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["latex"], F),
        (["none"], F),
        (["bee stings"], T),
        (["latex", "bee stings"], T),
        (["unsure"], U),
        (["prefer_not_to_say"], U),
        ([], U),
        (None, U),
    ],
)
def test_includes_typed_is_true_of_text_no_option_explains(given: object, expected: Truth) -> None:
    assert truth([OPEN_LIST], {"item": "allergies", "includes_typed": True}, {"allergies": given}) is expected


@pytest.mark.parametrize(
    ("operator", "expected"), [("includes_any", F), ("includes_all", F), ("includes_none", T)]
)
def test_typed_text_is_none_of_the_options(operator: str, expected: Truth) -> None:
    when: Table = {"item": "allergies", operator: ["latex"]}
    assert truth([OPEN_LIST], when, {"allergies": ["bee stings"]}) is expected


PROCEDURES = entries("procedures", choice("type", "laser", "peel"), day("date"))


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (ACNE, "none"),
        (ACNE, "unsure"),
        (ACNE, "prefer_not_to_say"),
        (ALLERGIES, ["none"]),
        (ALLERGIES, ["unsure"]),
        (OPEN_LIST, ["bee stings"]),
        (areas("keloids"), ["chin"]),
        (areas("keloids"), ["unsure"]),
        (day("dose"), "2026-07"),
        (day("dose"), "unknown"),
        (number("glasses"), 0),
        (text("anything"), "No, thanks"),
        (medicines("medicines"), ["aspirin"]),
        (PROCEDURES, [{"type": "laser"}]),
    ],
)
def test_answered_is_true_of_every_answer_not_known_included(asked: Table, given: object) -> None:
    link_id = str(asked["link_id"])
    found = [truth([asked], {"item": link_id, "answered": flag}, {link_id: given}) for flag in (True, False)]
    assert found == [T, F]


@pytest.mark.parametrize("given", [None, "", []])
@pytest.mark.parametrize(
    "asked",
    [
        *(ACNE, ALLERGIES, areas("keloids"), day("dose"), number("glasses"), text("anything")),
        *(medicines("medicines"), PROCEDURES),
    ],
    ids=lambda asked: str(asked["type"]),
)
def test_answered_is_false_where_there_is_no_answer(asked: Table, given: object) -> None:
    link_id = str(asked["link_id"])
    found = [truth([asked], {"item": link_id, "answered": flag}, {link_id: given}) for flag in (True, False)]
    assert found == [F, T]
