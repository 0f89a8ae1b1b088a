"""Reminders and "has anything changed?": when they are written, and when they stop."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.asserts import assertNumQueries
from pytest_django.fixtures import Settings

from screening.models import Appointment, Invitation, OutboxMessage, QuestionnaireResponse, Review
from screening.services import desk, outbox
from screening.services.audit import SYSTEM
from tests.factories import HEALTHY, answer, make_appointment, make_patient, submit

pytestmark = pytest.mark.django_db


def at(days: int, hour: int = 12) -> datetime:
    """An hour at the clinic, some days from today."""
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def invited(days: int = 10, invited_days_ago: int = 2) -> Appointment:
    """An appointment so many days ahead, its patient invited some days ago."""
    appointment = make_appointment(patient=make_patient(email="ada@example.org"), starts_at=at(days))
    invitation, _token = desk.create_invitation(appointment=appointment, channel="email", by=SYSTEM)
    Invitation.objects.filter(pk=invitation.pk).update(created_at=at(-invited_days_ago))
    return appointment


def handed_in(appointment: Appointment, days_ago: int) -> None:
    """Let the questionnaire have been handed in some days ago."""
    response = QuestionnaireResponse.objects.whole().get(appointment=appointment)
    submit(answer(response, HEALTHY))
    moment = at(-days_ago)
    rows = QuestionnaireResponse.objects.filter(pk=response.pk)
    rows.update(started_at=moment, submitted_at=moment, declared_at=moment)
    Review.objects.filter(appointment=appointment).update(
        state="signed-off", gate="cleared", answers_given_at=moment
    )


def written() -> list[str]:
    return [key.split(":")[-1] for key in OutboxMessage.objects.values_list("dedupe_key", flat=True)]


def test_reminders_go_three_days_and_one_day_before() -> None:
    invited(days=10)
    planned = [outbox.plan_messages(now=at(day)) for day in range(10)]
    assert (planned, sorted(written())) == ([0, 0, 0, 0, 0, 0, 0, 1, 0, 1], ["1", "3"])


def test_reminder_planned_again_and_again_is_written_once() -> None:
    invited(days=3)
    assert [outbox.plan_messages(now=at(0, hour)) for hour in (9, 12, 12, 19)] == [1, 0, 0, 0]


def test_reminders_follow_the_settings(settings: Settings) -> None:
    settings.REMINDER_DAYS = [7]
    invited(days=7)
    assert [outbox.plan_messages(now=at(day)) for day in range(7)] == [1, 0, 0, 0, 0, 0, 0]
    settings.REMINDER_DAYS = []
    invited(days=7)
    assert outbox.plan_messages(now=at(0)) == 0


def test_nobody_is_reminded_at_night() -> None:
    invited(days=3)
    assert [outbox.plan_messages(now=at(0, hour)) for hour in (3, 8, 20, 23, 9)] == [0, 0, 0, 0, 1]


def test_nobody_is_reminded_on_the_day_of_the_invitation() -> None:
    invited(days=1, invited_days_ago=0)
    assert outbox.plan_messages(now=at(0)) == 0


def test_nobody_is_reminded_of_what_they_were_never_invited_to() -> None:
    make_appointment(starts_at=at(1))
    assert outbox.plan_messages(now=at(0)) == 0


def test_nobody_is_reminded_of_an_appointment_that_has_begun() -> None:
    invited(days=0)
    assert outbox.plan_messages(now=at(0, 12)) == 0


def test_after_a_worker_that_stood_still_only_the_latest_reminder_is_written() -> None:
    invited(days=10)
    assert (outbox.plan_messages(now=at(9)), written()) == (1, ["1"])


def test_reminders_stop_once_handed_in_and_when_cancelled() -> None:
    handed_in(invited(days=3), days_ago=1)
    desk.cancel_appointment(appointment=invited(days=3), by=SYSTEM)
    outbox.plan_messages(now=at(0))
    assert list(OutboxMessage.objects.filter(kind="reminder")) == []


def test_reminder_written_but_not_sent_stops_once_handed_in() -> None:
    appointment = invited(days=3)
    outbox.plan_messages(now=at(0))
    handed_in(appointment, days_ago=0)
    outbox.send_due(now=at(0, 20))
    assert (OutboxMessage.objects.get().last_error, mail.outbox) == ("answered", [])


def test_reminder_of_a_moved_appointment_is_written_for_the_new_day() -> None:
    appointment = invited(days=3)
    outbox.plan_messages(now=at(0))
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=at(9))
    outbox.send_due(now=at(0, 20))
    assert OutboxMessage.objects.get().last_error == "moved"
    assert [outbox.plan_messages(now=at(day)) for day in range(1, 7)] == [0, 0, 0, 0, 0, 1]


def test_recheck_goes_two_days_before_to_those_who_answered_earlier() -> None:
    handed_in(invited(days=5), days_ago=1)
    planned = [outbox.plan_messages(now=at(day)) for day in range(5)]
    outbox.send_due(now=at(3))
    assert (planned, OutboxMessage.objects.get().kind) == ([0, 0, 0, 1, 0], "recheck")
    assert mail.outbox[0].subject == "Has anything changed before your appointment?"


def test_nobody_who_answered_within_the_last_two_days_is_asked_again() -> None:
    handed_in(invited(days=2), days_ago=0)
    assert outbox.plan_messages(now=at(0)) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"gate": "on-hold", "state": "needs-review"},
        {"gate": "declined", "state": "signed-off"},
        {"rechecked_at": at(0)},
    ],
)
def test_only_who_is_cleared_and_has_not_said_it_yet_is_asked_for_changes(changes: dict[str, object]) -> None:
    handed_in(invited(days=2), days_ago=5)
    Review.objects.update(**changes)
    assert outbox.plan_messages(now=at(0)) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_looking_at_the_calendar_costs_the_same_for_many(count: int) -> None:
    for _number in range(count):
        invited(days=3)
        handed_in(invited(days=1), days_ago=9)
    outbox.plan_messages(now=at(0))
    with assertNumQueries(3):
        assert outbox.plan_messages(now=at(0)) == 0
