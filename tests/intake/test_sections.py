"""One page per section: what is asked, what is kept, where it leads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.intake.patients import SECTIONS, PatientInBrowser, harmless, open_form, starter
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

HEALTH_OF_LASER = {"heart_condition", "epilepsy"}
AREA_IDS = {f"id_q-treatment_areas_{code}" for code in starter().areas.areas}


def test_nothing_is_ticked_or_filled_in_beforehand(ada: PatientInBrowser) -> None:
    ticked = {}
    for section in SECTIONS:
        page = ada.page(section)
        own = [control for control in page.controls if control.name.startswith("q-")]
        ticked[section] = [c.name for c in own if c.is_ticked or (c.type in {"text", "textarea"} and c.value)]
    assert ticked == {section: [] for section in SECTIONS}


def test_every_yes_or_no_can_be_answered_with_not_sure() -> None:
    items = starter().items.values()
    yes_or_no = [item for item in items if {"yes", "no"} <= item.options.keys()]
    assert [item.link_id for item in yes_or_no if not item.not_known_codes] == []


def test_steps_are_counted_and_named(ada: PatientInBrowser) -> None:
    page = ada.page("skin_history")
    assert "Step 3 of 11 · Your skin over the years" in page.text
    assert page.title == "Your skin over the years · Lindenhof Skin Clinic"


def test_date_of_birth_and_what_the_clinic_enters_are_not_asked() -> None:
    peel = open_form(treatments=["chemical_peel_medium"])
    assert peel.page("about").slots == [
        "treatment_areas",
        "concern",
        "target_scar_date",
        "event_soon",
        "event_date",
    ]
    assert "fitzpatrick" not in peel.page("skin_type").slots


def test_questions_of_treatments_not_planned_are_not_asked() -> None:
    pen, laser = open_form(), open_form(treatments=["fractional_laser"])
    assert HEALTH_OF_LASER & set(pen.page("health").slots) == set()
    assert set(laser.page("health").slots) >= HEALTH_OF_LASER
    assert pen.client.get("/i/form/questions/skin_type/").status_code == 404
    assert laser.page("skin_type").questions == [
        link_id
        for link_id, item in starter().items.items()
        if item.section == "skin_type" and item.asked == "patient"
    ]


def test_detail_is_not_shown_while_its_question_is_unanswered(ada: PatientInBrowser) -> None:
    page = ada.page("skin_today")
    assert "acne_areas" in page.slots
    assert "acne_areas" not in page.questions
    assert "hidden" in page.ids["slot-acne_areas"]


@pytest.mark.parametrize("section", ["nowhere", "Über", "..", "about%00"])
def test_unknown_section_is_not_found(ada: PatientInBrowser, section: str) -> None:
    assert ada.client.get(f"/i/form/questions/{section}/").status_code == 404


def test_continue_saves_and_goes_on(ada: PatientInBrowser) -> None:
    response = ada.send("pregnancy", {"pregnant": "unsure", "breastfeeding": "no"})
    assert (response.status_code, response.url) == (302, "/i/form/questions/health/")
    assert ada.answers == {"pregnant": "unsure", "breastfeeding": "no"}


def test_last_section_leads_to_the_check(ada: PatientInBrowser) -> None:
    assert ada.send("anything_else", {}).url == "/i/form/check/"


def test_continue_without_an_answer_names_the_question_and_keeps_the_rest(ada: PatientInBrowser) -> None:
    response = ada.send("pregnancy", {"pregnant": "yes"})
    page = read(response)
    assert response.status_code == 422
    assert page.title.startswith("Error:")
    assert page.errors == ["Choose an answer."]
    assert ("#id_q-breastfeeding_no", "Breastfeeding: Choose an answer.") in page.links
    assert "id_q-breastfeeding_no" in page.ids
    assert "id_q-breastfeeding_error" in str(page.ids["group_id_q-breastfeeding"]["aria-describedby"])
    assert page.values("q-pregnant") == ["yes"]
    assert ada.answers == {}


def test_newly_opened_questions_are_asked_before_going_on(ada: PatientInBrowser) -> None:
    page = ada.page("skin_today")
    response = ada.send_page("skin_today", page, {**harmless(page), "acne": "inflamed"})
    assert response.url == "/i/form/questions/skin_today/?more=1"
    again = ada.page("skin_today", "?more=1")
    assert "A few more questions" in again.text
    assert ("#slot-acne_areas", "Where are the spots?") in again.links
    assert again.values("q-acne") == ["inflamed"]
    assert (
        ada.send_page("skin_today", again, {"acne_areas": ["chin"]}).url == "/i/form/questions/skin_history/"
    )
    assert ada.answers["acne_areas"] == ["chin"]


def test_newly_opened_question_left_empty_is_an_error_the_second_time(ada: PatientInBrowser) -> None:
    page = ada.page("skin_today")
    ada.send_page("skin_today", page, {**harmless(page), "acne": "inflamed"})
    response = ada.send_page("skin_today", ada.page("skin_today"), {})
    assert response.status_code == 422
    assert read(response).errors == ["Choose at least one area, or that you are not sure where."]


def test_answer_to_a_closed_question_is_not_stored(ada: PatientInBrowser) -> None:
    page = ada.page("skin_today")
    answers = {**harmless(page), "acne": "none", "acne_areas": ["chin"]}
    assert ada.send_page("skin_today", page, answers).status_code == 302
    assert "acne_areas" not in ada.answers


def test_nonsense_in_a_closed_question_does_not_matter(ada: PatientInBrowser) -> None:
    page = ada.page("skin_today")
    answers = {**harmless(page), "last_tan_date-year": "nonsense"}
    assert ada.send_page("skin_today", page, answers).status_code == 302


def test_what_is_not_asked_here_is_not_stored(ada: PatientInBrowser) -> None:
    answers = {
        "pregnant": "no",
        "breastfeeding": "no",
        "smoker": "yes",
        "peel_agent": "tca",
        "date_of_birth": "1",
    }
    ada.send("pregnancy", answers)
    assert ada.answers == {"pregnant": "no", "breastfeeding": "no"}


def test_back_keeps_what_was_answered_and_demands_nothing(ada: PatientInBrowser) -> None:
    response = ada.send("pregnancy", {"pregnant": "yes"}, do="back")
    assert (response.status_code, response.url) == (302, "/i/form/questions/skin_history/")
    assert ada.answers == {"pregnant": "yes"}
    assert ada.page("pregnancy").values("q-pregnant") == ["yes"]


def test_back_with_something_half_typed_keeps_it_on_the_page(ada: PatientInBrowser) -> None:
    answers = {"isotretinoin_status": "stopped", "isotretinoin_last_dose-month": "8"}
    ada.send("medicines", {"isotretinoin_status": "stopped"}, do="back")
    response = ada.send("medicines", answers, do="back")
    page = read(response)
    assert response.status_code == 422
    assert page.errors == ["A date needs at least a month and a year."]
    assert page.values("q-isotretinoin_last_dose-month") == ["8"]
    assert ("/i/form/questions/health/", "Go back without it") in page.links
    assert ada.answers == {"isotretinoin_status": "stopped"}


def test_first_section_has_no_way_back(ada: PatientInBrowser) -> None:
    assert [button.get("value") for button in ada.page("about").buttons] == ["leave", "continue", "continue"]


def test_return_key_continues(ada: PatientInBrowser) -> None:
    page = ada.page("medicines")
    in_form = [button for button in page.buttons if "form" not in button]
    assert in_form[0]["value"] == "continue"


def test_leaving_saves_what_was_answered(ada: PatientInBrowser) -> None:
    response = ada.send("pregnancy", {"pregnant": "yes"}, do="leave")
    assert response.url == "/i/form/left/"
    assert ada.answers == {"pregnant": "yes"}
    assert ada.client.get("/i/form/questions/about/").status_code == 403


def test_leaving_with_something_half_typed_says_so_first(ada: PatientInBrowser) -> None:
    ada.send("medicines", {"isotretinoin_status": "stopped"}, do="back")
    response = ada.send("medicines", {"isotretinoin_last_dose-month": "8"}, do="leave")
    assert response.status_code == 422
    assert "Leave without it" in read(response).text
    assert ada.client.get("/i/form/questions/about/").status_code == 200


def test_change_from_the_check_leads_back_there(ada: PatientInBrowser) -> None:
    page = ada.page("pregnancy", "?then=check")
    response = ada.send_page("pregnancy", page, {"pregnant": "no", "breastfeeding": "no"})
    assert response.url == "/i/form/check/"


def test_address_to_go_on_to_cannot_be_chosen(ada: PatientInBrowser) -> None:
    page = ada.page("pregnancy", "?then=https://elsewhere.example/")
    assert page.values("then") == [""]
    answers = {"pregnant": "no", "breastfeeding": "no"}
    response = ada.send_page("pregnancy", page, answers, then="https://elsewhere.example/")
    assert response.url == "/i/form/questions/health/"


def test_booked_areas_are_ticked_and_cannot_be_taken_away() -> None:
    patient = open_form(areas=["cheeks", "chin"])
    page = patient.page("about")
    boxes = {box.value: box for box in page.controls if box.attributes.get("id") in AREA_IDS}
    booked = [code for code, control in boxes.items() if "disabled" in control.attributes]
    assert (booked, [boxes[code].is_ticked for code in booked]) == (["cheeks", "chin"], [True, True])
    response = patient.send_page(
        "about", page, {"treatment_areas": ["neck"], "concern": "texture", "event_soon": "no"}
    )
    assert response.status_code == 302
    assert patient.answers["treatment_areas"] == ["neck"]
    assert patient.check().text.count("Cheeks , Chin , Neck") == 1


def test_areas_of_other_questions_have_nothing_booked(ada: PatientInBrowser) -> None:
    ada.send("skin_today", {"acne": "inflamed"}, do="back")
    ada.send("skin_today", {"acne_areas": ["chin"]}, do="back")
    assert ada.answers["acne_areas"] == ["chin"]


def test_typed_allergies_are_kept_beside_those_ticked(ada: PatientInBrowser) -> None:
    ada.send(
        "allergies", {"allergies": ["nickel"], "allergies-text": "pollen, قطط 🐱", "reactive_skin": "no"}
    )
    assert ada.answers["allergies"] == ["nickel", "pollen", "قطط 🐱"]
    page = ada.page("allergies")
    assert page.values("q-allergies") == ["nickel"]
    assert page.values("q-allergies-text") == ["pollen, قطط 🐱"]


def test_saved_section_says_so(ada: PatientInBrowser) -> None:
    assert "Saved" not in ada.page("pregnancy").text.replace("Save and leave", "")
    ada.send("pregnancy", {"pregnant": "no", "breastfeeding": "no"})
    assert "Saved" in ada.page("pregnancy").text.replace("Save and leave", "")


def queries(ada: PatientInBrowser, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert ada.client.get(path).status_code == 200
    return len(caught)


def test_pages_ask_the_database_the_same_however_much_was_answered(ada: PatientInBrowser) -> None:
    paths = [*(f"/i/form/questions/{section}/" for section in SECTIONS), "/i/form/check/"]
    empty = [queries_again(ada, path) for path in paths]
    ada.answer_all(takes_medicines="yes", had_recent_procedures="yes", tan_recent="yes")
    assert [queries_again(ada, path) for path in paths] == empty == [5] * len(SECTIONS) + [4]


def queries_again(patient: PatientInBrowser, path: str) -> int:
    """How often a page that is open asks the database; opening it is counted, which asks more."""
    patient.client.get(path)
    return queries(patient, path)


def test_no_page_is_stored(ada: PatientInBrowser) -> None:
    for path in ("questions/about/", "check/"):
        response = ada.client.get(f"/i/form/{path}")
        assert response.headers["Cache-Control"] == "no-store, private"
