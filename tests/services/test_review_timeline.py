"""Everything that happened to one appointment, and how old its answers are."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.models import Appointment, Invitation, Review, TreatmentPermission
from screening.services import desk, review
from screening.services import treatment as treatment_services
from screening.services.audit import SYSTEM, Actor
from screening.services.review import freshness_of, timeline_of
from screening.services.review.gate import are_answers_too_old
from tests.clinicians import TABLETS, override, practitioner, review_of, revision_of, sign, submitted
from tests.factories import APPOINTMENT, ZONE, make_appointment

pytestmark = pytest.mark.django_db

NOW = APPOINTMENT + timedelta(hours=1)


def told(appointment: Appointment) -> list[tuple[str, str, str]]:
    """What the timeline says, the oldest first: what, code, who."""
    fresh = Appointment.objects.with_people().get(pk=appointment.pk)
    entries = reversed(timeline_of(fresh))
    return [(entry.what.value, entry.code, entry.name or entry.by.value) for entry in entries]


def whole_story(petra: Actor) -> Appointment:
    """Invited, answered, read, decided, signed off, treated."""
    appointment = submitted(TABLETS)
    review.open_summary(appointment=appointment, by=petra)
    override(appointment, "tablets", petra)
    sign(appointment, petra)
    TreatmentPermission.objects.filter(user=petra.id).update(may_perform=True)
    treatment_services.record_treatment(
        appointment=appointment,
        performed=treatment_services.Performed(treatment="pen", areas=["full_face"]),
        by=petra,
        now=timezone.now() + timedelta(days=400),
        without_clearance="The clock of this test is ahead.",
    )
    return appointment


def test_untouched_appointment_was_booked() -> None:
    assert told(make_appointment()) == [("booked", "", "system")]


def test_whole_story_in_order() -> None:
    assert told(whole_story(practitioner())) == [
        ("booked", "", "system"),
        ("started", "", "patient"),
        ("evaluated", "submitted", "patient"),
        ("read", "", "Petra"),
        ("decided", "overridden", "Petra"),
        ("signed-off", "proceed", "Petra"),
        ("treated", "completed", "Petra"),
    ]


def test_newest_stands_first() -> None:
    appointment = Appointment.objects.with_people().get(pk=whole_story(practitioner()).pk)
    times = [entry.at for entry in timeline_of(appointment)]
    assert times == sorted(times, reverse=True)


def test_decision_names_its_rule_and_evaluation_its_result() -> None:
    appointment = Appointment.objects.with_people().get(pk=whole_story(practitioner()).pk)
    details = {entry.what.value: entry.detail for entry in timeline_of(appointment) if entry.detail}
    assert details == {"treated": "pen", "decided": "tablets", "evaluated": "deferred"}


def test_reading_again_on_the_same_day_is_one_entry() -> None:
    appointment, petra, otto = submitted(), practitioner(), practitioner("Otto")
    for reader in (petra, otto, petra, petra):
        review.open_summary(appointment=appointment, by=reader)
    fresh = Appointment.objects.with_people().get(pk=appointment.pk)
    reads = [(entry.name, entry.times) for entry in timeline_of(fresh) if entry.what == "read"]
    assert reads == [("Petra", 3), ("Otto", 1)]


def test_sign_off_that_fell_away_says_why() -> None:
    petra, appointment = practitioner(), submitted()
    sign(appointment, petra)
    review.ask_patient(
        appointment=appointment, items=["acne"], message="", by=petra, seen_revision=revision_of(appointment)
    )
    assert told(appointment)[-2:] == [
        ("fell-away", "patient-asked", "system"),
        ("changed", "patient-asked", "Petra"),
    ]


def test_links_made_opened_and_revoked() -> None:
    appointment = make_appointment()
    desk.create_invitation(appointment=appointment, channel="print", by=SYSTEM)
    Invitation.objects.update(opened_at=timezone.now())
    desk.revoke_invitations(appointment=appointment, by=SYSTEM)
    assert told(appointment)[1:] == [
        ("link-made", "print", "system"),
        ("link-opened", "print", "patient"),
        ("link-revoked", "", "system"),
    ]


def queries_for(appointment: Appointment) -> int:
    fresh = Appointment.objects.with_people().get(pk=appointment.pk)
    with CaptureQueriesContext(connection) as queries:
        timeline_of(fresh)
    return len(queries)


def test_long_story_takes_as_many_queries_as_a_short_one() -> None:
    petra = practitioner()
    appointment = whole_story(petra)
    few = queries_for(appointment)
    for number in range(4):
        other = practitioner(f"Otto{number}")
        review.open_summary(appointment=appointment, by=other)
        review.add_note(appointment=appointment, text="x", by=other)
        sign(appointment, petra)
        desk.create_invitation(appointment=appointment, channel="copy", by=other)
    assert (queries_for(appointment), few) == (few, 10)


def freshness(appointment: Appointment, now: datetime, **columns: Any) -> Any:
    row = review_of(appointment)
    for name, value in columns.items():
        setattr(row, name, value)
    return freshness_of(row, now)


def test_before_there_are_answers_there_is_no_age() -> None:
    assert freshness(make_appointment(), NOW) is None


def test_age_of_the_answers_and_the_question_before_the_day() -> None:
    given = APPOINTMENT - timedelta(days=30)
    found = freshness(submitted(), APPOINTMENT - timedelta(days=3), answers_given_at=given)
    assert (found.given_at, found.is_too_old, found.is_due, found.told_at) == (given, False, False, None)
    assert (found.asked_from.isoformat(), found.valid_until.isoformat()) == ("2026-09-13", "2027-02-16")


def test_question_is_due_two_days_before() -> None:
    given = APPOINTMENT - timedelta(days=30)
    assert freshness(submitted(), APPOINTMENT - timedelta(days=2), answers_given_at=given).is_due is True


def test_patient_who_said_that_nothing_has_changed() -> None:
    appointment, petra = submitted(), practitioner()
    told_at = APPOINTMENT - timedelta(days=1)
    Review.objects.filter(appointment=appointment).update(answers_given_at=APPOINTMENT - timedelta(days=30))
    review.record_recheck(appointment=appointment, changed=False, by=petra, now=told_at)
    found = freshness_of(review_of(appointment), NOW)
    assert found is not None
    assert (found.is_due, found.told_at, found.told_to) == (False, told_at, "Petra")


@pytest.mark.parametrize(
    "day", ["2026-08-31", "2026-08-28", "2026-02-28", "2026-04-30", "2026-11-30", "2027-08-29"]
)
def test_last_valid_day_is_the_gates(day: str) -> None:
    given = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZONE)
    row = review_of(submitted())
    row.answers_given_at = given
    found = freshness_of(row, given)
    assert found is not None
    morning = datetime.combine(found.valid_until, datetime.min.time(), tzinfo=ZONE)
    evening = morning + timedelta(days=1)
    assert (are_answers_too_old(row, morning), are_answers_too_old(row, evening)) == (False, True)


def test_move_that_was_evaluated_is_told_once() -> None:
    appointment, petra = make_appointment(), practitioner()
    later = APPOINTMENT + timedelta(days=1)
    desk.reschedule_appointment(appointment=appointment, starts_at=later, by=petra)
    assert told(appointment)[-1] == ("moved", "", "Petra")
    handed_in = submitted(TABLETS)
    desk.reschedule_appointment(appointment=handed_in, starts_at=later, by=petra)
    assert [entry[:2] for entry in told(handed_in)][-2:] == [
        ("evaluated", "submitted"),
        ("evaluated", "rescheduled"),
    ]
