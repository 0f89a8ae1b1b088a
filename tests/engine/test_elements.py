from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.engine import digest_of
from screening.engine.rulebook.elements import (
    PlaceError,
    element_at,
    element_digest,
    following,
    landing,
    moved,
    names_of,
    places_of,
    with_element,
)


def document() -> dict[str, Any]:
    return {
        "rulebook": {"id": "x"},
        "rules": [{"id": "a", "n": 1}, {"id": "b"}, {"id": "c"}],
        "cases": [{"title": "one"}, {"title": "two"}, {"title": "one"}],
        "items": [{"link_id": "q"}],
    }


def names(found: dict[str, Any], collection: str = "rules") -> list[str]:
    return names_of(found, collection)


def test_places_name_every_element_by_its_id_or_content() -> None:
    one, two = (element_digest({"title": title})[7:19] for title in ("one", "two"))
    assert places_of(document()) == [
        "rulebook",
        "items/q",
        "rules/a",
        "rules/b",
        "rules/c",
        f"cases/{one}",
        f"cases/{two}",
        f"cases/{one}~2",
    ]


def test_element_is_found_at_its_place_or_not_at_all() -> None:
    assert element_at(document(), "rules/a") == {"id": "a", "n": 1}
    assert element_at(document(), "rulebook") == {"id": "x"}
    assert element_at(document(), "rules/z") is None
    assert element_at(document(), "medicine_words") is None


@pytest.mark.parametrize("place", ["", "rules", "rules/", "nothing/x", "rulebook/x", "/a"])
def test_place_that_cannot_be_is_refused(place: str) -> None:
    with pytest.raises(PlaceError):
        element_at(document(), place)


def test_element_replaced_stays_where_it_is_and_the_document_given_is_untouched() -> None:
    given_document = document()
    after = with_element(given_document, "rules/b", {"id": "b", "n": 2})
    assert (after["rules"][1], names(after)) == ({"id": "b", "n": 2}, ["a", "b", "c"])
    assert given_document == document()


def test_element_new_comes_last_or_before_another() -> None:
    assert names(with_element(document(), "rules/n", {"t": 1})) == ["a", "b", "c", "n"]
    assert names(with_element(document(), "rules/n", {"id": "n"}, before="b")) == ["a", "n", "b", "c"]


def test_element_taken_away_leaves_the_others_and_the_last_takes_its_collection_along() -> None:
    assert names(with_element(document(), "rules/b", None)) == ["a", "c"]
    assert "items" not in with_element(document(), "items/q", None)
    assert "rulebook" not in with_element(document(), "rulebook", None)


def test_element_without_an_id_keeps_its_place_when_it_is_changed() -> None:
    place = places_of(document())[5]
    after = with_element(document(), place, {"title": "changed"})
    assert element_at(after, place) == {"id": place.partition("/")[2], "title": "changed"}
    assert landing(document(), after, place) == place


def test_element_given_another_id_lands_there() -> None:
    after = with_element(document(), "rules/b", {"id": "new"})
    assert landing(document(), after, "rules/b") == "rules/new"
    assert landing(document(), with_element(document(), "rules/b", None), "rules/b") == ""


@pytest.mark.parametrize(
    ("place", "element", "before"),
    [
        ("rules/b", {"id": "a"}, None),
        ("rules/n", {"id": "a"}, None),
        ("rules/n", {"id": "other"}, None),
        ("rules/n", {}, "nobody"),
        ("rules/n", None, None),
    ],
)
def test_element_that_cannot_stand_there_is_refused(
    place: str, element: dict[str, Any] | None, before: str | None
) -> None:
    with pytest.raises(PlaceError):
        with_element(document(), place, element, before)


@pytest.mark.parametrize(
    ("name", "before", "order"),
    [
        ("a", "c", ["b", "a", "c"]),
        ("c", "a", ["c", "a", "b"]),
        ("a", None, ["b", "c", "a"]),
        ("b", "b", ["a", "b", "c"]),
    ],
)
def test_element_is_moved_before_another(name: str, before: str | None, order: list[str]) -> None:
    assert names(moved(document(), f"rules/{name}", before)) == order


def test_what_is_not_there_cannot_be_moved() -> None:
    for place in ("rules/z", "rulebook"):
        with pytest.raises(PlaceError):
            moved(document(), place, None)


def test_following_names_the_next_element() -> None:
    assert [following(document(), f"rules/{name}") for name in "abcz"] == ["b", "c", "", ""]


def test_digest_of_no_element_is_empty() -> None:
    assert (element_digest(None), element_digest({"a": 1})) == ("", digest_of({"a": 1}))


@given(
    st.lists(
        st.one_of(
            st.builds(lambda name: {"id": name}, st.sampled_from("ab~")),
            st.builds(lambda title: {"title": title}, st.sampled_from("xy")),
        ),
        max_size=8,
    )
)
def test_every_element_has_a_place_of_its_own_whatever_its_ids(rows: list[dict[str, str]]) -> None:
    places = places_of({"rules": rows})
    assert len(set(places)) == len(rows)
    assert [element_at({"rules": rows}, place) for place in places] == rows
