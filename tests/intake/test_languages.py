"""The language of patients' pages: which one it is, how it is changed, and what changing it keeps."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from clinic import written
from clinic.accounts.models import User
from screening.engine import parse_rulebook
from screening.models import CalendarFeed, Consent, Patient
from screening.services.consent import is_genuine
from tests.documents import text_of
from tests.intake.patients import (
    BIRTH_DATE,
    SIGNED,
    PatientInBrowser,
    activate,
    document_of,
    make_link,
    open_form,
    starter,
)
from tests.intake.reading import read
from tests.intake.speaking import offer, open_form_in, switch

pytestmark = pytest.mark.django_db

LANG = re.compile(r'<html lang="([\w-]+)" dir="(\w+)">')
NAMES = re.compile(r'name="language" value="(\w+)" lang="(\w+)" dir="(\w+)"( aria-current="true")?>([^<]+)<')


def language_of(response: Any) -> tuple[str, str]:
    """The language and the direction of a page; the header says the same."""
    found = LANG.search(response.content.decode())
    assert found is not None
    assert response["Content-Language"] == found[1]
    return found[1], found[2]


def spoken_by(patient: PatientInBrowser, path: str = "/i/form/questions/about/") -> str:
    """The language of one of a patient's pages."""
    return language_of(patient.client.get(path))[0]


def ask_in(patient: PatientInBrowser, language: str) -> None:
    """Note the language of a patient's messages."""
    Patient.objects.filter(pk=patient.appointment.patient_id).update(language=language)


def test_without_a_choice_it_is_that_of_the_patients_messages() -> None:
    offer("ar", "de")
    ada = open_form()
    assert spoken_by(ada) == "en"
    ask_in(ada, "ar")
    assert language_of(ada.client.get("/i/form/questions/about/")) == ("ar", "rtl")


def test_choice_goes_before_the_language_of_messages_and_is_kept_for_another_device() -> None:
    offer("ar", "de")
    ada = open_form()
    ask_in(ada, "ar")
    assert switch(ada, "de", "/i/form/check/")["Location"] == "/i/form/check/"
    assert spoken_by(ada) == "de"
    assert ada.response.language == "de"
    other = Client()
    assert language_of(other.get(f"/i/{ada.token}/"))[0] == "de"


def test_link_opens_in_the_language_of_messages_and_a_choice_there_goes_on_inside() -> None:
    offer("ar", "de")
    appointment, token = make_link()
    client = Client()
    Patient.objects.filter(pk=appointment.patient_id).update(language="ar")
    assert language_of(client.get(f"/i/{token}/"))[0] == "ar"
    typed = client.post(f"/i/{token}/", {**BIRTH_DATE, "birth_date-year": "19", "language": "de"})
    assert (typed.status_code, language_of(typed)[0]) == (200, "de")
    assert read(typed).data["birth_date-year"] == ["19"]
    client.post(f"/i/{token}/", BIRTH_DATE)
    assert language_of(client.get("/i/form/questions/about/"))[0] == "de"


def test_before_anybody_is_known_it_is_what_the_browser_asks_for(client: Client) -> None:
    offer("ar")
    gone = client.get("/i/no-such-link/", headers={"accept-language": "ar-EG,ar;q=0.9,en;q=0.5"})
    assert (gone.status_code, language_of(gone)) == (404, ("ar", "rtl"))
    assert language_of(client.get("/i/no-such-link/", headers={"accept-language": "ja"}))[0] == "en"


def test_staff_pages_are_english_whatever_the_browser_asks_for(
    client_of: Callable[[User], Client], erin: User
) -> None:
    offer("ar")
    client = client_of(erin)
    client.post("/i/language/", {"language": "ar", "next": "/i/form/left/"})
    for path in ("/desk/", "/accounts/sign-in/"):
        response = client.get(path, headers={"accept-language": "ar"})
        assert (response["Content-Language"], 'dir="rtl"' in response.content.decode()) == ("en", False)


def test_only_languages_the_rulebook_is_offered_in_can_be_chosen() -> None:
    offer("ar", "de")
    ada = open_form()
    page = ada.client.get("/i/form/questions/about/").content.decode()
    assert [(code, name, bool(here)) for code, _lang, _dir, here, name in NAMES.findall(page)] == [
        ("en", "English", True),
        ("de", "Deutsch", False),
        ("ar", "العربيّة", False),
    ]
    assert [(lang, way) for _code, lang, way, _here, _name in NAMES.findall(page)] == [
        ("en", "ltr"),
        ("de", "ltr"),
        ("ar", "rtl"),
    ]
    switch(ada, "fr", "/i/form/check/")
    assert spoken_by(ada) == "en"


def test_where_the_rulebook_is_offered_in_one_language_there_is_no_switch() -> None:
    activate(starter())
    ada = open_form()
    ask_in(ada, "ar")
    page = ada.client.get("/i/form/questions/about/")
    assert (language_of(page)[0], NAMES.findall(page.content.decode())) == ("en", [])


def test_texts_in_a_language_the_pages_do_not_have_say_so() -> None:
    document = json.loads(document_of(starter()))
    document["rulebook"]["language"], document["cases"] = "it", []
    activate(parse_rulebook(document))
    ada = open_form()
    page = ada.client.get("/i/form/questions/about/")
    html = page.content.decode()
    assert language_of(page)[0] == "en"
    assert [html.count(f'<{tag} lang="it" dir="ltr">') for tag in ("h1", "legend")] == [1, 3]
    assert html.count('<label for="id_q-target_scar_date_day">Day</label>') == 0
    ada.answer_all()
    assert '<dt lang="it" dir="ltr">' in ada.client.get("/i/form/check/").content.decode()
    ada.declare()
    assert '<dd lang="it" dir="ltr">' in ada.client.get("/i/form/treatment/").content.decode()


def test_section_comes_back_as_it_was_typed_and_nothing_is_stored() -> None:
    offer("de")
    ada = open_form()
    typed = {"q-target_scar_date-year": "20", "q-concern": ["acne_scars", "texture"]}
    sent = {**ada.page("about").data, **typed, "language": "de"}
    response = ada.client.post("/i/form/questions/about/", sent)
    assert response.status_code == 200
    page = read(response)
    assert {name: page.data[name] for name in typed} == {**typed, "q-target_scar_date-year": ["20"]}
    assert language_of(response)[0] == "de"
    assert "Was möchten Sie" in response.content.decode()
    assert "error-summary" not in response.content.decode()
    assert (ada.answers, ada.response.revision) == ({}, 0)


def test_ticks_and_names_come_back_at_the_check_and_at_consent() -> None:
    offer("de")
    ada = open_form()
    ada.answer_all()
    checked = ada.client.post("/i/form/check/", {**ada.check().data, "declaration": "on", "language": "de"})
    assert (checked.status_code, read(checked).data["declaration"]) == (200, ["on"])
    ada.declare()
    opened = read(ada.client.get("/i/form/consent/"))
    again = ada.client.post(
        "/i/form/consent/", {**opened.data, **SIGNED, "relation": "mère", "language": "en"}
    )
    page = read(again)
    kept = [page.data.get(name) for name in ("name", "relation", "treatment", "storage", "marketing")]
    assert kept == [["Ada Canary"], ["mère"], ["on"], ["on"], None]
    assert page.data["text"] != opened.data["text"]
    assert Consent.objects.count() == 0
    assert ada.client.post("/i/form/consent/", {**page.data, **SIGNED})["Location"] == "/i/form/sent/"


def test_consent_is_kept_as_it_was_read_and_shown_to_staff_as_it_was_signed(
    client_of: Callable[[User], Client], alice: User
) -> None:
    offer("ar")
    ada = open_form_in("ar")
    ada.answer_all()
    assert ada.submit()["Location"] == "/i/form/sent/"
    consent = Consent.objects.get()
    text = consent.signed["text"]
    assert (text["language"], text["parts"][0]["title"]) == ("ar", "ما هو مخطط له")
    assert "يجوز للعيادة" in text["statements"]["storage"]
    assert is_genuine(consent)
    switch(ada, "en", "/i/form/consented/")
    shown = ada.client.get("/i/form/consented/").content.decode()
    assert 'class="consent-text" lang="ar" dir="rtl"' in shown
    record = client_of(alice).get(f"/review/{ada.appointment.pk}/").content.decode()
    assert '<div lang="ar" dir="rtl">' in record
    assert text["parts"][0]["title"] in record


def test_plan_and_its_document_are_in_arabic_from_right_to_left() -> None:
    offer("ar")
    ada = open_form_in("ar")
    ada.answer_all()
    ada.submit()
    page = ada.client.get("/i/plan/")
    assert language_of(page) == ("ar", "rtl")
    html = page.content.decode()
    assert ("قبل زيارتكم" in html, 'lang="en"' in html.split("<main", 1)[1]) == (True, False)
    made = ada.client.get("/i/plan/pdf/")
    assert made["Content-Type"] == "application/pdf"
    assert "2026" in text_of(made.content) or "2027" in text_of(made.content)
    assert "SUMMARY:تذكير" not in ada.client.get("/i/plan/calendar/").content.decode()


def test_switch_on_a_page_made_of_what_was_sent_sends_it_again() -> None:
    offer("de")
    ada = open_form()
    page = ada.page("about")
    ada.answer_all()
    ada.submit()
    sent = ada.send_page("about", page, {"event_planned": "yes"}, do="leave")
    assert sent.status_code == 409
    form = read(sent).data
    assert (form["resend"], form["q-event_planned"]) == (["yes"], ["yes"])
    again = ada.client.post("/i/form/questions/about/", {**form, "language": "de"})
    assert (again.status_code, language_of(again)[0]) == (409, "de")
    assert "Ihre Antworten sind gesendet" in again.content.decode()


def test_secret_address_shown_once_is_still_there_in_another_language() -> None:
    offer("de")
    ada = open_form()
    ada.answer_all()
    ada.submit()
    made = ada.client.post("/i/plan/reminders/", {"response": ada.response.pk, "do": "make"})
    token = read(made).data["token"][0]
    sent = {"response": ada.response.pk, "token": token, "language": "de"}
    again = ada.client.post("/i/plan/reminders/", sent)
    assert (language_of(again)[0], f"/i/calendar/{token}.ics" in again.content.decode()) == ("de", True)
    assert CalendarFeed.objects.count() == 1
    assert ada.client.post("/i/plan/reminders/", {**sent, "token": "no-such"})["Location"] == "/i/plan/"


def test_goodbye_is_said_in_the_language_of_the_visit() -> None:
    offer("de")
    ada = open_form_in("de")
    left = ada.client.post("/i/form/leave/", headers={"accept-language": "en"})
    assert left["Location"] == "/i/form/left/?language=de"
    assert "language" not in ada.client.session
    assert language_of(ada.client.get(left["Location"]))[0] == "de"


@pytest.mark.parametrize(
    "sent",
    [
        {"language": "xx", "next": "/i/form/check/"},
        {"language": "de"},
        {"language": "de", "next": "/desk/"},
        {"language": "de", "next": "//elsewhere.example/i/"},
        {"next": "/i/form/check/"},
    ],
)
def test_switch_takes_known_languages_and_leads_to_patients_pages_only(
    client: Client, sent: dict[str, str]
) -> None:
    assert client.post("/i/language/", sent).status_code == 400


def test_arabic_digits_are_read_as_digits() -> None:
    _appointment, token = make_link()
    typed = {"birth_date-day": "٢", "birth_date-month": "۴", "birth_date-year": "١٩٩٠"}
    assert Client().post(f"/i/{token}/", typed).status_code == 302


WRITTEN = {
    "en": ("Tuesday 15 December 2026, 10:30", "12,500"),
    "de": ("Dienstag, 15. Dezember 2026, 10:30 Uhr", "12.500"),
    "es": ("martes 15 de diciembre de 2026, 10:30", "12.500"),
    "fr": ("mardi 15 décembre 2026 à 10:30", "12\u202f500"),
    "ar": ("الثلاثاء، 15 ديسمبر 2026، 10:30", "12,500"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_moments_and_figures_are_written_as_the_language_does(language: str) -> None:
    at = datetime(2026, 12, 15, 9, 30, tzinfo=UTC)
    with translation.override(language):
        assert (written.visit(at), written.figure(12_500)) == WRITTEN[language]


def test_telephone_number_runs_from_left_to_right_on_an_arabic_page() -> None:
    with translation.override("ar"):
        assert written.dialled("+41 79 555 00 31") == "\u200e+41 79 555 00 31"
    assert written.dialled("+41 79 555 00 31") == "+41 79 555 00 31"


def test_stored_data_in_arabic_turns_no_number_round_and_lists_as_arabic_does() -> None:
    offer("ar")
    ada = open_form_in("ar")
    patient = ada.appointment.patient
    patient.phone = "+41 79 555 00 31"
    patient.save()
    ada.answer_all(treatment_areas=["neck", "chin"])
    page = ada.client.get("/i/data/").content.decode()
    assert "<dd>\u200e+41 79 555 00 31</dd>" in page
    assert re.findall("<dt>المناطق</dt><dd>([^<]+)</dd>", page) == ["الوجه كله، الرقبة، الذقن"]
