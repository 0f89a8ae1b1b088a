"""The starter rulebook's treatments, plans and areas are the vocabulary's."""

from __future__ import annotations

from tests.starter.documents import tables
from tests.starter.vocabulary import AREAS, CODES, FACE_PARTS, TREATMENTS


def test_treatments_have_exactly_their_attributes() -> None:
    assert {each["code"]: set(each["attributes"]) for each in tables("treatments")} == TREATMENTS
    assert [each["code"] for each in tables("treatments") if each["add_on"]] == ["prp"]
    assert {each["code"] for each in tables("attributes")} == set().union(*TREATMENTS.values())


def test_every_treatment_has_a_plan_for_concerns_that_exist() -> None:
    assert {plan["treatment"] for plan in tables("plans")} == set(TREATMENTS)
    assert {concern for plan in tables("plans") for concern in plan["concerns"]} - CODES["concern"] == set()
    assert {concern for each in tables("treatments") for concern in each["best_for"]} - CODES[
        "concern"
    ] == set()


def test_areas_are_the_vocabulary_with_the_face_as_a_tree() -> None:
    areas = {area["code"]: area for area in tables("areas")}
    assert set(areas) == AREAS
    assert {code for code, area in areas.items() if area.get("parent") == "full_face"} == FACE_PARTS
    assert {code for code, area in areas.items() if "parent" in area} == FACE_PARTS
    assert {code for code, area in areas.items() if area["region"] == "face"} == FACE_PARTS | {
        "full_face",
        "eyelids",
    }
