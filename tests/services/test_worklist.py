import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent, Review
from screening.models.review.reviews import ReviewQuerySet
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import UnknownPlace
from screening.services.review import Queue, WorklistFilters
from screening.services.review.queues import PARTS
from screening.services.review.worklist import day_of, filtered
from tests.clinicians import (
    ACNE,
    CLEAN,
    TABLETS,
    UNSURE,
    practitioner,
    review_of,
    revision_of,
    sign,
    submitted,
)
from tests.factories import APPOINTMENT, ZONE, make_appointment, make_patient

pytestmark = pytest.mark.django_db


def in_days(days: float) -> datetime:
    noon = datetime.combine(timezone.localdate(), time(12), ZONE)
    return noon + timedelta(days=days)


def work(queue: Queue = Queue.ALL, now: datetime | None = None, **filters: Any) -> list[Appointment]:
    page = review.list_work(
        queue=queue, by=SYSTEM, now=now or timezone.now(), filters=WorklistFilters(**filters)
    )
    return [row.review.appointment for row in page.rows]


def test_queues_hold_what_is_to_be_done() -> None:
    petra = practitioner()
    fresh = submitted(UNSURE, starts_at=in_days(5))
    asked = submitted(CLEAN, starts_at=in_days(6))
    review.ask_patient(
        appointment=asked, items=["acne"], message="", by=petra, seen_revision=revision_of(asked)
    )
    held = submitted(UNSURE, starts_at=in_days(7))
    review.await_clearance(appointment=held, by=petra, seen_revision=revision_of(held))
    done = submitted(CLEAN, starts_at=in_days(8))
    sign(done, petra)
    unanswered = make_appointment(starts_at=in_days(9))
    make_appointment(starts_at=in_days(-9))
    today = submitted(CLEAN, starts_at=in_days(0))
    gone = submitted(CLEAN, starts_at=in_days(3))
    desk.cancel_appointment(appointment=gone, by=SYSTEM)
    assert {queue: work(queue) for queue in Queue if queue is not Queue.ALL} == {
        Queue.NEEDS_REVIEW: [today, fresh],
        Queue.WAITING_FOR_PATIENT: [asked, unanswered],
        Queue.WAITING_FOR_CLEARANCE: [held],
        Queue.TODAY: [today],
        Queue.SIGNED_OFF: [done],
        Queue.WITHDRAWN: [],
    }
    assert review.count_work(now=timezone.now()) == {
        Queue.NEEDS_REVIEW: 2,
        Queue.WAITING_FOR_PATIENT: 2,
        Queue.WAITING_FOR_CLEARANCE: 1,
        Queue.TODAY: 1,
        Queue.SIGNED_OFF: 1,
        Queue.WITHDRAWN: 0,
        Queue.ALL: 7,
    }


def test_what_time_has_closed_is_to_be_reviewed_again() -> None:
    appointment = submitted(CLEAN, starts_at=in_days(300))
    sign(appointment, practitioner())
    half_a_year, later = in_days(100), in_days(200)
    assert [work(Queue.NEEDS_REVIEW, now) for now in (half_a_year, later)] == [[], [appointment]]


@pytest.mark.parametrize(("days_before", "waits"), [(3, False), (2, True), (1, True), (0, True), (-1, False)])
def test_what_is_to_be_rechecked_waits_for_the_patient(days_before: int, waits: bool) -> None:
    appointment = submitted(CLEAN, starts_at=in_days(30))
    sign(appointment, practitioner())
    now = appointment.starts_at - timedelta(days=days_before)
    assert (work(Queue.WAITING_FOR_PATIENT, now) == [appointment]) == waits


def test_queue_and_gate_agree_on_the_recheck_at_every_hour() -> None:
    appointment = submitted(CLEAN, starts_at=in_days(30))
    sign(appointment, practitioner())
    for hours in range(0, 60, 5):
        now = appointment.starts_at - timedelta(hours=hours)
        is_due = review.recheck_due(appointment, now)
        assert (work(Queue.WAITING_FOR_PATIENT, now) == [appointment]) == is_due, hours
    review.record_recheck(appointment=appointment, changed=False, by=practitioner("Paul"), now=in_days(29))
    assert work(Queue.WAITING_FOR_PATIENT, in_days(29.5)) == []


def test_list_is_by_appointment_then_worst_first() -> None:
    later = submitted(ACNE, starts_at=in_days(2))
    mild = submitted(CLEAN, starts_at=in_days(1))
    bad = submitted(ACNE, starts_at=in_days(1))
    assert work() == [bad, mild, later]


def key_pages(queue: Queue, limit: int) -> list[Appointment]:
    found, key = [], ""
    while True:
        page = review.list_work(queue=queue, by=SYSTEM, now=timezone.now(), after=key, limit=limit)
        found += [row.review.appointment for row in page.rows]
        assert len(page.rows) <= limit
        if not page.next_key:
            return found
        key = page.next_key


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_of_a_queue_of_parts_hold_every_row_once_in_order(limit: int) -> None:
    petra = practitioner()
    for number in range(3):
        make_appointment(starts_at=in_days(1 + number))
        asked = submitted(CLEAN if number % 2 else ACNE, starts_at=in_days(1 + number // 2))
        review.ask_patient(
            appointment=asked, items=["acne"], message="", by=petra, seen_revision=revision_of(asked)
        )
    whole = work(Queue.WAITING_FOR_PATIENT)
    assert (len(whole), key_pages(Queue.WAITING_FOR_PATIENT, limit)) == (6, whole)


def test_page_after_something_that_is_no_place_is_refused() -> None:
    with pytest.raises(UnknownPlace):
        review.list_work(queue=Queue.ALL, by=SYSTEM, now=timezone.now(), after="x")


@pytest.fixture
def three() -> dict[str, Appointment]:
    user = User.objects.create_user("paula@clinic.example", full_name="Paula")
    zoe = make_patient("Zoë van der Berg", date(1988, 5, 4))
    by_paula = submitted(TABLETS, patient=zoe, starts_at=in_days(1))
    by_paula.practitioner = user
    by_paula.save()
    return {
        "tablets": by_paula,
        "acne": submitted(ACNE, starts_at=in_days(2)),
        "laser": submitted({**CLEAN, "epilepsy": "no"}, treatments=("laser",), starts_at=in_days(3)),
    }


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["tablets", "acne", "laser"]),
        ({"search": "zoe be"}, ["tablets"]),
        ({"search": "berg van"}, ["tablets"]),
        ({"search": "canary"}, ["acne", "laser"]),
        ({"search": "zorro"}, []),
        ({"search": "1988-05-04"}, ["tablets"]),
        ({"search": "4.5.1988"}, ["tablets"]),
        ({"search": "4/5/1988"}, ["tablets"]),
        ({"search": "2.4.1990"}, ["acne", "laser"]),
        ({"treatment": "laser"}, ["laser"]),
        ({"treatment": "pen"}, ["tablets", "acne"]),
        ({"topic": "isotretinoin"}, ["tablets"]),
        ({"topic": "acne_active", "treatment": "laser"}, []),
        ({"eligibility": "contraindicated"}, ["acne"]),
        ({"eligibility": "precaution"}, ["laser"]),
        ({"first_day": in_days(2).date()}, ["acne", "laser"]),
        ({"last_day": in_days(2).date()}, ["tablets", "acne"]),
        ({"first_day": in_days(2).date(), "last_day": in_days(2).date()}, ["acne"]),
        ({"search": in_days(3).date().isoformat()}, ["laser"]),
    ],
)
def test_filters_narrow_the_list(
    three: dict[str, Appointment], filters: dict[str, Any], expected: list[str]
) -> None:
    names = {appointment.pk: name for name, appointment in three.items()}
    assert [names[one.pk] for one in work(**filters)] == expected


def test_filter_by_practitioner(three: dict[str, Appointment]) -> None:
    user = User.objects.get(full_name="Paula")
    assert work(practitioner=user.pk) == [three["tablets"]]


def test_filter_follows_what_changes() -> None:
    appointment = submitted(TABLETS, starts_at=in_days(1))
    review.correct_answers(
        appointment=appointment,
        answers={"tablets": "no"},
        reason="Never took them.",
        by=practitioner(),
        seen_revision=revision_of(appointment),
    )
    open_one = make_appointment(starts_at=in_days(2))
    desk.change_procedure(appointment=open_one, treatments=["laser"], areas=["chin"], by=SYSTEM)
    desk.reschedule_appointment(appointment=open_one, starts_at=in_days(4), by=SYSTEM)
    assert (work(topic="isotretinoin"), work(treatment="laser")) == ([], [open_one])
    assert review_of(open_one).appointment_at == in_days(4)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1990-04-02", date(1990, 4, 2)),
        ("2.4.1990", date(1990, 4, 2)),
        ("31.2.1990", None),
        ("2.4.90", None),
        ("9999-01-01", None),
        ("Ada", None),
    ],
)
def test_day_is_read_as_it_is_typed(typed: str, day: date | None) -> None:
    assert day_of(typed) == day


def test_list_notes_each_row_as_read_without_any_word() -> None:
    row = review_of(submitted(ACNE))
    work()
    event = AuditEvent.objects.get(action="review.listed")
    assert (event.subject_id, event.detail) == (row.pk, {})


def queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("queue", Queue)
def test_list_and_counts_take_as_many_queries_for_one_row_as_for_five(queue: Queue) -> None:
    def read() -> None:
        page = review.list_work(queue=queue, by=SYSTEM, now=timezone.now())
        assert {row.review.appointment.patient.name for row in page.rows} <= {"Ada Canary"}
        review.count_work(now=timezone.now())

    submitted(CLEAN, starts_at=in_days(0))
    one = queries(read)
    for day in range(4):
        submitted(ACNE, starts_at=in_days(day / 10))
    assert queries(read) == one


def plan_of(rows: ReviewQuerySet) -> str:
    """How the database finds these rows where the table is too long to sort."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off")
    return str(rows.explain())


@pytest.mark.parametrize("queue", Queue)
@pytest.mark.parametrize("page", [1, 1000])
def test_page_is_read_from_an_index_in_order_however_far_it_is(queue: Queue, page: int) -> None:
    row = review_of(submitted(CLEAN, starts_at=in_days(0)))
    for part in PARTS[queue]:
        rows = part(filtered(WorklistFilters()), timezone.now()).with_people().by_appointment()
        plan = plan_of((rows.after(row.place) if page > 1 else rows)[:51])
        assert re.findall(r"review_by_(?:state|time)", plan), plan
        assert not re.search(r"TEMP B-TREE|Sort", plan), plan
        assert "OFFSET" not in str(rows.query)


def test_recall_holds_who_was_postponed_or_deferred_and_is_not_booked_again() -> None:
    petra = practitioner()
    day = in_days(60).date()
    postponed = submitted(CLEAN, patient=make_patient("Post Poned"), starts_at=in_days(5))
    sign(postponed, petra, "postpone", postponed_to=day)
    missed = submitted(TABLETS, patient=make_patient("De Ferred"), starts_at=APPOINTMENT)
    treated = submitted(CLEAN, patient=make_patient("Tre Ated"), starts_at=in_days(-3))
    sign(treated, petra)
    again = make_patient("Re Booked")
    rebooked = submitted(CLEAN, patient=again, starts_at=in_days(4))
    sign(rebooked, petra, "postpone", postponed_to=day)
    make_appointment(patient=again, starts_at=in_days(61))
    ahead = submitted(TABLETS, patient=make_patient("Ahead Ahead"), starts_at=in_days(40))
    found = review.list_recalls(by=SYSTEM, now=timezone.now())
    expected = [postponed, missed]
    assert sorted(row.appointment.pk for row in found.rows) == sorted(one.pk for one in expected)
    assert ([row.recall_on for row in found.rows], ahead.pk in {row.pk for row in found.rows}) == (
        sorted([day, review_of(missed).recall_on or day]),
        False,
    )
    assert review.count_recalls(now=timezone.now()) == 2
    first = review.list_recalls(by=SYSTEM, now=timezone.now(), limit=1)
    second = review.list_recalls(by=SYSTEM, now=timezone.now(), after=first.next_key or "", limit=1)
    assert (first.rows + second.rows, second.next_key) == (found.rows, None)


@pytest.mark.parametrize("key", ["x", "2026-01-01", "2026-01-01~x", "~"])
def test_recall_after_something_that_is_no_place_is_refused(key: str) -> None:
    with pytest.raises(UnknownPlace):
        review.list_recalls(by=SYSTEM, now=timezone.now(), after=key)


def test_row_carries_its_gate() -> None:
    appointment = submitted(CLEAN, starts_at=in_days(30))
    sign(appointment, practitioner())
    page = review.list_work(queue=Queue.SIGNED_OFF, by=SYSTEM, now=in_days(29))
    assert [(row.gate.gate, row.gate.holds) for row in page.rows] == [("on-hold", ("recheck-due",))]
    assert Review.objects.get().gate == "cleared"


def test_actor_of_a_patient_may_recheck() -> None:
    appointment = submitted(CLEAN, starts_at=in_days(1))
    sign(appointment, practitioner())
    by = Actor.patient(appointment.patient)
    review.record_recheck(appointment=appointment, changed=False, by=by, now=timezone.now())
    assert review_of(appointment).rechecked_at is not None
