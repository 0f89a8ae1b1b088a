"""Leaves on medicine lists: what is taken, whether it is prescribed, and what is not recognised."""

import pytest

from screening.engine import Truth
from tests.engine.rulebooks import Table, medicines, truth

T, F, U = True, False, None
TABLETS = medicines("medicines")
CREAMS = medicines("creams", form="topical")
THINNER: Table = {"item": "medicines", "takes": ["blood_thinner"]}


def taken(name: str, prescribed: str | None = None) -> Table:
    return {"name": name} if prescribed is None else {"name": name, "prescribed": prescribed}


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (["aspirin"], T),
        (["Aspirin 100 mg daily"], T),
        (["paracetamol", "WARFARIN"], T),
        ([{"name": "aspirin"}], T),
        (["paracetamol"], F),
        (["paracetamol", "isotretinoin"], F),
        # What is not recognised leaves it false: that is a finding of its own.
        (["xyzzyx"], F),
        # A near misspelling is unknown until somebody confirms it.
        (["warfarine"], U),
        (["warfarine", "paracetamol"], U),
        (["warfarine", "aspirin"], T),
        ([], U),
        (None, U),
    ],
)
def test_takes_by_class(listed: object, expected: Truth) -> None:
    assert truth([TABLETS], THINNER, {"medicines": listed}) is expected


@pytest.mark.parametrize(
    ("entry", "any_way", "prescribed", "not_prescribed"),
    [
        (taken("aspirin", "yes"), T, T, F),
        (taken("aspirin", "no"), T, F, T),
        (taken("aspirin", "unsure"), T, U, U),
        (taken("aspirin"), T, U, U),
        (taken("warfarine", "yes"), U, U, F),
        (taken("warfarine", "no"), U, F, U),
        (taken("warfarine"), U, U, U),
        (taken("paracetamol", "yes"), F, F, F),
        (taken("paracetamol"), F, F, F),
        (taken("xyzzyx", "yes"), F, F, F),
    ],
)
def test_takes_prescribed_or_not(
    entry: Table, any_way: Truth, prescribed: Truth, not_prescribed: Truth
) -> None:
    wanted: list[Table] = [THINNER, {**THINNER, "prescribed": True}, {**THINNER, "prescribed": False}]
    found = [truth([TABLETS], when, {"medicines": [entry]}) for when in wanted]
    assert found == [any_way, prescribed, not_prescribed]


@pytest.mark.parametrize(
    ("listed", "prescribed"),
    [
        ([taken("aspirin", "no"), taken("warfarin", "yes")], T),
        ([taken("aspirin", "no"), taken("warfarin", "no")], F),
        ([taken("aspirin", "no"), taken("warfarin")], U),
        ([taken("aspirin", "no"), taken("paracetamol", "yes")], F),
    ],
)
def test_takes_prescribed_asks_one_entry_for_both(listed: object, prescribed: Truth) -> None:
    """Never the class of one entry and the prescription of another."""
    assert truth([TABLETS], {**THINNER, "prescribed": True}, {"medicines": listed}) is prescribed


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (["xyzzyx"], T),
        (["aspirin", "xyzzyx"], T),
        (["aspirin xyzzyx"], T),
        (["warfarine", "xyzzyx"], T),
        (["warfarine"], U),
        (["warfarine", "aspirin"], U),
        (["aspirin"], F),
        (["paracetamol", "aspirin"], F),
        ([], U),
        (None, U),
    ],
)
def test_takes_unrecognised(listed: object, expected: Truth) -> None:
    when: Table = {"item": "medicines", "takes_unrecognised": True}
    assert truth([TABLETS], when, {"medicines": listed}) is expected


@pytest.mark.parametrize(
    ("tablets", "creams", "takes", "unrecognised"),
    [
        (["aspirin"], ["paracetamol"], T, F),
        (["paracetamol"], ["aspirin"], T, F),
        (["aspirin"], None, T, U),
        (["paracetamol"], ["paracetamol"], F, F),
        (["paracetamol"], ["xyzzyx"], F, T),
        # One list that is empty is not "no".
        (["paracetamol"], None, U, U),
        (None, ["paracetamol"], U, U),
        (["xyzzyx"], None, U, T),
        (["paracetamol"], ["warfarine"], U, U),
        (None, None, U, U),
    ],
)
def test_leaf_on_several_lists_is_kleenes_any(
    tablets: object, creams: object, takes: Truth, unrecognised: Truth
) -> None:
    lists: Table = {"item": ["medicines", "creams"]}
    wanted: list[Table] = [{**lists, "takes": ["blood_thinner"]}, {**lists, "takes_unrecognised": True}]
    answers = {"medicines": tablets, "creams": creams}
    assert [truth([TABLETS, CREAMS], when, answers) for when in wanted] == [takes, unrecognised]


@pytest.mark.parametrize(
    ("link_id", "name", "expected"),
    [
        # Tretinoin is a retinoid on the skin; the form is said, or comes from the item it stands under.
        ("creams", "tretinoin", T),
        ("creams", "tretinoin cream", T),
        ("medicines", "tretinoin cream", T),
        ("creams", "tretinoin tablets", F),
        ("medicines", "tretinoin tablets", F),
        # A form the rulebook does not know, and nobody said, is possible, never dropped.
        ("medicines", "tretinoin", U),
    ],
)
def test_takes_by_form(link_id: str, name: str, expected: Truth) -> None:
    when: Table = {"item": link_id, "takes": ["retinoid"]}
    assert truth([TABLETS, CREAMS], when, {link_id: [name]}) is expected


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (["retinoid"], F),
        (["retinoid", "blood_thinner"], T),
        (["blood_thinner", "harmless"], T),
    ],
)
def test_takes_one_of_several_classes(classes: list[str], expected: Truth) -> None:
    assert truth([TABLETS], {"item": "medicines", "takes": classes}, {"medicines": ["aspirin"]}) is expected
