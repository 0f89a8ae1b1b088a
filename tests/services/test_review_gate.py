from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.models import Appointment
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from screening.services.review import Hold
from screening.services.review.gate import oldest_valid, recheck_from
from tests.clinicians import CLEAN, UNSURE, practitioner, review_of, sign, submitted
from tests.factories import ZONE, make_appointment, publish, small_document

pytestmark = pytest.mark.django_db


def holds(appointment: Appointment, now: datetime | None = None) -> tuple[str, ...]:
    return review.gate_now(appointment, now or timezone.now()).holds


def in_days(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def cleared(days: float = 30) -> Appointment:
    appointment = submitted(CLEAN, starts_at=in_days(days))
    sign(appointment, practitioner())
    return appointment


def test_gate_says_why_it_is_on_hold() -> None:
    petra = practitioner()
    postponed = submitted(CLEAN)
    sign(postponed, petra, "postpone", postponed_to=in_days(90).date())
    cancelled = submitted(CLEAN)
    sign(cancelled, petra)
    desk.cancel_appointment(appointment=cancelled, by=SYSTEM)
    assert [holds(one) for one in (make_appointment(), submitted(CLEAN), postponed, cancelled)] == [
        (Hold.NO_ANSWERS,),
        (Hold.NOT_SIGNED_OFF,),
        (Hold.POSTPONED,),
        (Hold.CANCELLED,),
    ]


def test_gate_closes_by_itself_when_answers_grow_too_old(settings: Any) -> None:
    appointment = cleared(days=300)
    given = review_of(appointment).answers_given_at
    assert given is not None
    assert (
        holds(appointment, given + timedelta(days=178)),
        holds(appointment, given + timedelta(days=186)),
    ) == (
        (),
        (Hold.ANSWERS_TOO_OLD,),
    )
    settings.ANSWERS_VALID_MONTHS = 1
    assert holds(appointment, given + timedelta(days=40)) == (Hold.ANSWERS_TOO_OLD,)


def test_months_count_by_the_calendar() -> None:
    now = datetime(2026, 8, 31, 10, 0, tzinfo=ZONE)
    assert oldest_valid(now) == datetime(2026, 2, 28, 10, 0, tzinfo=ZONE)


def test_gate_closes_for_the_recheck_until_nothing_has_changed() -> None:
    appointment, patient = cleared(), Actor.patient(submitted(CLEAN).patient)
    first = datetime.combine(recheck_from(appointment.day), datetime.min.time(), ZONE)
    assert (holds(appointment, first - timedelta(minutes=1)), holds(appointment, first)) == (
        (),
        (Hold.RECHECK_DUE,),
    )
    review.record_recheck(appointment=appointment, changed=False, by=patient, now=first + timedelta(hours=1))
    assert (holds(appointment, first + timedelta(days=1)), review_of(appointment).rechecked_by) == ((), None)


def test_recheck_before_the_window_does_not_count() -> None:
    appointment, petra = cleared(), practitioner("Paul")
    first = datetime.combine(recheck_from(appointment.day), datetime.min.time(), ZONE)
    review.record_recheck(appointment=appointment, changed=False, by=petra, now=first - timedelta(minutes=1))
    assert holds(appointment, first) == (Hold.RECHECK_DUE,)
    review.record_recheck(appointment=appointment, changed=False, by=petra, now=first)
    assert (holds(appointment, first), review_of(appointment).rechecked_by_id) == ((), petra.id)


def test_answers_given_within_the_days_need_no_recheck() -> None:
    appointment = cleared(days=1)
    assert (holds(appointment), review.recheck_due(appointment, timezone.now())) == ((), False)


def test_moved_appointment_is_rechecked_for_its_new_day() -> None:
    appointment, petra = cleared(), practitioner("Paul")
    first = datetime.combine(recheck_from(appointment.day), datetime.min.time(), ZONE)
    review.record_recheck(appointment=appointment, changed=False, by=petra, now=first)
    desk.reschedule_appointment(
        appointment=appointment, starts_at=appointment.starts_at + timedelta(days=10), by=SYSTEM
    )
    assert (holds(appointment, first), holds(appointment, first + timedelta(days=10))) == (
        (),
        (Hold.RECHECK_DUE,),
    )


def test_change_reported_by_the_patient_opens_all_questions_to_them() -> None:
    appointment = cleared()
    review.record_recheck(
        appointment=appointment, changed=True, by=Actor.patient(appointment.patient), now=timezone.now()
    )
    assert (review_of(appointment).state, holds(appointment)) == (
        "waiting-for-patient",
        (Hold.NOT_SIGNED_OFF,),
    )
    assert review.open_items_for(appointment.response) == (
        "treatment_areas",
        "pregnant",
        "acne",
        "acne_areas",
        "tablets",
        "tablets_last",
        "remarks",
    )


def test_change_reported_to_staff_needs_review() -> None:
    appointment = cleared()
    review.record_recheck(appointment=appointment, changed=True, by=practitioner("Paul"), now=timezone.now())
    assert (review_of(appointment).state, review.open_items_for(appointment.response)) == ("needs-review", ())


def test_gate_is_on_hold_from_publication_until_evaluated_anew_with_the_same_result() -> None:
    appointment = cleared()
    document = small_document()
    document["rulebook"]["title"] = "Another title"
    publish(document)
    assert holds(appointment) == (Hold.NOT_CHECKED,)
    assert review.evaluate_outdated(by=SYSTEM, now=timezone.now()) == 1
    assert (holds(appointment), review.evaluate_outdated(by=SYSTEM, now=timezone.now())) == ((), 0)


def test_worker_evaluates_anew_what_a_publication_left_behind() -> None:
    appointment = cleared()
    document = small_document()
    document["rulebook"]["title"] = "Another title"
    publish(document)
    call_command("run_worker", "--once", stdout=StringIO())
    assert holds(appointment) == ()


def test_treatment_given_up_stays_on_hold_and_keeps_no_other_waiting() -> None:
    given_up, kept = cleared(), submitted(CLEAN, starts_at=in_days(31))
    Appointment.objects.filter(pk=given_up.pk).update(treatments=["given_up"])
    document = small_document()
    document["rulebook"]["title"] = "Another title"
    publish(document)
    assert review.evaluate_outdated(by=SYSTEM, now=timezone.now(), limit=1) == 1  # though the other is first
    assert (holds(given_up), holds(kept)) == ((Hold.NOT_CHECKED,), (Hold.NOT_SIGNED_OFF,))


def test_answers_that_cannot_be_read_stay_on_hold_and_keep_no_other_waiting() -> None:
    broken, kept = cleared(), submitted(CLEAN, starts_at=in_days(31))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE screening_questionnaireresponse SET answers = 'v1.gone.AAAA' WHERE id = %s",
            [broken.response.pk.hex if connection.vendor == "sqlite" else broken.response.pk],
        )
    document = small_document()
    document["rulebook"]["title"] = "Another title"
    publish(document)
    assert review.evaluate_outdated(by=SYSTEM, now=timezone.now(), limit=1) == 1
    assert (holds(broken), holds(kept)) == ((Hold.NOT_CHECKED,), (Hold.NOT_SIGNED_OFF,))


def test_nothing_is_evaluated_anew_without_a_rulebook() -> None:
    assert review.evaluate_outdated(by=SYSTEM, now=timezone.now()) == 0


def test_gate_stays_closed_where_the_new_rulebook_finds_something_else() -> None:
    appointment = cleared()
    document = small_document()
    rule = next(one for one in document["rules"] if one["id"] == "skin_type")
    rule["branches"][0]["severity"] = {"all": "clearance"}
    for case in document["cases"]:
        if case["rule"] == "skin_type" and case["kind"] != "silent":
            case["expect"] = {"all": "clearance"}
    publish(document)
    review.evaluate_outdated(by=SYSTEM, now=timezone.now())
    assert (holds(appointment), review_of(appointment).state) == ((Hold.NOT_SIGNED_OFF,), "needs-review")


def test_gates_of_many_take_as_many_queries_as_of_one() -> None:
    def queries(appointments: list[Appointment]) -> int:
        with CaptureQueriesContext(connection) as captured:
            review.gates_now(appointments, timezone.now())
        return len(captured)

    many = [submitted(UNSURE) for _ in range(4)]
    assert queries(many) == queries(many[:1]) == 3


def test_gate_of_what_has_no_review_is_on_hold() -> None:
    stranger = Appointment(starts_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert review.gate_now(stranger, timezone.now()).holds == (Hold.NO_ANSWERS,)
