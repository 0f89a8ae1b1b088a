"""The starter questionnaire keeps its vocabulary: answers and scripts written elsewhere rely on it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screening.engine import Rulebook, parse_source, read_document

STARTER = Path(__file__).resolve().parents[2] / "screening" / "rulebooks" / "starter"

YES_NO = {"yes", "no", "unsure"}
SEVERITY = {"none", "mild", "moderate", "severe", "unsure"}
PRIVATE = {"yes", "no", "unsure", "prefer_not_to_say", "not_applicable"}

CODES: dict[str, set[str]] = {
    "acne": {"none", "few_comedones", "inflamed", "unsure"},
    "allergies": {
        *(
            "none",
            "stainless_steel",
            "nickel",
            "gold",
            "lidocaine",
            "latex",
            "antiseptic",
            "aspirin",
            "skincare",
        ),
        "unsure",
    },
    "autoimmune_kind": {"connective_tissue", "other_autoimmune", "unsure"},
    "breastfeeding": PRIVATE,
    "chemotherapy": {"never", "planned", "current", "ended", "unsure"},
    "concern": {
        *(
            "fine_lines",
            "wrinkles",
            "neck_wrinkles",
            "acne_scars",
            "other_scars",
            "texture",
            "pores",
            "dullness",
        ),
        *("pigmentation", "melasma", "stretch_marks", "laxity", "hair_loss", "acne", "rosacea", "other"),
    },
    "connective_tissue_disease": {"none", "lupus", "scleroderma", "other", "unsure"},
    "diabetes": {"none", "well_controlled", "poorly_controlled", "unsure"},
    "eczema": SEVERITY,
    "implanted_electronic_device": {
        *(
            "none",
            "pacemaker",
            "defibrillator",
            "insulin_pump",
            "neurostimulator",
            "cochlear",
            "glucose_sensor",
        ),
        *("other", "unsure"),
    },
    "isotretinoin_status": {"never", "current", "stopped", "unsure"},
    "keloid_history": {"none", "personal", "hypertrophic", "family_only", "unsure"},
    "koebner_condition": {"vitiligo", "lichen_planus", "both", "unsure"},
    "peel_agent": {"glycolic", "lactic", "mandelic", "salicylic", "jessner", "tca"},
    "pregnant": PRIVATE,
    "psoriasis": SEVERITY,
    "radiotherapy": {"never", "current", "ended", "unsure"},
    "rosacea": {"none", "mild_redness", "papulopustular", "moderate_severe", "unsure"},
    "skin_cancer": {"none", "active", "past", "unsure"},
    "skin_infection": {"no", "unsure", "bacterial", "viral", "fungal", "wart", "other"},
    "steroid_tablets": {"no", "current", "stopped", "unsure"},
    "vitiligo": {"none", "stable", "spreading", "unsure"},
} | dict.fromkeys(
    [
        *("actinic_keratosis", "anaemia", "anaesthetic_risk_condition", "bleeding_disorder", "blood_cancer"),
        *(
            "changing_mole",
            "cold_sore_history",
            "cold_sore_now",
            "eczema_flare_now",
            "ehlers_danlos",
            "epilepsy",
        ),
        *("event_soon", "fever_or_illness_now", "had_recent_procedures", "heart_condition", "heart_unstable"),
        *("hepatitis", "immune_condition", "liver_disease", "melanoma", "melasma_or_dark_marks_history"),
        *("metal_implant", "nsaid_recent", "open_wound", "oral_retinoid_other", "other_cancer_now"),
        *("platelet_disorder", "poor_wound_healing", "psoriasis_flare_now", "raised_spot", "reactive_skin"),
        *("smoker", "steroid_injection", "steroid_two_weeks", "sunburn_now", "takes_blood_thinner"),
        *("takes_medicines", "takes_supplements", "tan_recent", "tattoo", "uses_topical_actives"),
    ],
    YES_NO,
)

SKIN_TYPE_PARTS = [
    *("skin_eye_colour", "skin_hair_colour", "skin_natural_colour", "skin_freckles", "skin_burn_reaction"),
    *("skin_tan_depth", "skin_tan_same_day", "skin_face_sensitivity", "skin_sun_exposure_last"),
    "skin_face_sun_habit",
]

OTHER_TYPES = {
    "date": {
        *("chemotherapy_last_date", "chemotherapy_planned_date", "date_of_birth", "event_date"),
        *("isotretinoin_last_dose", "last_tan_date", "nsaid_last_dose", "oral_retinoid_other_last_dose"),
        *("radiotherapy_last_date", "steroid_injection_date", "steroid_last_dose", "supplements_last_use"),
        *("target_scar_date", "topical_actives_last_use"),
    },
    "areas": {
        *("acne_areas", "actinic_keratosis_areas", "changing_mole_areas", "cold_sore_areas"),
        *("connective_tissue_areas", "eczema_areas", "metal_implant_areas", "open_wound_areas"),
        *("psoriasis_areas", "radiotherapy_areas", "raised_spot_areas", "rosacea_areas", "skin_cancer_areas"),
        *("skin_infection_areas", "sunburn_areas", "tan_areas", "tattoo_areas", "topical_actives_areas"),
        *("treatment_areas", "vitiligo_areas"),
    },
    "text": {"other_condition_text", "skin_infection_text"},
    "medicines": {"medicines", "supplements", "topical_actives"},
    "entries": {"recent_procedures"},
    "score": {"fitzpatrick"},
}

PROCEDURES = {
    *("botox", "filler", "microneedling", "home_roller", "superficial_peel", "microdermabrasion"),
    *("nonablative_laser", "medium_peel", "ablative_laser", "deep_peel", "dermabrasion", "surgery"),
    "hair_removal",
}

TREATMENTS = {
    "microneedling_pen": {"needles", "numbing"},
    "dermaroller": {"needles", "numbing"},
    "rf_microneedling": {"needles", "heat", "radiofrequency", "numbing"},
    "chemical_peel_superficial": {"peel"},
    "chemical_peel_medium": {"peel"},
    "fractional_laser": {"light", "heat", "numbing"},
    "prp": {"draws_blood"},
}

FACE_PARTS = {
    *("forehead", "temples", "periorbital", "cheeks", "nose", "perioral", "lips", "chin", "jawline"),
}
AREAS = FACE_PARTS | {
    *(
        "full_face",
        "eyelids",
        "neck",
        "decolletage",
        "scalp",
        "back",
        "abdomen",
        "arms",
        "hands",
        "hips",
        "thighs",
    ),
    *("groin", "knees", "feet"),
}

MEDICINE_CLASSES = {
    *("oral_isotretinoin", "oral_retinoid_other", "anticoagulant", "antiplatelet", "aspirin", "nsaid"),
    *("bruising_supplement", "immunosuppressant", "biologic_or_jak", "systemic_steroid", "chemotherapy"),
    *("topical_retinoid", "topical_acid_active", "topical_chemotherapy", "photosensitiser", "antiarrhythmic"),
    *(
        "botulinum",
        "filler",
        "filler_permanent",
        "diabetes_medicine",
        "herpes_antiviral",
        "fertility_or_prenatal",
    ),
    *(
        "autoimmune_medicine",
        "eczema_treatment",
        "rosacea_treatment",
        "cancer_hormone_treatment",
        "antiseizure",
    ),
    *("hair_loss_treatment", "heart_medicine", "no_known_relevance"),
}

SECTIONS = [
    *("about", "skin_today", "skin_history", "skin_type", "pregnancy", "health", "medicines", "allergies"),
    *("implants", "recent", "anything_else"),
]


@pytest.fixture(scope="module")
def starter() -> Rulebook:
    """The starter rulebook, read once."""
    return parse_source(read_document(STARTER))


def tables(name: str) -> list[dict[str, Any]]:
    """All tables of one kind, in the order the engine reads them."""
    files = sorted(STARTER.glob("*.toml"))
    return [table for file in files for table in tomllib.loads(file.read_text("utf-8")).get(name, [])]


ITEMS: dict[str, dict[str, Any]] = {item["link_id"]: item for item in tables("items")}
OPTION_SETS: dict[str, list[dict[str, Any]]] = {each["id"]: each["options"] for each in tables("option_sets")}


def options(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of an item, its own or the shared list it names."""
    return OPTION_SETS[item["options_from"]] if "options_from" in item else list(item.get("options", []))


def codes(item: dict[str, Any]) -> set[str]:
    """The codes of an item's options."""
    return {option["code"] for option in options(item)}


def patient_texts() -> Iterator[str]:
    """Every text a patient may read on the questionnaire."""
    for item in ITEMS.values():
        for table in (item, *item.get("fields", [])):
            yield from (table[key] for key in ("question", "help", "why") if key in table)
            yield from (
                option[key] for option in options(table) for key in ("label", "help") if key in option
            )
    yield from (
        section[key] for section in tables("sections") for key in ("title", "intro") if key in section
    )


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


def test_medicine_classes_are_the_vocabulary() -> None:
    assert {each["id"] for each in tables("medicine_classes")} == MEDICINE_CLASSES


def test_harmless_medicines_are_many_and_in_no_other_class() -> None:
    names: dict[str, set[str]] = {}
    for each in tables("medicine_classes"):
        for name in each["names"]:
            names.setdefault(name.casefold(), set()).add(each["id"])
    harmless = {name for name, classes in names.items() if "no_known_relevance" in classes}
    assert len(harmless) > 150
    assert {name for name in harmless if names[name] != {"no_known_relevance"}} == set()


@pytest.mark.parametrize(
    ("typed", "form", "classes"),
    [
        ("Eliquis 5 mg twice daily", "systemic", {"anticoagulant"}),
        ("Plavix", "systemic", {"antiplatelet"}),
        ("baby aspirin", "systemic", {"aspirin"}),
        ("Nurofen for headaches when needed", "systemic", {"nsaid"}),
        ("Voltarol 1% gel", "systemic", {"no_known_relevance"}),
        ("diclofenac 50 mg", "systemic", {"nsaid"}),
        ("Omega-3 fish oil", "systemic", {"bruising_supplement"}),
        ("St John's wort", "systemic", {"photosensitiser"}),
        ("Claravis 40mg", "systemic", {"oral_isotretinoin"}),
        ("isotretinoin gel", "systemic", {"topical_retinoid"}),
        ("Isotrex", "topical", {"topical_retinoid"}),
        ("tretinoin", "topical", {"topical_retinoid"}),
        ("tretinoin 0.05% cream at night", "systemic", {"topical_retinoid"}),
        ("tretinoin", "systemic", {"oral_retinoid_other"}),
        ("tacrolimus 1 mg capsules", "systemic", {"immunosuppressant"}),
        ("tacrolimus ointment", "topical", {"eczema_treatment"}),
        ("ruxolitinib", "systemic", {"biologic_or_jak"}),
        ("ruxolitinib cream", "systemic", {"eczema_treatment"}),
        ("hydrocortisone 10 mg", "systemic", {"systemic_steroid"}),
        ("hydrocortisone 1% cream", "systemic", {"no_known_relevance"}),
        ("fluorouracil", "systemic", {"chemotherapy"}),
        ("fluorouracil cream", "systemic", {"topical_chemotherapy"}),
        ("methotrexate 10 mg weekly", "systemic", {"immunosuppressant", "autoimmune_medicine"}),
        ("cyclophosphamide", "systemic", {"immunosuppressant", "chemotherapy", "autoimmune_medicine"}),
        ("Humira", "systemic", {"biologic_or_jak", "autoimmune_medicine"}),
        ("amiodarone", "systemic", {"antiarrhythmic", "photosensitiser", "heart_medicine"}),
        ("vitamin C 1000 mg", "systemic", {"no_known_relevance"}),
        ("vitamin C serum", "topical", {"topical_acid_active"}),
        ("azelaic acid 15%", "topical", {"topical_acid_active", "rosacea_treatment"}),
        ("letrozole", "systemic", {"cancer_hormone_treatment", "fertility_or_prenatal"}),
        ("amlodipine 5 mg for high blood pressure", "systemic", {"heart_medicine"}),
        ("Ozempic 1 mg weekly pen", "systemic", {"diabetes_medicine"}),
        ("valaciclovir", "systemic", {"herpes_antiviral"}),
        ("lamotrigine", "systemic", {"antiseizure"}),
        ("the pill (Microgynon)", "systemic", {"no_known_relevance"}),
        ("levothyroxine 50 mcg every morning", "systemic", {"no_known_relevance"}),
        ("Symbicort 200/6 turbohaler", "systemic", {"no_known_relevance"}),
        ("CeraVe moisturising cream", "topical", {"no_known_relevance"}),
    ],
)
def test_a_typed_medicine_is_understood_whole(
    starter: Rulebook, typed: str, form: str, classes: set[str]
) -> None:
    match = starter.medicines.match(typed, form)
    assert (match.classes, match.possible, match.unrecognised) == (frozenset(classes), frozenset(), ())


@pytest.mark.parametrize("typed", ["amoxicillin", "clindamycin", "tranexamic acid", "lithium", "painkillers"])
def test_a_medicine_left_out_on_purpose_is_read_by_a_person(starter: Rulebook, typed: str) -> None:
    match = starter.medicines.match(typed, "systemic")
    assert match.classes == frozenset()
    assert match.unrecognised != ()


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
