"""Leaves on body areas: against the treatment areas, and the treatment areas against codes."""

import pytest

from screening.engine import Truth
from tests.engine.rulebooks import areas, truth

KELOIDS = areas("keloids")
OPERATORS = ("overlaps", "same_region")
T, F, U = True, False, None


@pytest.mark.parametrize(
    ("keloids", "treated", "overlaps", "same_region"),
    [
        (["chin"], ["chin"], T, T),
        (["face"], ["chin"], T, T),
        (["chin"], ["face"], T, T),
        (["temples"], ["face"], T, T),
        (["face"], ["temples"], T, T),
        (["forehead"], ["chin"], F, T),
        (["temples"], ["chin"], F, T),
        (["neck"], ["chin"], F, F),
        (["neck", "chin"], ["hands", "face"], T, T),
        (["neck", "hands"], ["chin", "forehead"], F, F),
        (["neck", "temples"], ["chin"], F, T),
        # Areas not given on either side: unknown, also where the other side is far away.
        (None, ["chin"], U, U),
        ([], ["chin"], U, U),
        (["unsure"], ["chin"], U, U),
        (["chin"], None, U, U),
        (["chin"], [], U, U),
        (["chin"], ["unsure"], U, U),
        (["hands"], ["unsure"], U, U),
        (["unsure"], ["unsure"], U, U),
        (None, None, U, U),
    ],
)
def test_area_leaf_against_the_treatment_areas(
    keloids: object, treated: object, overlaps: Truth, same_region: Truth
) -> None:
    answers = {"keloids": keloids, "treatment_areas": treated}
    found = [truth([KELOIDS], {"item": "keloids", how: "treatment_areas"}, answers) for how in OPERATORS]
    assert found == [overlaps, same_region]


@pytest.mark.parametrize(
    ("codes", "treated", "overlaps", "same_region"),
    [
        (["chin"], ["chin"], T, T),
        (["chin"], ["face"], T, T),
        (["face"], ["temples"], T, T),
        (["forehead"], ["chin"], F, T),
        (["neck"], ["chin"], F, F),
        (["neck", "hands"], ["chin", "hands"], T, T),
        (["chin"], ["unsure"], U, U),
        (["chin"], [], U, U),
        (["chin"], None, U, U),
    ],
)
def test_treatment_areas_against_codes(
    codes: list[str], treated: object, overlaps: Truth, same_region: Truth
) -> None:
    found = [
        truth([], {"item": "treatment_areas", how: codes}, {"treatment_areas": treated}) for how in OPERATORS
    ]
    assert found == [overlaps, same_region]
