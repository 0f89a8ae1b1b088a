"""Leaves on whole numbers, on scores, and on completed years of age."""

from datetime import date

import pytest

from screening.engine import Truth
from tests.engine.rulebooks import Table, day, number, score, scored, truth

T, F, U = True, False, None
GLASSES = number("glasses")
BORN = day("born", tense="birth")
SKIN = [
    scored("eyes", light=0, brown=3, dark=4),
    scored("burns", always=0, never=4),
    score("skin_type", ["eyes", "burns"], {2: 1, 6: 3, None: 6}),
]


@pytest.mark.parametrize(
    ("operator", "zero", "thirteen", "fourteen", "fifteen", "hundred", "unanswered"),
    [
        ("at_least", F, F, T, T, T, U),
        ("at_most", T, T, T, F, F, U),
        ("above", F, F, F, T, T, U),
        ("below", T, T, F, F, F, U),
    ],
)
def test_number_leaf_against_fourteen(
    operator: str,
    zero: Truth,
    thirteen: Truth,
    fourteen: Truth,
    fifteen: Truth,
    hundred: Truth,
    unanswered: Truth,
) -> None:
    when: Table = {"item": "glasses", operator: 14}
    found = [truth([GLASSES], when, {"glasses": given}) for given in (0, 13, 14, 15, 100, None)]
    assert found == [zero, thirteen, fourteen, fifteen, hundred, unanswered]


@pytest.mark.parametrize(
    ("eyes", "burns", "entered", "at_least_three"),
    [
        # Derived: the sum falls into a band, and the band's value is compared.
        ("light", "always", None, F),
        ("brown", "always", None, T),
        ("light", "never", None, T),
        ("dark", "never", None, T),
        # One part that is unanswered or not known makes it unknown, however high the others are.
        (None, None, None, U),
        ("dark", None, None, U),
        (None, "never", None, U),
        ("dark", "unsure", None, U),
        ("unsure", "unsure", None, U),
        # A direct entry wins, over parts and over their lack.
        (None, None, 1, F),
        (None, None, 3, T),
        ("dark", "never", 1, F),
        ("light", "always", 6, T),
        ("unsure", "never", 1, F),
    ],
)
def test_score_leaf_on_parts_and_on_a_direct_entry(
    eyes: str | None, burns: str | None, entered: int | None, at_least_three: Truth
) -> None:
    answers = {"eyes": eyes, "burns": burns, "skin_type": entered}
    found = [truth(SKIN, {"item": "skin_type", operator: 3}, answers) for operator in ("at_least", "below")]
    assert found == [at_least_three, None if at_least_three is None else not at_least_three]


@pytest.mark.parametrize(
    ("born", "on", "below_18"),
    [
        ("2008-09-16", "2026-09-15", T),
        ("2008-09-15", "2026-09-15", F),
        ("2008-09-14", "2026-09-15", F),
        ("1950-01-01", "2026-09-15", F),
        ("2026-09-15", "2026-09-15", T),
        # 29 February counts from 1 March.
        ("2008-02-29", "2026-02-28", T),
        ("2008-02-29", "2026-03-01", F),
        # A month: the youngest it allows, but born by the appointment.
        ("2008-09", "2026-09-29", T),
        ("2008-09", "2026-09-30", F),
        ("2008-08", "2026-09-15", F),
        ("2008-10", "2026-09-15", T),
        ("2026-09", "2026-09-15", T),
        # Born after the appointment: not possible, so nothing is known.
        ("2026-09-16", "2026-09-15", U),
        ("2026-10", "2026-09-15", U),
        (None, "2026-09-15", U),
    ],
)
def test_age_leaf_against_eighteen(born: str | None, on: str, below_18: Truth) -> None:
    appointment = date.fromisoformat(on)
    found = [
        truth([BORN], {"item": "born", operator: 18}, {"born": born}, appointment)
        for operator in ("age_below", "age_at_least")
    ]
    assert found == [below_18, None if below_18 is None else not below_18]
