"""Notes, letters, waiting for clearance, the recheck, and who else has a record open."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent, Evidence, Note, Presence, Review
from screening.services import review
from screening.services.audit import Actor
from tests.letters import JPEG, PDF, PNG
from tests.review.decisions import page_of, revision_of, send, sign
from tests.review.rows import at, words_of
from tests.review.starter import hand_in
from tests.review.test_deciding import errors_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

IMMUNE = {"immune_condition": "yes"}


@pytest.fixture
def held(published: object) -> Appointment:
    return hand_in(IMMUNE)


@pytest.fixture
def letter(held: Appointment, alice: User) -> Evidence:
    name = "Clearance, Dr. Müller.pdf"
    return review.add_evidence(appointment=held, name=name, data=PDF, by=Actor.staff(alice))


def test_note_is_shown_with_who_and_when(practitioner: Client, held: Appointment) -> None:
    assert send(practitioner, held, "notes/", {"text": "Phoned.\nCalls back."}).status_code == 302
    assert re.search(r"Phoned\. Calls back\. Alice Adler, \d+ ", words_of(page_of(practitioner, held)))


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001, "a\x07b", "a\0b"])
def test_unfit_note_is_refused_and_kept_in_the_form(
    practitioner: Client, held: Appointment, text: str
) -> None:
    answer = send(practitioner, held, "notes/", {"text": text})
    assert (answer.status_code, Note.objects.count()) == (422, 0)
    assert text.strip() in answer.content.decode()


def test_letter_is_listed_and_given_out_to_be_saved(
    practitioner: Client, held: Appointment, letter: Evidence
) -> None:
    assert "Clearance, Dr. Müller.pdf" in page_of(practitioner, held)
    answer = practitioner.get(f"/review/{held.pk}/letters/{letter.pk}/")
    assert (answer.status_code, answer.content) == (200, PDF)
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [answer[name] for name in names] == [
        "application/pdf",
        "attachment; filename*=utf-8''Clearance%2C%20Dr.%20M%C3%BCller.pdf",
        "nosniff",
        "default-src 'none'; sandbox",
    ]


def test_giving_a_letter_out_is_on_the_audit_trail(
    practitioner: Client, held: Appointment, letter: Evidence, alice: User
) -> None:
    practitioner.get(f"/review/{held.pk}/letters/{letter.pk}/")
    event = AuditEvent.objects.get(action="evidence.read")
    assert (event.actor_id, event.subject_id) == (alice.pk, letter.pk)


def test_letter_of_another_record_is_not_there(practitioner: Client, letter: Evidence) -> None:
    other = hand_in(IMMUNE)
    answer = practitioner.get(f"/review/{other.pk}/letters/{letter.pk}/")
    missing = practitioner.get("/review/00000000-0000-4000-8000-000000000000/")
    assert (answer.status_code, answer.content) == (404, missing.content)


def test_letter_that_was_tampered_with_is_not_given_out(
    practitioner: Client, held: Appointment, letter: Evidence
) -> None:
    Evidence.objects.filter(pk=letter.pk).update(sha256="0" * 64)
    answer = practitioner.get(f"/review/{held.pk}/letters/{letter.pk}/")
    assert (answer.status_code, PDF in answer.content) == (503, False)


@pytest.mark.parametrize(
    ("name", "data"), [("scan.png", PNG), ("scan.jpg", JPEG), ("odd\r\nname: x.pdf", PDF)]
)
def test_letter_of_a_kind_the_clinic_takes_is_filed(
    practitioner: Client, held: Appointment, name: str, data: bytes
) -> None:
    sent = SimpleUploadedFile(name, data)
    answer = send(practitioner, held, "letters/", {"letter": sent})
    assert (answer.status_code, Evidence.objects.count()) == (302, 1)


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a", b"MZ"])
def test_letter_of_another_kind_is_refused(practitioner: Client, held: Appointment, data: bytes) -> None:
    answer = send(practitioner, held, "letters/", {"letter": SimpleUploadedFile("letter.pdf", data)})
    assert (answer.status_code, Evidence.objects.count(), len(errors_in(answer))) == (422, 0, 1)


def test_form_without_a_letter_says_so(practitioner: Client, held: Appointment) -> None:
    answer = send(practitioner, held, "letters/", {"letter": "not a file"})
    assert (answer.status_code, errors_in(answer)) == (422, ["Add a letter - Choose the file of the letter."])


def test_record_waits_for_a_letter_and_no_longer(practitioner: Client, held: Appointment) -> None:
    states = []
    for wait in ("yes", "no"):
        assert send(practitioner, held, "clearance/", {"wait": wait}).status_code == 302
        states.append(Review.objects.get().state)
    assert states == ["waiting-for-clearance", "needs-review"]


def test_waiting_that_is_not_possible_is_refused(practitioner: Client, held: Appointment) -> None:
    answer = send(practitioner, held, "clearance/", {"wait": "no"})
    assert (answer.status_code, Review.objects.get().state) == (422, "needs-review")
    assert errors_in(answer) == ["This is not possible while the record is in its present state."]


@pytest.fixture
def due(published: object, alice: User) -> Appointment:
    """Signed off some time ago, and tomorrow is the day."""
    appointment = hand_in({}, starts_at=at(1))
    sign(appointment, alice)
    long_ago = timezone.now() - timedelta(days=20)
    Review.objects.filter(appointment=appointment).update(answers_given_at=long_ago)
    return appointment


def test_recheck_is_asked_for_and_opens_the_gate(practitioner: Client, due: Appointment) -> None:
    asked = words_of(page_of(practitioner, due))
    send(practitioner, due, "recheck/", {"changed": "no"})
    told = words_of(page_of(practitioner, due))
    assert ["Has anything changed since the answers were given?" in words for words in (asked, told)] == [
        True,
        False,
    ]
    assert review.gate_now(due, timezone.now()).gate == "cleared"


def test_change_reported_takes_the_sign_off_away(practitioner: Client, due: Appointment) -> None:
    send(practitioner, due, "recheck/", {"changed": "yes"})
    words = words_of(page_of(practitioner, due))
    assert "the patient said that something has changed" in words
    assert Review.objects.get().state == "needs-review"


def test_second_reader_is_told_who_has_it_open_since_when(
    practitioner: Client, held: Appointment, frank: User, client_of: Callable[[User], Client]
) -> None:
    page_of(practitioner, held)
    opened = timezone.localtime(Presence.objects.get().opened_at)
    words = words_of(page_of(client_of(frank), held))
    assert f"Alice Adler has this open since {opened:%H:%M}" in words


def test_first_reader_learns_of_both_the_second_and_what_changed(
    practitioner: Client, held: Appointment, frank: User, client_of: Callable[[User], Client]
) -> None:
    page_of(practitioner, held)
    seen = revision_of(held)
    lead = client_of(frank)
    page_of(lead, held)
    send(lead, held, "notes/", {"text": "Phoned."})
    answer = practitioner.get(f"/review/{held.pk}/presence/{seen}/")
    words = words_of(answer.content.decode())
    assert re.search(
        r"Frank Favre has this open since \d\d:\d\d 1 change since you opened it\. .* "
        r"A note was added\. Frank Favre, ",
        words,
    )


def test_presence_of_somebody_alone_is_silent_and_reads_nothing(
    practitioner: Client, held: Appointment
) -> None:
    page_of(practitioner, held)
    before = AuditEvent.objects.count()
    answer = practitioner.get(f"/review/{held.pk}/presence/{revision_of(held)}/")
    assert (words_of(answer.content.decode()), AuditEvent.objects.count()) == ("", before)


def test_presence_ends_when_nobody_says_so_again(
    practitioner: Client, held: Appointment, frank: User, client_of: Callable[[User], Client]
) -> None:
    page_of(practitioner, held)
    long_ago = timezone.now() - timedelta(minutes=3)
    Presence.objects.update(seen_at=long_ago, opened_at=long_ago)
    assert "has this open" not in page_of(client_of(frank), held)
    page_of(practitioner, held)
    assert Presence.objects.get(user__full_name="Alice Adler").opened_at > long_ago


@pytest.mark.parametrize("revision", ["99999999999", "-1", "x"])
def test_presence_at_a_revision_that_is_none_is_not_there(
    practitioner: Client, held: Appointment, revision: str
) -> None:
    assert practitioner.get(f"/review/{held.pk}/presence/{revision}/").status_code == 404


def test_summary_takes_as_many_queries_for_one_decision_as_for_many(
    practitioner: Client, held: Appointment, alice: User
) -> None:
    by: Any = Actor.staff(alice)

    def add() -> None:
        rule = "immune_condition"
        review.acknowledge(appointment=held, rule=rule, by=by, seen_revision=revision_of(held))
        review.add_note(appointment=held, text="Phoned.", by=by)
        review.add_evidence(appointment=held, name="x.pdf", data=PDF, by=by)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(practitioner, held)
        return len(captured)

    add()
    page_of(practitioner, held)
    counts = [queries()]
    for _number in range(10):
        add()
    counts.append(queries())
    assert counts[0] == counts[1]
