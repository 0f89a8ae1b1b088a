"""What no page would send, and what people mistype: a clear message, 4xx, nothing stored, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.intake.patients import PatientInBrowser
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

CHOOSE = "Choose one of the answers shown."
PREGNANCY = {"pregnant": "no", "breastfeeding": "no"}


def refused(ada: PatientInBrowser, section: str, answers: dict[str, Any], gate: dict[str, str]) -> list[str]:
    """The messages at the fields; nothing of it may have been stored."""
    if gate:
        ada.send(section, gate, do="back")
    before = ada.answers
    response = ada.send(section, answers)
    assert response.status_code == 422
    assert ada.answers == before
    return [error for error in read(response).errors if error != "Choose an answer."]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("perhaps", CHOOSE),
        ("NO", CHOOSE),
        ("['no']", CHOOSE),
        ("true", CHOOSE),
        ("no\0", CHOOSE),
        ("x" * 100_000, CHOOSE),
        ("\u202eno", CHOOSE),
    ],
)
def test_choice_that_is_none_of_the_answers(ada: PatientInBrowser, given: str, message: str) -> None:
    assert refused(ada, "pregnancy", {**PREGNANCY, "pregnant": given}, {}) == [message]


def test_choice_sent_twice_counts_once(ada: PatientInBrowser) -> None:
    ada.send("pregnancy", {**PREGNANCY, "pregnant": ["no", "yes"]})
    assert ada.answers["pregnant"] == "yes"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["moon"], CHOOSE),
        (["chin", "chin\0"], CHOOSE),
        (["chin", "unsure"], "“I'm not sure where” cannot go with other areas. Choose one or the other."),
        ([], "Choose at least one area, or that you are not sure where."),
        ([f"a{n}" for n in range(1500)], "There are too many answers here. Give 100 at most."),
    ],
)
def test_areas_that_cannot_be(ada: PatientInBrowser, given: list[str], message: str) -> None:
    gate = {"metal_implant": "yes"}
    assert refused(ada, "implants", {"metal_implant_areas": given}, gate) == [message]


def test_same_area_a_thousand_times_is_one_area(ada: PatientInBrowser) -> None:
    ada.send("implants", {"metal_implant": "yes", "implanted_electronic_device": "none"}, do="back")
    ada.send("implants", {"metal_implant_areas": ["chin"] * 1000})
    assert ada.answers["metal_implant_areas"] == ["chin"]


def test_ten_thousand_areas_are_refused_as_a_whole(ada: PatientInBrowser) -> None:
    response = ada.send("implants", {"metal_implant_areas": ["chin"] * 10_000})
    assert (response.status_code, read(response).h1) == (400, "We could not read that")
    assert ada.answers == {}


def test_huge_body_is_refused_as_a_whole(ada: PatientInBrowser) -> None:
    response = ada.send("anything_else", {"other_condition_text": "x" * 1_500_000})
    assert (response.status_code, read(response).h1) == (400, "We could not read that")
    assert ada.answers == {}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("a\0b", "Some characters here cannot be stored. Please write this in other words."),
        ("\x1b[31m", "Some characters here cannot be stored. Please write this in other words."),
        ("x" * 2001, "This is too long. Use 2000 characters at most."),
        ("x" * 900_000, "This is too long. Use 2000 characters at most."),
    ],
)
def test_text_that_cannot_be_stored(ada: PatientInBrowser, given: str, message: str) -> None:
    response = ada.send("anything_else", {"other_condition_text": given})
    page = read(response)
    assert (response.status_code, page.errors) == (422, [message])
    assert ada.answers == {}


@pytest.mark.parametrize(
    "given",
    [
        "مرحبا، عندي حساسية",
        "\u202eabc\u202c \u05e9",
        "👩🏽‍⚕️ 💉 ok",
        "<script>alert(1)</script> & 'quotes' \"too\"",
        "{{ 7|add:1 }} {% now 'Y' %}",
        "two\r\nlines",
        "ﷺ" * 2000,
    ],
)
def test_text_of_any_script_is_kept_as_written(ada: PatientInBrowser, given: str) -> None:
    assert ada.send("anything_else", {"other_condition_text": given}).status_code == 302
    stored = given.replace("\r\n", "\n").strip()
    assert ada.answers["other_condition_text"] == stored
    assert ada.page("anything_else").values("q-other_condition_text") == [stored]
    assert " ".join(stored.split()) in ada.check().text


def test_only_spaces_are_no_answer(ada: PatientInBrowser) -> None:
    ada.send("anything_else", {"other_condition_text": "  \n "})
    assert ada.answers == {}


def date_parts(name: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("", "8", "", "A date needs at least a month and a year."),
        ("3", "", "2026", "A date needs at least a month and a year."),
        ("31", "2", "2026", "This date does not exist. Check the day and the month."),
        ("29", "2", "2025", "This date does not exist. Check the day and the month."),
        ("0", "1", "2026", "The day is a number from 1 to 31."),
        ("32", "1", "2026", "The day is a number from 1 to 31."),
        ("1", "0", "2026", "The month is a number from 1 to 12."),
        ("1", "May", "2026", "The month is a number from 1 to 12."),
        ("1", "5", "26", "The year needs four digits, for example 2026."),
        ("1", "5", "1850", "This date lies too far back. Check the year."),
        ("", "5", "1850", "This date lies too far back. Check the year."),
        ("1", "5", "2999", "This date lies in the future. Enter today's date or an earlier one."),
        ("-1", "5", "2026", "The day is a number from 1 to 31."),
        ("1", "5", "2026\0", "The year needs four digits, for example 2026."),
        ("1" * 5000, "5", "2026", "The day is a number from 1 to 31."),
        ("\u2460", "5", "2026", "The day is a number from 1 to 31."),
    ],
)
def test_past_date_that_cannot_be(
    ada: PatientInBrowser, day: str, month: str, year: str, message: str
) -> None:
    answers = date_parts("isotretinoin_last_dose", day, month, year)
    assert refused(ada, "medicines", answers, {"isotretinoin_status": "stopped"}) == [message]


def test_tomorrow_is_not_past(ada: PatientInBrowser) -> None:
    day = timezone.localdate() + timedelta(days=1)
    answers = date_parts("isotretinoin_last_dose", str(day.day), str(day.month), str(day.year))
    message = "This date lies in the future. Enter today's date or an earlier one."
    assert refused(ada, "medicines", answers, {"isotretinoin_status": "stopped"}) == [message]


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("1", "5", "2020", "This date has passed. Enter a date from today on."),
        ("", "5", "2020", "This date has passed. Enter a date from today on."),
        ("1", "5", "2226", "This date lies too far ahead. Check the year."),
    ],
)
def test_date_ahead_that_cannot_be(
    ada: PatientInBrowser, day: str, month: str, year: str, message: str
) -> None:
    answers = {"concern": "texture"} | date_parts("event_date", day, month, year)
    assert refused(ada, "about", answers, {"event_soon": "yes"}) == [message]


def test_date_and_not_knowing_it_do_not_go_together(ada: PatientInBrowser) -> None:
    answers = date_parts("isotretinoin_last_dose", "", "5", "2026") | {
        "isotretinoin_last_dose-unknown": "yes"
    }
    message = "Enter a date or choose “I don't know”, not both."
    assert refused(ada, "medicines", answers, {"isotretinoin_status": "stopped"}) == [message]


@pytest.mark.parametrize(
    ("parts", "stored"),
    [
        (("7", "8", "2026"), "2026-08-07"),
        ((" 07", "08 ", "2026"), "2026-08-07"),
        (("", "8", "2026"), "2026-08"),
    ],
)
def test_date_is_stored_as_far_as_it_is_known(
    ada: PatientInBrowser, parts: tuple[str, str, str], stored: str
) -> None:
    ada.send("medicines", {"isotretinoin_status": "stopped"}, do="back")
    ada.send("medicines", date_parts("isotretinoin_last_dose", *parts), do="back")
    assert ada.answers["isotretinoin_last_dose"] == stored
    again = ada.page("medicines").values
    assert again("q-isotretinoin_last_dose-month") == ["8"]


def test_date_not_known_is_an_answer(ada: PatientInBrowser) -> None:
    ada.send("medicines", {"isotretinoin_status": "stopped"}, do="back")
    ada.send("medicines", {"isotretinoin_last_dose-unknown": "yes"}, do="back")
    assert ada.answers["isotretinoin_last_dose"] == "unknown"
    assert ada.page("medicines").values("q-isotretinoin_last_dose-unknown") == ["yes"]


def test_none_beside_other_answers_is_refused_and_both_stay_ticked(ada: PatientInBrowser) -> None:
    response = ada.send("allergies", {"allergies": ["none", "latex"], "reactive_skin": "no"})
    page = read(response)
    assert response.status_code == 422
    alone = "“I have no allergies that I know of” / “I'm not sure”"
    assert page.errors == [f"{alone} cannot go with other answers. Choose one or the other."]
    assert page.values("q-allergies") == ["none", "latex"]
    assert ada.answers == {}


def test_none_beside_a_typed_answer_is_refused(ada: PatientInBrowser) -> None:
    answers = {"allergies": ["none"], "allergies-text": "pollen", "reactive_skin": "no"}
    assert ada.send("allergies", answers).status_code == 422
    assert ada.answers == {}


def test_code_typed_in_place_of_an_answer_of_a_closed_list(ada: PatientInBrowser) -> None:
    assert refused(ada, "about", {"concern": ["texture", "cupcakes"], "event_soon": "no"}, {}) == [CHOOSE]


def test_text_for_a_list_that_is_not_open_is_ignored(ada: PatientInBrowser) -> None:
    ada.send("about", {"concern": ["texture"], "concern-text": "cupcakes", "event_soon": "no"})
    assert ada.answers["concern"] == ["texture"]


@pytest.mark.parametrize(
    "changes",
    [
        {"do": "explode"},
        {"do": "add:medicines:1:2:3\0"} | {"do": "explode:medicines"},
        {"revision": ""},
        {"revision": "-1"},
        {"revision": "1e3"},
        {"revision": "9" * 50},
    ],
)
def test_what_no_page_sends_is_a_bad_request(ada: PatientInBrowser, changes: dict[str, str]) -> None:
    page = ada.page("pregnancy")
    data = page.data | {"q-pregnant": "no", "q-breastfeeding": "no", "do": "continue"} | changes
    response = ada.client.post("/i/form/questions/pregnancy/", data)
    assert (response.status_code, read(response).h1) == (400, "We could not read that")
    assert ada.answers == {}


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x"]
)
def test_body_of_another_kind_is_refused(ada: PatientInBrowser, content_type: str) -> None:
    response = ada.client.post(
        "/i/form/questions/pregnancy/", b'{"q-pregnant": 0}', content_type=content_type
    )
    assert response.status_code in {400, 403}
    assert ada.answers == {}


def test_revision_of_the_future_loses_nothing(ada: PatientInBrowser) -> None:
    response = ada.send("pregnancy", PREGNANCY, revision="4000")
    assert response.status_code == 302
    assert ada.answers == PREGNANCY
