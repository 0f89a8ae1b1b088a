"""What the patient's pages weigh on the wire, from the link to the plan, with the starter rulebook."""

import gzip

import pytest
from django.test import Client

from tests.intake.patients import BIRTH_DATE, PatientInBrowser, make_link
from tests.site.weighing import Weighing, files_of, needs, weight

FIRST, NEXT = 100_000, 30_000
MUCH = {
    "acne": "inflamed", "skin_infection": "other", "cold_sore_now": "yes", "open_wound": "yes",
    "sunburn_now": "yes", "tan_recent": "yes", "changing_mole": "yes", "raised_spot": "yes",
    "actinic_keratosis": "yes", "takes_medicines": "yes", "had_recent_procedures": "yes",
}  # fmt: skip

pytestmark = pytest.mark.django_db


def test_first_page_is_light_and_each_next_one_lighter() -> None:
    browser = Weighing()
    appointment, token = make_link()
    browser.get(f"/i/{token}/")
    browser.post(f"/i/{token}/", BIRTH_DATE)
    patient = PatientInBrowser(browser, appointment, token)
    begun = patient.response
    begun.answers = MUCH  # many questions open
    begun.save()
    for section in ("skin_today", "medicines", "recent"):
        patient.page(section)
    patient.answer_all()
    patient.declare()
    browser.get("/i/form/treatment/")
    patient.consent()
    for path in ("form/sent/", "form/consented/", "plan/"):
        browser.get(f"/i/{path}")
    first, *others = browser.pages
    assert patient.response.is_submitted
    assert len(others) > 30
    assert first[1] < FIRST, first
    assert [page for page in others if page[1] >= NEXT] == []


def test_patients_pages_are_compressed_and_those_of_the_staff_are_not() -> None:
    client = Client(headers={"accept-encoding": "gzip"})
    _, token = make_link()
    page = client.get(f"/i/{token}/")
    assert page.headers["Content-Encoding"] == "gzip"
    assert page.headers["Vary"].split(", ")[-1] == "Accept-Encoding"
    assert b"<h1>" in gzip.decompress(page.content)
    assert "Content-Encoding" not in client.get("/accounts/sign-in/").headers


def test_weighing_finds_what_styles_and_letters_need() -> None:
    page = '<link href="/static/css/tokens.css"><p>Grüezi</p>'
    latin = "/static/vendor/figtree/figtree-latin-wght-normal.woff2"
    assert set(files_of(page)) == {"/static/css/tokens.css", latin}
    assert needs("Łódź", "U+0100-02BA")
    assert not needs("Lodz", "U+0100-02BA, U+2020")
    assert weight(latin) > 20_000
