"""Links given out at the desk, and what patients are told of their appointments."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, Invitation, OutboxMessage, Review
from screening.services import desk, intake, outbox, review
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import AlreadySubmitted, AppointmentIsCancelled, NoMailAddress
from screening.services.links import qr_code
from tests.factories import APPOINTMENT, make_appointment, make_patient, make_submitted

pytestmark = pytest.mark.django_db


def soon(days: int = 9) -> datetime:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + timedelta(days=days)


def booked() -> Appointment:
    return make_appointment(patient=make_patient(email="ada@example.org"), starts_at=soon())


def delivered() -> list[str]:
    outbox.send_due(now=timezone.now() + timedelta(minutes=1))
    return [str(sent.subject) for sent in mail.outbox]


def test_invitation_sent_is_from_who_sent_it(alice: User) -> None:
    desk.send_invitation(appointment=booked(), by=Actor.staff(alice))
    delivered()
    invitation = Invitation.objects.get()
    assert (invitation.created_by, invitation.channel) == (alice, "email")


def test_invitation_sent_twice_in_a_row_goes_once_and_later_again() -> None:
    appointment = booked()
    first = desk.send_invitation(appointment=appointment, by=SYSTEM)
    assert desk.send_invitation(appointment=appointment, by=SYSTEM) == first
    assert len(delivered()) == 1
    desk.send_invitation(appointment=appointment, by=SYSTEM)
    assert (len(delivered()), Invitation.objects.usable(timezone.now()).count()) == (2, 2)


def test_invitation_that_cannot_be_sent_is_refused() -> None:
    cancelled = booked()
    desk.cancel_appointment(appointment=cancelled, by=SYSTEM)
    patient = make_patient(email="ada@example.org")
    for appointment, refusal in (
        (make_appointment(), NoMailAddress),
        (cancelled, AppointmentIsCancelled),
        (make_submitted(patient=patient).response.appointment, AlreadySubmitted),
    ):
        with pytest.raises(refusal):
            desk.send_invitation(appointment=appointment, by=SYSTEM)
    assert OutboxMessage.objects.filter(kind="invitation").count() == 0


@pytest.mark.parametrize("channel", ["copy", "print"])
def test_link_handed_out_opens_the_questionnaire(channel: str) -> None:
    appointment = booked()
    handed = desk.hand_out_link(appointment=appointment, channel=channel, by=SYSTEM)
    token = handed.link.rstrip("/").rpartition("/")[2]
    found = intake.find_invitation(token=token, now=timezone.now())
    assert (found, found.channel, handed.invitation) == (handed.invitation, channel, found)


def test_qr_code_is_a_drawing_without_style_script_or_the_link_itself() -> None:
    drawn = qr_code("http://127.0.0.1:8000/i/canary/")
    assert re.findall("style|script|canary|http", drawn) == []
    assert re.findall(r"^<svg [^>]*viewBox=\"0 0 (\d+) (\d+)\"", drawn) == [("37", "37")]
    assert drawn != qr_code("http://127.0.0.1:8000/i/other/")


def test_patient_is_told_of_an_appointment_moved_and_cancelled() -> None:
    appointment = booked()
    desk.reschedule_appointment(appointment=appointment, starts_at=soon(12), by=SYSTEM)
    assert delivered() == ["Your appointment has a new time"]
    desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    assert delivered() == ["Your appointment has a new time", "Your appointment has been cancelled"]


def test_patient_is_told_only_the_last_of_several_moves() -> None:
    appointment = booked()
    for days in (11, 12, 13):
        desk.reschedule_appointment(appointment=appointment, starts_at=soon(days), by=SYSTEM)
    delivered()
    assert [OutboxMessage.objects.filter(status=status).count() for status in ("sent", "dropped")] == [1, 2]


def test_patient_is_written_to_when_asked_again_and_not_when_the_question_is_taken_back(alice: User) -> None:
    by = Actor.staff(alice)
    patient = make_patient(email="ada@example.org")
    appointment = make_submitted(patient=patient, starts_at=soon()).response.appointment

    def revision() -> int:
        return Review.objects.get(appointment=appointment).revision

    ask = {"appointment": appointment, "items": ["pregnant"], "message": "", "by": by}
    review.ask_patient(**ask, seen_revision=revision())  # type: ignore[arg-type] # a table of mixed values
    review.withdraw_request(appointment=appointment, by=by, seen_revision=revision())
    assert delivered() == []
    for _again in range(2):  # the second goes into the first, which has not left yet
        review.ask_patient(**ask, seen_revision=revision())  # type: ignore[arg-type] # a table of mixed values
    assert delivered() == ["Please complete a few answers"]
    token = re.findall(r"/i/([\w-]+)/", str(mail.outbox[0].body))[0]
    assert intake.find_invitation(token=token, now=timezone.now()).appointment == appointment


def test_patient_is_not_told_of_a_move_they_will_not_hear_of_in_time() -> None:
    appointment = booked()
    desk.reschedule_appointment(appointment=appointment, starts_at=soon(), minutes=60, by=SYSTEM)
    past = make_appointment(patient=appointment.patient)
    desk.reschedule_appointment(appointment=past, starts_at=APPOINTMENT - timedelta(days=1), by=SYSTEM)
    desk.cancel_appointment(appointment=past, by=SYSTEM)
    assert (delivered(), OutboxMessage.objects.count()) == ([], 0)
