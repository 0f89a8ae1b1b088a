"""The starter questionnaire keeps its vocabulary: answers and scripts written elsewhere rely on it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.starter.documents import ITEMS, codes, options, patient_texts, tables
from tests.starter.vocabulary import CODES, OTHER_TYPES, PROCEDURES, SECTIONS, SKIN_TYPE_PARTS


def test_link_ids_are_exactly_the_vocabulary() -> None:
    others = set().union(*OTHER_TYPES.values())
    assert set(ITEMS) == set(CODES) | others | set(SKIN_TYPE_PARTS)


def test_no_link_id_stands_twice() -> None:
    assert [
        link_id for link_id, n in Counter(item["link_id"] for item in tables("items")).items() if n > 1
    ] == []


@pytest.mark.parametrize(("link_id", "expected"), sorted(CODES.items()))
def test_codes_of_a_choice_are_the_vocabulary(link_id: str, expected: set[str]) -> None:
    assert codes(ITEMS[link_id]) == expected


@pytest.mark.parametrize(("kind", "link_ids"), sorted(OTHER_TYPES.items()))
def test_items_without_options_have_their_type(kind: str, link_ids: set[str]) -> None:
    assert {link_id for link_id, item in ITEMS.items() if item["type"] == kind} == link_ids


def test_lists_of_codes_are_the_two_open_to_several() -> None:
    several = {
        link_id: item.get("open", False) for link_id, item in ITEMS.items() if item["type"] == "choices"
    }
    assert several == {"concern": False, "allergies": True}


def test_not_known_codes_are_unsure_and_prefer_not_to_say() -> None:
    marked = {
        option["code"] for item in ITEMS.values() for option in options(item) if option.get("not_known")
    }
    unmarked = {
        option["code"] for item in ITEMS.values() for option in options(item) if not option.get("not_known")
    }
    assert marked == {"unsure", "prefer_not_to_say"}
    assert marked & unmarked == set()


def test_every_patient_choice_can_be_answered_not_sure() -> None:
    choices = [item for item in ITEMS.values() if item["type"] == "choice" and item.get("asked") != "clinic"]
    assert [item["link_id"] for item in choices if "unsure" not in codes(item)] == []


def test_recent_procedures_have_type_date_and_areas() -> None:
    fields = ITEMS["recent_procedures"]["fields"]
    assert [(field["id"], field["type"]) for field in fields] == [
        ("type", "choice"),
        ("date", "date"),
        ("areas", "areas"),
    ]
    assert codes(fields[0]) == PROCEDURES | {"unsure"}


def test_clinic_enters_peel_agent_and_skin_type_only() -> None:
    assert {link_id for link_id, item in ITEMS.items() if item.get("asked") == "clinic"} == {
        "peel_agent",
        "fitzpatrick",
    }


def test_optional_items_are_the_free_texts_and_one_area() -> None:
    optional = {link_id for link_id, item in ITEMS.items() if item.get("optional")}
    assert optional == {"other_condition_text", "skin_infection_text", "connective_tissue_areas"}


def test_sections_stand_in_order_and_items_follow_them() -> None:
    assert [section["id"] for section in tables("sections")] == SECTIONS
    assert list(dict.fromkeys(item["section"] for item in tables("items"))) == SECTIONS


def test_details_stand_after_their_gate_in_one_section() -> None:
    order = list(ITEMS)
    astray = [
        link_id
        for link_id, item in ITEMS.items()
        if (gate := item.get("enable_when", {}).get("item"))
        and (order.index(gate) > order.index(link_id) or ITEMS[gate]["section"] != item["section"])
    ]
    assert astray == []


def test_a_gate_opens_on_every_answer_but_the_harmless_ones() -> None:
    harmless = {"no", "none", "never"}
    narrower = {
        "skin_infection_text": {"other", "unsure"},
        "isotretinoin_last_dose": {"stopped", "unsure"},
        "autoimmune_kind": {"other", "unsure"},
        "chemotherapy_planned_date": {"planned"},
        "chemotherapy_last_date": {"current", "ended", "unsure"},
        "target_scar_date": {"acne_scars", "other_scars"},
    }
    opened: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for link_id, item in ITEMS.items():
        if gate := item.get("enable_when"):
            opened[link_id] = set(gate.get("in") or gate.get("includes_any") or [gate["is"]])
            expected[link_id] = narrower.get(link_id, codes(ITEMS[gate["item"]]) - harmless)
    assert opened == expected


def test_pregnancy_and_breastfeeding_are_asked_of_everyone() -> None:
    for link_id in ("pregnant", "breastfeeding"):
        assert {"enable_when", "asked_for", "optional"} & set(ITEMS[link_id]) == set()


def test_asked_for_is_said_where_only_some_treatments_need_it() -> None:
    by_treatments: dict[tuple[str, ...], set[str]] = {}
    for link_id, item in ITEMS.items():
        if "asked_for" in item:
            by_treatments.setdefault(tuple(item["asked_for"]), set()).add(link_id)
    assert by_treatments == {
        ("peel",): {"peel_agent"},
        ("prp",): {"anaemia", "hepatitis", "blood_cancer", "steroid_injection", "steroid_injection_date"},
        ("numbing",): {"anaesthetic_risk_condition"},
        ("numbing", "draws_blood"): {"liver_disease"},
        ("rf_microneedling", "fractional_laser"): {"heart_condition", "heart_unstable", "epilepsy"},
        ("radiofrequency", "heat", "light", "peel"): set(SKIN_TYPE_PARTS),
    }


def test_skin_type_is_the_sum_of_ten_answers_of_nought_to_four() -> None:
    score = ITEMS["fitzpatrick"]
    assert score["parts"] == SKIN_TYPE_PARTS
    for part in SKIN_TYPE_PARTS:
        assert [option.get("score") for option in options(ITEMS[part])] == [0, 1, 2, 3, 4, None]
        assert options(ITEMS[part])[-1]["not_known"] is True
    assert [(band.get("at_most"), band["value"], band["label"]) for band in score["bands"]] == [
        (6, 1, "Type I"),
        (13, 2, "Type II"),
        (20, 3, "Type III"),
        (27, 4, "Type IV"),
        (34, 5, "Type V"),
        (None, 6, "Type VI"),
    ]


def test_patient_texts_never_tell_anybody_to_stop_a_medicine() -> None:
    texts = [*patient_texts(), *(step["text"] for step in tables("care_steps"))]
    orders = [text for text in texts if "stop taking" in text.lower() or text.lower().startswith("stop ")]
    assert orders == []


def test_questions_end_with_a_question_mark_and_labels_are_short() -> None:
    assert [link_id for link_id, item in ITEMS.items() if not item["question"].endswith("?")] == []
    assert [link_id for link_id, item in ITEMS.items() if len(item["label"]) > 60] == []


def test_base_answers_cover_every_question_that_is_open() -> None:
    base = next(base for base in tables("bases") if base["id"] == "all_clear")["answers"]
    gated = {link_id for link_id, item in ITEMS.items() if "enable_when" in item}
    assert set(ITEMS) - set(base) == gated | {"other_condition_text"}
