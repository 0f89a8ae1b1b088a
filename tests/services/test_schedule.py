"""The calendar: days and weeks, who may treat, and what does not fit."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.accounts.models import User
from clinic.accounts.roles import PRACTITIONER, grant
from screening.models import Appointment, AuditEvent, Patient, TreatmentPermission
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import AppointmentIsCancelled, InvalidInput
from tests.factories import APPOINTMENT, make_appointment, make_patient, publish

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 15)  # a Tuesday


def at(hour: int, minute: int = 0, day: int = 15) -> datetime:
    return APPOINTMENT.replace(day=day, hour=hour, minute=minute)


def book(
    starts_at: datetime, user: User | None = None, patient: Patient | None = None, minutes: int = 30
) -> Appointment:
    return desk.book_appointment(
        patient=patient or make_patient(),
        starts_at=starts_at,
        treatments=["pen"],
        areas=["chin"],
        practitioner=user,
        minutes=minutes,
        by=SYSTEM,
    )


@pytest.fixture(autouse=True)
def rulebook(db: None) -> None:
    publish()


@pytest.fixture
def dora(db: None) -> User:
    """Another practitioner."""
    user = User.objects.create_user("dora@clinic.example", full_name="Dora Dietrich")
    grant(user, PRACTITIONER)
    return user


def times(day: desk.Day) -> list[str]:
    return [f"{timezone_local(slot.appointment):%H:%M}" for slot in day.slots]


def timezone_local(appointment: Appointment) -> datetime:
    return appointment.starts_at.astimezone(APPOINTMENT.tzinfo)


def test_day_lists_the_clinics_day_in_order() -> None:
    for moment in (at(23, 59), at(0), at(12), at(0, day=16), at(23, 59, day=14)):
        book(moment)
    assert times(desk.list_day(day=DAY, by=SYSTEM)) == ["00:00", "12:00", "23:59"]


def test_week_begins_on_monday_and_has_seven_days() -> None:
    for day in (13, 14, 20, 21):
        book(at(10, day=day))
    week = desk.list_week(day=DAY, by=SYSTEM)
    assert [(day.day.day, len(day.slots)) for day in week] == [
        (14, 1),
        (15, 0),
        (16, 0),
        (17, 0),
        (18, 0),
        (19, 0),
        (20, 1),
    ]


def test_day_the_clocks_go_back_has_all_its_hours() -> None:
    book(APPOINTMENT.replace(month=10, day=25, hour=23, minute=30))
    assert times(desk.list_day(day=date(2026, 10, 25), by=SYSTEM)) == ["23:30"]


def test_day_of_one_practitioner_has_only_theirs_but_knows_all_clashes(alice: User, dora: User) -> None:
    patient = make_patient()
    mine = book(at(10), alice, patient)
    theirs = book(at(10, 15), dora, patient)
    [slot] = desk.list_day(day=DAY, practitioner=alice.pk, by=SYSTEM).slots
    assert (slot.appointment, [(clash.whose, clash.appointment) for clash in slot.clashes]) == (
        mine,
        [("patient", theirs)],
    )


def test_day_shows_the_newest_link_and_message() -> None:
    appointment = book(at(10))
    desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    newest, _token = desk.create_invitation(appointment=appointment, channel="print", by=SYSTEM)
    [slot] = desk.list_day(day=DAY, by=SYSTEM).slots
    assert (slot.invitation, slot.message) == (newest, None)


def test_everything_listed_is_audited(alice: User) -> None:
    appointment = book(at(10))
    desk.list_week(day=DAY, by=Actor.staff(alice))
    events = AuditEvent.objects.filter(action="appointment.listed")
    assert [(event.subject_id, event.actor_id) for event in events] == [(appointment.pk, alice.pk)]


def test_week_costs_the_same_for_one_and_for_many(alice: User) -> None:
    costs = []
    for count in (1, 40):
        for number in range(count):
            book(at(8 + number % 10, day=14 + number % 5), alice)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.list_week(day=DAY, by=SYSTEM)
        costs.append(len(queries))
    assert costs == [6, 6]  # savepoint, appointments, links, messages, audit, release


@pytest.mark.parametrize(
    ("hour", "minute", "minutes", "clashes"),
    [(9, 30, 30, 0), (9, 30, 31, 1), (10, 0, 30, 1), (10, 29, 5, 1), (10, 30, 30, 0), (6, 0, 480, 1)],
)
def test_double_booking_is_found_to_the_minute(
    hour: int, minute: int, minutes: int, clashes: int, alice: User
) -> None:
    book(at(10), alice)
    found = desk.find_clashes(starts_at=at(hour, minute), minutes=minutes, practitioner=alice, by=SYSTEM)
    assert len(found) == clashes


def test_double_booking_is_per_practitioner_and_patient_and_not_with_oneself_or_what_was_cancelled(
    alice: User, dora: User
) -> None:
    booked = book(at(10), alice)
    cancelled = book(at(10), dora)
    desk.cancel_appointment(appointment=cancelled, by=SYSTEM)
    planned = {"starts_at": at(10), "minutes": 30}
    find = partial(desk.find_clashes, by=SYSTEM)
    assert find(**planned, practitioner=dora) == []  # type: ignore[arg-type] # a table of mixed values
    assert find(**planned) == []  # type: ignore[arg-type] # a table of mixed values
    assert find(**planned, practitioner=alice, apart_from=booked) == []  # type: ignore[arg-type] # see above
    both = find(**planned, practitioner=alice, patient=booked.patient)  # type: ignore[arg-type] # see above
    assert [clash.whose for clash in both] == ["practitioner", "patient"]


def test_practitioners_are_all_unless_a_treatment_is_limited_to_some(
    alice: User, dora: User, bob: User, charlie: User
) -> None:
    assert desk.practitioners_for(["pen"]) == [alice, dora]
    TreatmentPermission.objects.create(treatment="pen", user=dora, may_perform=True)
    TreatmentPermission.objects.create(treatment="laser", user=alice, may_perform=True)
    assert [desk.practitioners_for(codes) for codes in (["pen"], ["laser"], ["pen", "laser"])] == [
        [dora],
        [alice],
        [],
    ]
    dora.is_active = False
    dora.save()
    assert desk.practitioners_for(["pen"]) == []


def test_practitioner_who_may_not_perform_the_treatment_is_refused(alice: User, dora: User) -> None:
    TreatmentPermission.objects.create(treatment="pen", user=dora, may_perform=True)
    appointment = book(at(10), dora)
    acts: list[Callable[[], object]] = [
        lambda: book(at(11), alice),
        lambda: desk.assign_practitioner(appointment=appointment, practitioner=alice, by=SYSTEM),
    ]
    for act in acts:
        with pytest.raises(InvalidInput) as refusal:
            act()
        assert [(one.field, one.code) for one in refusal.value.problems] == [
            ("practitioner", "not_permitted")
        ]
    freed = desk.assign_practitioner(appointment=appointment, practitioner=None, by=SYSTEM)
    assert freed.practitioner is None


def test_practitioner_of_a_cancelled_appointment_stays(alice: User) -> None:
    appointment = book(at(10), alice)
    desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    with pytest.raises(AppointmentIsCancelled):
        desk.assign_practitioner(appointment=appointment, practitioner=None, by=SYSTEM)


@pytest.mark.parametrize("minutes", [0, 4, 481])
def test_appointment_of_an_unfit_length_is_refused(minutes: int) -> None:
    with pytest.raises(InvalidInput) as refusal:
        book(at(10), minutes=minutes)
    assert [one.field for one in refusal.value.problems] == ["minutes"]


def test_appointment_made_longer_stays_where_it_is() -> None:
    appointment = make_appointment()
    longer = desk.reschedule_appointment(
        appointment=appointment, starts_at=APPOINTMENT, minutes=90, by=SYSTEM
    )
    assert (longer.starts_at, longer.ends_at) == (APPOINTMENT, APPOINTMENT + timedelta(minutes=90))
