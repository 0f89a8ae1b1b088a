"""`all` and `any` by Kleene's tables: true (T), false (F) and unknown (U)."""

from collections.abc import Mapping, Sequence

import pytest

from screening.engine import Truth
from screening.engine.conditions import kleene_all, kleene_any
from tests.engine.rulebooks import Table, choice, truth

T, F, U = True, False, None
ANSWERS: Mapping[Truth, str] = {T: "yes", F: "no", U: "unsure"}

ALL_OF_TWO = [
    (T, T, T),
    (T, F, F),
    (T, U, U),
    (F, T, F),
    (F, F, F),
    (F, U, F),
    (U, T, U),
    (U, F, F),
    (U, U, U),
]
ANY_OF_TWO = [
    (T, T, T),
    (T, F, T),
    (T, U, T),
    (F, T, T),
    (F, F, F),
    (F, U, U),
    (U, T, T),
    (U, F, U),
    (U, U, U),
]


def is_yes(link_id: str) -> Table:
    return {"item": link_id, "is": "yes"}


def tree_value(tree: Table, values: Sequence[Truth]) -> Truth:
    """The value of a tree over the items a, b, c, d, whose `is yes` have these values in turn."""
    named = dict(zip("abcd", values, strict=False))
    items = [choice(link_id) for link_id in named]
    return truth(items, tree, {link_id: ANSWERS[value] for link_id, value in named.items()})


@pytest.mark.parametrize(("a", "b", "expected"), ALL_OF_TWO)
def test_all_of_two_is_kleenes_conjunction(a: Truth, b: Truth, expected: Truth) -> None:
    by_tree = tree_value({"all": [is_yes("a"), is_yes("b")]}, (a, b))
    assert (by_tree, kleene_all([a, b])) == (expected, expected)


@pytest.mark.parametrize(("a", "b", "expected"), ANY_OF_TWO)
def test_any_of_two_is_kleenes_disjunction(a: Truth, b: Truth, expected: Truth) -> None:
    by_tree = tree_value({"any": [is_yes("a"), is_yes("b")]}, (a, b))
    assert (by_tree, kleene_any([a, b])) == (expected, expected)


@pytest.mark.parametrize("value", [T, F, U])
@pytest.mark.parametrize("kind", ["all", "any"])
def test_tree_of_one_leaf_is_that_leaf(kind: str, value: Truth) -> None:
    assert tree_value({kind: [is_yes("a")]}, (value,)) is value


@pytest.mark.parametrize(
    ("values", "all_of_them", "any_of_them"),
    [
        ((T, T, T), T, T),
        ((F, F, F), F, F),
        ((U, U, U), U, U),
        ((T, U, F), F, T),
        ((U, F, T), F, T),
        ((F, T, U), F, T),
        ((T, T, U), U, T),
        ((F, F, U), F, U),
        ((U, U, T), U, T),
        ((U, U, F), F, U),
    ],
)
def test_tree_of_three_leaves_in_any_order(
    values: tuple[Truth, ...], all_of_them: Truth, any_of_them: Truth
) -> None:
    parts = [is_yes(link_id) for link_id in "abc"]
    found = (tree_value({"all": parts}, values), tree_value({"any": parts}, values))
    assert found == (all_of_them, any_of_them)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((T, T, F, F), T),
        ((F, U, T, T), T),
        ((T, U, F, T), U),
        ((T, U, U, T), U),
        ((F, U, U, F), F),
        ((U, U, U, U), U),
        ((F, T, T, F), F),
    ],
)
def test_all_within_any(values: tuple[Truth, ...], expected: Truth) -> None:
    tree: Table = {
        "any": [{"all": [is_yes("a"), is_yes("b")]}, {"all": [is_yes("c"), is_yes("d")]}],
    }
    assert tree_value(tree, values) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((T, F, F, T), T),
        ((U, T, T, U), T),
        ((F, F, T, U), F),
        ((F, U, T, T), U),
        ((U, F, F, U), U),
        ((U, U, F, F), F),
        ((U, U, U, U), U),
    ],
)
def test_any_within_all(values: tuple[Truth, ...], expected: Truth) -> None:
    tree: Table = {
        "all": [{"any": [is_yes("a"), is_yes("b")]}, {"any": [is_yes("c"), is_yes("d")]}],
    }
    assert tree_value(tree, values) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(T, T), (F, F), (U, U)],
)
def test_tree_of_deep_nesting_is_its_leaf(value: Truth, expected: Truth) -> None:
    tree = is_yes("a")
    for number in range(20):
        tree = {"all" if number % 2 else "any": [tree]}
    assert tree_value(tree, (value,)) is expected


@pytest.mark.parametrize(
    ("answer", "both", "either"), [("yes", F, T), ("no", F, T), ("unsure", U, U), (None, U, U)]
)
def test_leaf_and_its_complement_together_stay_unknown_where_the_answer_is(
    answer: str | None, both: Truth, either: Truth
) -> None:
    """Kleene's logic knows no excluded middle: a tree of leaf and complement is not settled by its shape."""
    pair = [is_yes("a"), {"item": "a", "is_not": "yes"}]
    found = [truth([choice("a")], {kind: pair}, {"a": answer}) for kind in ("all", "any")]
    assert found == [both, either]
