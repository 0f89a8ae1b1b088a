"""The tablet in the waiting room."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from screening.models import Appointment, TabletSession
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.errors import AlreadySubmitted, AppointmentIsCancelled, TabletRefused
from tests.factories import HEALTHY, answer, make_appointment, make_submitted, submit
from tests.services.test_races import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 15, 9, 0, tzinfo=timezone.get_default_timezone())


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def opened(appointment: Appointment | None = None) -> TabletSession:
    _session, token = desk.start_on_tablet(appointment=appointment or make_appointment(), now=NOW, by=SYSTEM)
    return desk.open_on_tablet(token=token, now=NOW)


def is_shown(session: TabletSession, now: datetime) -> bool:
    try:
        desk.continue_on_tablet(session_id=session.pk, now=now)
    except TabletRefused:
        return False
    return True


def test_token_opens_the_questionnaire_once() -> None:
    appointment = make_appointment()
    session, token = desk.start_on_tablet(appointment=appointment, now=NOW, by=SYSTEM)
    assert desk.open_on_tablet(token=token, now=after(5)) == session
    assert desk.continue_on_tablet(session_id=session.pk, now=after(6)).appointment == appointment
    with pytest.raises(TabletRefused):
        desk.open_on_tablet(token=token, now=after(7))


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\ud800"])
def test_token_that_is_none_opens_nothing(token: str) -> None:
    with pytest.raises(TabletRefused):
        desk.open_on_tablet(token=token, now=NOW)


def test_token_is_good_for_ten_minutes() -> None:
    _session, token = desk.start_on_tablet(appointment=make_appointment(), now=NOW, by=SYSTEM)
    with pytest.raises(TabletRefused):
        desk.open_on_tablet(token=token, now=after(600))


def test_session_that_was_never_opened_shows_nothing() -> None:
    session, _token = desk.start_on_tablet(appointment=make_appointment(), now=NOW, by=SYSTEM)
    assert not is_shown(session, after(1))


def test_session_ends_after_a_minute_of_nothing_and_stays_over() -> None:
    session = opened()
    seen = [is_shown(session, after(seconds)) for seconds in (59, 120, 194, 270, 271)]
    session.refresh_from_db()
    assert (seen, session.end_reason) == ([True, True, True, False, False], "idle")


def test_session_ends_with_the_submission() -> None:
    session = opened()
    submit(answer(session.appointment.response, HEALTHY))
    assert not is_shown(session, after(1))
    session.refresh_from_db()
    assert session.end_reason == "submitted"


def test_session_ends_with_the_appointment_and_when_stopped() -> None:
    cancelled, stopped = opened(), opened()
    desk.cancel_appointment(appointment=cancelled.appointment, by=SYSTEM)
    desk.end_on_tablet(session_id=stopped.pk, reason="stopped", now=after(1))
    assert [is_shown(session, after(2)) for session in (cancelled, stopped)] == [False, False]


def test_session_started_again_ends_the_one_before() -> None:
    first = opened()
    second = opened(first.appointment)
    assert [is_shown(session, after(1)) for session in (first, second)] == [False, True]
    first.refresh_from_db()
    assert first.end_reason == "replaced"


def test_questionnaire_handed_in_or_cancelled_is_not_started() -> None:
    cancelled = make_appointment()
    desk.cancel_appointment(appointment=cancelled, by=SYSTEM)
    with pytest.raises(AppointmentIsCancelled):
        opened(cancelled)
    with pytest.raises(AlreadySubmitted):
        opened(make_submitted().response.appointment)


@pytest.mark.django_db(transaction=True)
def test_token_used_sixteen_times_at_once_opens_once() -> None:
    _session, token = desk.start_on_tablet(appointment=make_appointment(), now=NOW, by=SYSTEM)
    outcome = all_at_once(lambda _number: desk.open_on_tablet(token=token, now=NOW))
    assert outcome == {"done": 1, "tablet_ended": AT_ONCE - 1}
