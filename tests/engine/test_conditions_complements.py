"""There is no `not`: each operator has a complement, and the two never agree except in not knowing."""

import pytest

from tests.engine.rulebooks import Table, areas, choice, choices, day, number, truth

ITEMS = [
    choice("acne", "none", "mild", "inflamed", "unsure*"),
    choices("allergies", "none!", "latex", "nickel", "unsure*", open=True),
    number("glasses"),
    day("dose"),
    day("born", tense="birth"),
    areas("keloids"),
]


@pytest.mark.parametrize(
    ("link_id", "operator", "complement", "value", "known", "open_answers"),
    [
        ("acne", "is", "is_not", "mild", ("none", "mild", "inflamed"), (None, "unsure")),
        ("acne", "in", "not_in", ["mild", "none"], ("none", "mild", "inflamed"), (None, "unsure")),
        ("acne", "is", "is_not", "unsure", ("none", "mild", "inflamed", "unsure"), (None,)),
        (
            "allergies",
            "includes_any",
            "includes_none",
            ["latex", "nickel"],
            (["none"], ["latex"], ["nickel", "latex"], ["bee stings"], ["latex", "bee stings"]),
            (None, [], ["unsure"]),
        ),
        ("glasses", "at_least", "below", 14, (0, 13, 14, 15, 100), (None,)),
        ("glasses", "at_most", "above", 14, (0, 13, 14, 15, 100), (None,)),
        (
            "dose",
            "within",
            "at_least_ago",
            "6 months",
            ("2026-09-15", "2026-09", "2026-03-16", "2026-03-15", "2026-03", "1990-01-01", "1990-01"),
            (None, "unknown", "2026-09-16", "2026-10"),
        ),
        (
            "born",
            "age_below",
            "age_at_least",
            18,
            ("2026-09-15", "2008-09-16", "2008-09-15", "2008-09", "1950-01"),
            (None, "2026-09-16"),
        ),
    ],
)
def test_complement_is_the_opposite_of_every_known_answer(
    link_id: str,
    operator: str,
    complement: str,
    value: object,
    known: tuple[object, ...],
    open_answers: tuple[object, ...],
) -> None:
    one: Table = {"item": link_id, operator: value}
    other: Table = {"item": link_id, complement: value}
    answered = [(truth(ITEMS, one, {link_id: a}), truth(ITEMS, other, {link_id: a})) for a in known]
    unknown = [(truth(ITEMS, one, {link_id: a}), truth(ITEMS, other, {link_id: a})) for a in open_answers]
    assert set(answered) == {(True, False), (False, True)}
    assert set(unknown) == {(None, None)}
