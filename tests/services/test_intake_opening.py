from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from screening.models import AuditEvent, Invitation, QuestionnaireResponse
from screening.services import desk, intake
from screening.services.audit import SYSTEM
from screening.services.errors import (
    AppointmentIsCancelled,
    InvitationExpired,
    InvitationLocked,
    InvitationRevoked,
    InvitationUnknown,
    WrongBirthDate,
)
from tests.factories import BORN, answer, make_appointment, make_submitted, publish, small_document

pytestmark = pytest.mark.django_db


def make_invitation() -> tuple[Invitation, str]:
    return desk.create_invitation(appointment=make_appointment(), channel="copy", by=SYSTEM)


def open_with(token: str, birth_date: date = BORN) -> QuestionnaireResponse:
    return intake.open_invitation(token=token, birth_date=birth_date, now=timezone.now())


def now() -> datetime:
    return timezone.now()


def test_link_and_birth_date_open_the_response() -> None:
    invitation, token = make_invitation()
    assert open_with(token) == invitation.appointment.response


def test_link_opens_again_and_keeps_when_it_was_first_opened() -> None:
    _invitation, token = make_invitation()
    open_with(token)
    first = Invitation.objects.get().opened_at
    open_with(token)
    assert (Invitation.objects.get().opened_at, first is None) == (first, False)


def test_looking_at_a_link_changes_nothing() -> None:
    _, token = make_invitation()
    before = (Invitation.objects.values().get(), AuditEvent.objects.count())
    for _time in range(10):
        intake.find_invitation(token=token, now=now())
    assert (Invitation.objects.values().get(), AuditEvent.objects.count()) == before


def test_token_is_stored_nowhere() -> None:
    invitation, token = make_invitation()
    open_with(token)
    stored = str([list(model.objects.values()) for model in (Invitation, AuditEvent)])
    assert (token in stored, len(token), invitation.token_sha256 in stored) == (False, 43, True)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "\0", "ä" * 5000])
def test_link_that_is_none_is_refused(token: str) -> None:
    make_invitation()
    with pytest.raises(InvitationUnknown):
        intake.find_invitation(token=token, now=now())


def test_link_expired_is_refused() -> None:
    _, token = make_invitation()
    with pytest.raises(InvitationExpired):
        intake.open_invitation(token=token, birth_date=BORN, now=now() + timedelta(days=30, seconds=1))


def test_link_revoked_is_refused_and_so_is_its_session() -> None:
    invitation, token = make_invitation()
    open_with(token)
    revoked = desk.revoke_invitations(appointment=invitation.appointment, by=SYSTEM)
    with pytest.raises(InvitationRevoked):
        open_with(token)
    with pytest.raises(InvitationRevoked):
        intake.resume_invitation(invitation_id=invitation.pk, now=now())
    assert revoked == 1


def test_session_resumes_its_response() -> None:
    invitation, _ = make_invitation()
    response = intake.resume_invitation(invitation_id=invitation.pk, now=now())
    assert response == invitation.appointment.response


def test_link_of_a_cancelled_appointment_is_refused() -> None:
    invitation, token = make_invitation()
    desk.cancel_appointment(appointment=invitation.appointment, by=SYSTEM)
    with pytest.raises(InvitationRevoked):
        open_with(token)


def test_link_left_valid_for_a_cancelled_appointment_is_refused() -> None:
    invitation, token = make_invitation()
    invitation.appointment.status = "cancelled"
    invitation.appointment.save()
    with pytest.raises(AppointmentIsCancelled):
        open_with(token)


def test_wrong_birth_date_is_counted() -> None:
    _, token = make_invitation()
    with pytest.raises(WrongBirthDate) as refusal:
        open_with(token, date(1990, 4, 3))
    assert (refusal.value.attempts_left, Invitation.objects.get().failed_attempts) == (9, 1)
    assert str(refusal.value) == "This is not the date of birth we have. You can try 9 more times."


def test_ten_wrong_birth_dates_lock_the_link_for_the_right_one() -> None:
    _, token = make_invitation()
    for _time in range(9):
        with pytest.raises(WrongBirthDate):
            open_with(token, date(2000, 1, 1))
    with pytest.raises(InvitationLocked):
        open_with(token, date(2000, 1, 1))
    with pytest.raises(InvitationLocked):
        open_with(token)


def test_another_link_of_the_same_appointment_still_opens() -> None:
    first, _token = make_invitation()
    Invitation.objects.update(failed_attempts=10)
    _, other = desk.create_invitation(appointment=first.appointment, channel="email", by=SYSTEM)
    assert open_with(other) == first.appointment.response


def test_submitted_response_opens_as_submitted() -> None:
    evaluation = make_submitted()
    _, token = desk.create_invitation(appointment=evaluation.response.appointment, channel="copy", by=SYSTEM)
    assert open_with(token).is_submitted


def test_response_not_begun_moves_to_the_active_rulebook_when_opened() -> None:
    _, token = make_invitation()
    document = small_document()
    document["rulebook"]["title"] = "Smaller"
    newer = publish(document)
    assert open_with(token).rulebook_version == newer


def test_response_begun_stays_with_its_rulebook_when_opened() -> None:
    invitation, token = make_invitation()
    shown = answer(invitation.appointment.response, {"pregnant": "no"}).rulebook_version
    document = small_document()
    document["rulebook"]["title"] = "Smaller"
    publish(document)
    assert open_with(token).rulebook_version == shown
