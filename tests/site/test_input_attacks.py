"""What somebody with bad intent would send: it is refused, or it is shown as what it is."""

import csv
import io
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from django.test import Client

from clinic.accounts.models import User
from clinic.logs import json_lines
from screening.models import Appointment, Evidence, Note, Patient
from screening.services import review
from screening.services.audit import Actor
from tests.factories import make_patient, make_submitted, publish
from tests.letters import PDF
from tests.review.decisions import send
from tests.rulebook.documents import document

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]
SQL = ["' OR 1=1 --", "%' UNION SELECT 1 --", "x'; DROP TABLE screening_patient; --", '") OR ("1"="1']
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "///evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "\x01https://evil.example",
]
MARKUP = {
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "letter.pdf": b"<!DOCTYPE html><script>alert(1)</script>",
    "letter.png": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "scan.jpg": b"\xef\xbb\xbf<html><body onload=alert(1)>",
    "both.pdf": b"GIF89a<script>alert(1)</script>%PDF-1.7",
    "both.png": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
}
"""Bytes a browser might run, under names the clinic takes."""


@pytest.fixture
def held(published: None) -> Appointment:
    return make_submitted().response.appointment


@pytest.fixture
def published(db: None) -> None:
    publish()


@pytest.fixture
def practitioner(alice: User, client_of: ClientOf) -> Client:
    return client_of(alice)


@pytest.fixture
def reception(erin: User, client_of: ClientOf, published: None) -> Client:
    return client_of(erin)


@pytest.mark.parametrize("name", MARKUP)
def test_letter_of_markup_is_refused_whatever_it_is_called(
    practitioner: Client, held: Appointment, name: str
) -> None:
    kinds = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
    sent = SimpleUploadedFile(name, MARKUP[name], kinds[name[-3:]])
    answer = send(practitioner, held, "letters/", {"letter": sent})
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)


def test_letter_is_stored_in_no_folder() -> None:
    files = [
        field for model in apps.get_models() for field in model._meta.fields if isinstance(field, FileField)
    ]
    assert files == []
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


def test_name_of_a_letter_brings_no_header(practitioner: Client, held: Appointment, alice: User) -> None:
    name = '../../x"\r\nSet-Cookie: a=b; y.pdf'
    stored = review.add_evidence(appointment=held, name=name, data=PDF, by=Actor.staff(alice))
    answer = practitioner.get(f"/review/{held.pk}/letters/{stored.pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="x\\"Set-Cookie: a=b; y.pdf"'
    assert "a" not in answer.cookies


def test_template_words_are_shown_as_they_were_typed(practitioner: Client, held: Appointment) -> None:
    words = "{{ settings.SECRET_KEY }}{% debug %}{{ 7|add:7 }} %(name)s {name}"
    assert send(practitioner, held, "notes/", {"text": words}).status_code == 302
    assert Note.objects.get().text == words
    assert words in practitioner.get(f"/review/{held.pk}/").content.decode()


@pytest.mark.parametrize("typed", SQL)
def test_searching_for_sql_finds_nothing_and_breaks_nothing(
    reception: Client, practitioner: Client, typed: str
) -> None:
    make_patient("Ada Canary")
    answers = [
        reception.post("/desk/patients/", {"typed": typed}),
        practitioner.get("/review/", {"q": typed, "sort": typed}),
        practitioner.get("/review/", {"queue": typed, "after": typed}),
        practitioner.get("/rulebook/", {"q": typed, "topic": typed}),
    ]
    assert {answer.status_code for answer in answers} <= {200, 400, 404, 422}
    assert [b"Canary" in answer.content for answer in answers] == [False] * 4
    assert Patient.objects.count() == 1


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,<script>", "JavaScript:x", "vbscript:x"]
)
def test_link_of_a_source_is_never_a_script(practitioner: Client, link: str) -> None:
    base = document()
    sources: Any = base["sources"]
    publish({**base, "sources": [{**source, "link": link} for source in sources]})
    html = practitioner.get("/rulebook/sources/").content.decode()
    assert sources[0]["title"] in html
    assert {address.partition(":")[0] for address in re.findall(r'href="([a-zA-Z]+:[^"]*)"', html)} <= {
        "https"
    }


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_address_leads_to_another_website(alice: User, client_of: ClientOf, there: str) -> None:
    inside = client_of(alice)
    answers = [
        Client().post(
            "/accounts/sign-in/",
            {"username": alice.email, "password": "correct-horse-battery", "next": there},
        ),
        inside.get("/accounts/sign-in/", {"next": there}),
        inside.post("/accounts/me/confirm/", {"password": "correct-horse-battery", "next": there}),
        Client().post("/i/language/", {"language": "de", "next": there}),
        Client().post("/i/language/", {"language": "de", "next": f"/i/{there}"}),
    ]
    led = [answer["Location"] for answer in answers if answer.status_code in {301, 302, 303}]
    assert [address for address in led if not re.match(r"/(?![/\\])", address)] == []
    assert led[0] == "/"


def test_fields_no_form_has_change_nothing(reception: Client, bob: User, client_of: ClientOf) -> None:
    form = {
        "name": "Nora Night",
        "birth_date": "2.4.1990",
        "language": "en",
        "contact_by": "email",
        "email": "n@example.org",
    }
    stranger = make_patient("Somebody Else")
    more = {"id": str(stranger.pk), "pk": str(stranger.pk), "created_at": "2001-01-01", "_name": "Mallory"}
    reception.post("/desk/patients/new/", {**form, **more})
    stored = Patient.objects.exclude(pk=stranger.pk).get()
    assert (stored.name, stored.created_at.year > 2001) == ("Nora Night", True)
    stranger.refresh_from_db()
    assert stranger.name == "Somebody Else"

    rights = {
        "is_superuser": "on",
        "is_staff": "on",
        "password": "x",
        "groups": ["1", "2", "3", "4", "5"],
        "user_permissions": "1",
    }
    invited = {"email": "dora@clinic.example", "full_name": "Dora Dietrich", "roles": ["reception"]}
    client_of(bob).post("/accounts/staff/invite/", {**invited, **rights})
    dora = User.objects.get(email="dora@clinic.example")
    assert [dora.is_superuser, dora.is_staff, dora.has_usable_password()] == [False] * 3
    assert [group.name for group in dora.groups.all()] == ["reception"]


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org\r\n\r\nText", "a@b.org, c@d.org"]
)
def test_patients_address_brings_no_header_into_a_mail(reception: Client, address: str) -> None:
    form = {
        "name": "Nora Night",
        "birth_date": "2.4.1990",
        "language": "en",
        "contact_by": "email",
        "email": address,
    }
    assert reception.post("/desk/patients/new/", form).status_code == 422
    assert (Patient.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize("name", ["=1+1", "+41", "-2", "@SUM(A1)", " =HYPERLINK(0)"])
def test_no_name_begins_like_a_formula(reception: Client, name: str) -> None:
    form = {
        "name": name,
        "birth_date": "2.4.1990",
        "language": "en",
        "contact_by": "email",
        "email": "n@example.org",
    }
    assert reception.post("/desk/patients/new/", form).status_code == 422


def test_only_table_of_cells_that_is_given_out_holds_nothing_of_anybody(reception: Client) -> None:
    make_patient("Ada Canary")
    answer = reception.get("/desk/import/sample.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "-", "@", "\t"))] == []
    assert "Canary" not in answer.content.decode()


def test_pages_hold_no_script_but_files(practitioner: Client, reception: Client, held: Appointment) -> None:
    pages = [
        practitioner.get("/review/"),
        practitioner.get(f"/review/{held.pk}/"),
        practitioner.get("/rulebook/"),
        reception.get("/desk/"),
        Client().get("/accounts/sign-in/"),
        Client().get("/nothing/"),
    ]
    for html in (answer.content.decode() for answer in pages):
        scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL)
        assert [tag for tag, body in scripts if body.strip() or ' src="/static/' not in tag] == []
        assert re.findall(r"<[^>]+\s(?:on[a-z]+|style)=[^>]*>|javascript:", html) == []


def test_line_of_a_log_stays_one_line() -> None:
    words = "ada\r\n2026-01-01 forged\u2028\x1b[31m\x85"
    record = logging.LogRecord("clinic", logging.WARNING, __file__, 1, "wrong: %s", (words,), None)
    assert len(json_lines().format(record).splitlines()) == 1
