"""The body-area tree: what overlaps what, and what lies in one region."""

import pytest

from screening.engine import Area, AreaTree

TREE = AreaTree(
    [
        # A child may stand before its parent.
        Area("temples", "Temples", "face", "forehead"),
        Area("forehead", "Forehead", "face", "full_face"),
        Area("full_face", "Full face", "face", None),
        Area("chin", "Chin", "face", "full_face"),
        Area("neck", "Neck", "neck", None),
        Area("hand_left", "Left hand", "hands", None),
        Area("hand_right", "Right hand", "hands", None),
    ]
)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("chin", "chin", True),
        ("full_face", "chin", True),
        ("full_face", "temples", True),
        ("forehead", "temples", True),
        # Brothers and sisters, nieces, other parts of one region, other regions.
        ("forehead", "chin", False),
        ("temples", "chin", False),
        ("hand_left", "hand_right", False),
        ("full_face", "neck", False),
        ("temples", "hand_left", False),
    ],
)
def test_areas_overlap_where_equal_or_one_holds_the_other(one: str, other: str, overlap: bool) -> None:
    both_ways = (bool(TREE.overlapping([one], [other])), bool(TREE.overlapping([other], [one])))
    assert both_ways == (overlap, overlap)


@pytest.mark.parametrize(
    ("these", "those", "matched"),
    [
        (["chin", "neck", "temples"], ["forehead", "chin"], ("chin", "temples")),
        (["temples", "chin"], ["full_face"], ("temples", "chin")),
        (["full_face"], ["temples", "chin"], ("full_face",)),
        (["neck"], ["full_face", "hand_left"], ()),
        ([], ["full_face"], ()),
        (["full_face"], [], ()),
    ],
)
def test_overlapping_areas_are_named_in_their_order(
    these: list[str], those: list[str], matched: tuple[str, ...]
) -> None:
    assert TREE.overlapping(these, those) == matched


@pytest.mark.parametrize(
    ("these", "those", "matched"),
    [
        (["chin"], ["temples"], ("chin",)),
        (["temples"], ["full_face"], ("temples",)),
        (["hand_left"], ["hand_right"], ("hand_left",)),
        (["neck", "chin", "forehead"], ["full_face"], ("chin", "forehead")),
        (["neck"], ["full_face"], ()),
        (["neck", "hand_left"], ["chin"], ()),
        ([], ["chin"], ()),
        (["chin"], [], ()),
    ],
)
def test_areas_of_one_region_are_named_in_their_order(
    these: list[str], those: list[str], matched: tuple[str, ...]
) -> None:
    assert TREE.in_same_region(these, those) == matched


def test_area_tree_holds_every_area_by_its_code() -> None:
    assert [(code, area.title, area.parent) for code, area in TREE.areas.items()] == [
        ("temples", "Temples", "forehead"),
        ("forehead", "Forehead", "full_face"),
        ("full_face", "Full face", None),
        ("chin", "Chin", "full_face"),
        ("neck", "Neck", None),
        ("hand_left", "Left hand", None),
        ("hand_right", "Right hand", None),
    ]
