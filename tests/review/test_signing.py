"""Signing off: the password, what is signed, what forbids to proceed, the gate afterwards."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from clinic.review.codes import finding_code
from screening.models import Appointment, AuditEvent, Evaluation, SignOff
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from tests.review.decisions import (
    correct,
    override,
    page_of,
    permit,
    record_of,
    revision_of,
    send,
    sign,
    signing,
    worst_rule,
)
from tests.review.rows import at, words_of
from tests.review.starter import PEN, WITH_PRP, hand_in
from tests.review.test_deciding import errors_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

IMMUNE = {"immune_condition": "yes"}
LATER = {"outcome": "postpone", "postponed_to": "2099-01-05"}


@pytest.fixture
def signer(alice: User, practitioner: Client) -> Client:
    """Alice, who may sign off the pen."""
    permit(alice, *PEN)
    return practitioner


@pytest.fixture
def clear(published: object) -> Appointment:
    """Nothing stands in the way; in some weeks."""
    return hand_in({}, starts_at=at(30))


@pytest.fixture
def held(published: object) -> Appointment:
    """Held for clearance by one finding; in some weeks."""
    return hand_in(IMMUNE, starts_at=at(30))


def gate(appointment: Appointment) -> str:
    return str(review.gate_now(appointment, timezone.now()).gate)


def test_proceed_opens_the_gate_and_shows_who_and_the_digest(signer: Client, clear: Appointment) -> None:
    answer = send(signer, clear, "sign-off/", signing(note="All discussed."))
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{clear.pk}/#standing")
    html = page_of(signer, clear)
    words = words_of(html.split('id="standing"')[1].partition("</section>")[0])
    assert re.search(
        r"Signed off Cleared since .* Proceed Alice Adler, .* All discussed\. What was signed", words
    )
    assert (gate(clear), SignOff.objects.get().digest in html) == ("cleared", True)
    assert "What is kept matches the digest." in words


def test_page_shows_what_is_signed(signer: Client, held: Appointment, alice: User) -> None:
    override(held, worst_rule(held), Actor.staff(alice))
    html = signer.get(f"/review/{held.pk}/sign-off/").content.decode()
    assert Evaluation.objects.get().digest in html
    assert "Weakened immunity now" in html
    assert "Overridden Clinical judgement. Seen in person. Alice Adler," in words_of(html)


def test_conditions_are_signed_and_shown(signer: Client, clear: Appointment) -> None:
    send(signer, clear, "sign-off/", signing("proceed-with-conditions", conditions="Half the depth."))
    assert SignOff.objects.get().signed["conditions"] == "Half the depth."
    assert "Conditions: Half the depth." in words_of(page_of(signer, clear))


def test_refused_proceed_names_each_undecided_finding_with_a_link(signer: Client, held: Appointment) -> None:
    answer = send(signer, held, "sign-off/", signing(note="Kept."))
    html = answer.content.decode()
    block = html.split('id="blocking-title"')[1].partition("</div>")[0]
    assert (answer.status_code, gate(held)) == (422, "on-hold")
    assert re.findall(r'<a href="([^"]+)">', block) == [
        f"/review/{held.pk}/findings/{finding_code('immune_condition')}/"
    ]
    assert "Microneedling pen" in block
    assert ("Kept.</textarea>" in html.replace("\n", ""), 'value="correct-horse' in html) == (True, False)


@pytest.mark.parametrize("data", [LATER, {"outcome": "decline"}])
def test_postpone_and_decline_need_no_decision(
    signer: Client, held: Appointment, data: dict[str, Any]
) -> None:
    assert send(signer, held, "sign-off/", signing(**data)).status_code == 302


def test_declined_shows_at_the_gate(signer: Client, held: Appointment) -> None:
    send(signer, held, "sign-off/", signing("decline"))
    assert (gate(held), "Declined" in page_of(signer, held)) == ("declined", True)


def test_earliest_date_is_offered_to_postpone_to(signer: Client) -> None:
    last = (timezone.localdate() - timedelta(days=20)).isoformat()
    appointment = hand_in(
        {"isotretinoin_status": "stopped", "isotretinoin_last_dose": last}, starts_at=at(10)
    )
    html = signer.get(f"/review/{appointment.pk}/sign-off/").content.decode()
    offered = re.search(r'name="postponed_to" value="([\d-]+)"', html)
    assert offered is not None
    assert offered[1] == str(Evaluation.objects.get().earliest_date)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"outcome": ""}, ["What is to be done? - This field is required."]),
        (
            {"outcome": "perhaps"},
            ["What is to be done? - Select a valid choice. perhaps is not one of the available choices."],
        ),
        (
            {"outcome": "proceed-with-conditions"},
            ["Conditions - Write a few words here."],
        ),
        (
            {"outcome": "proceed", "conditions": "Half the depth."},
            ["Conditions - Only an appointment that proceeds with conditions has any."],
        ),
        (
            {"outcome": "postpone", "postponed_to": ""},
            ["Not before - Choose a day after the appointment's."],
        ),
        (
            {"outcome": "postpone", "postponed_to": "2020-01-01"},
            ["Not before - Choose a day after the appointment's."],
        ),
        ({"outcome": "postpone", "postponed_to": "soon"}, ["Not before - Enter a valid date."]),
        ({"outcome": "decline", "note": "x" * 4001}, ["Note - Write at most 4000 characters."]),
        ({"password": ""}, ["Your password - This field is required."]),
        (
            {"password": "guess"},
            ["Your password - This is not your password. After five wrong tries, please wait five minutes."],
        ),
    ],
)
def test_what_cannot_be_signed_is_said_at_its_field_and_nothing_is_signed(
    signer: Client, clear: Appointment, data: dict[str, Any], errors: list[str]
) -> None:
    answer = send(signer, clear, "sign-off/", {**signing(), **data})
    assert (answer.status_code, errors_in(answer)) == (422, errors)
    assert not SignOff.objects.exists()


def test_wrong_password_at_signing_is_on_the_audit_trail(
    signer: Client, clear: Appointment, alice: User
) -> None:
    send(signer, clear, "sign-off/", signing(password="guess"))
    event = AuditEvent.objects.get(action="password.failed")
    assert (event.actor_id, event.subject_id, "guess" in str(event.detail)) == (alice.pk, alice.pk, False)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(signer: Client, clear: Appointment) -> None:
    for _try in range(5):
        send(signer, clear, "sign-off/", signing(password="guess"))
    answer = send(signer, clear, "sign-off/", signing())
    assert (answer.status_code, SignOff.objects.exists()) == (422, False)


def test_without_the_permission_for_a_treatment_nobody_signs(signer: Client) -> None:
    appointment = hand_in({}, treatments=WITH_PRP, starts_at=at(30))
    page = signer.get(f"/review/{appointment.pk}/sign-off/").content.decode()
    answer = send(signer, appointment, "sign-off/", signing())
    assert "You are not entitled to sign off: Platelet-rich plasma (PRP)." in words_of(page)
    assert ('name="password"' in page, answer.status_code, SignOff.objects.exists()) == (False, 422, False)


def test_signing_what_has_changed_is_refused_with_what_is_new(
    signer: Client, clear: Appointment, frank: User
) -> None:
    seen = revision_of(clear)
    review.add_note(appointment=clear, text="She called.", by=Actor.staff(frank))
    answer = send(signer, clear, "sign-off/", signing(note="Typed.", revision=seen))
    assert (answer.status_code, SignOff.objects.exists()) == (409, False)
    assert errors_in(answer)[0].startswith("A note was added. Frank Favre,")
    assert "Typed.</textarea>" in answer.content.decode().replace("\n", "")


def test_sign_off_is_withdrawn_by_a_new_one_only(signer: Client, clear: Appointment) -> None:
    send(signer, clear, "sign-off/", signing())
    assert "Decide anew" in page_of(signer, clear)
    send(signer, clear, "sign-off/", signing("decline"))
    assert [one.outcome for one in SignOff.objects.current()] == ["decline"]
    assert "it was signed off anew" in words_of(page_of(signer, clear))


def test_sign_off_falls_away_with_the_result_and_the_page_says_so(
    signer: Client, clear: Appointment, alice: User
) -> None:
    sign(clear, alice)
    correct(signer, clear, "immune_condition", {"value": "yes"})
    html = page_of(signer, clear)
    changed = words_of(html.split('id="changed"')[1].partition("</div> </div>")[0])
    assert "The sign-off “Proceed” by Alice Adler no longer stands: the result changed." in changed.replace(
        "“proceed”", "“Proceed”"
    )
    assert (gate(clear), record_of(clear).sign_off) == ("on-hold", None)


def test_sign_off_of_a_cancelled_appointment_is_refused(signer: Client, clear: Appointment) -> None:
    desk.cancel_appointment(appointment=clear, by=SYSTEM)
    answer = send(signer, clear, "sign-off/", signing())
    assert (answer.status_code, errors_in(answer)) == (422, ["This appointment has been cancelled."])
