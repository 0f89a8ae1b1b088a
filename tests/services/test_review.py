from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screening.models import AuditEvent, Evaluation, QuestionnaireResponse
from screening.services import desk, review
from screening.services.audit import SYSTEM
from screening.services.errors import AnswersRefused, NotSubmitted, UnknownPlace
from screening.services.review import Filters, Page, enter_clinic_answers, list_submitted, open_summary
from tests.factories import APPOINTMENT, HEALTHY, make_appointment, make_response, make_submitted

pytestmark = pytest.mark.django_db

HEALTHY_LIGHT = {"skin_type": 2}


def submitted_at(days: int, **answers: object) -> Evaluation:
    return make_submitted({**HEALTHY, **answers}, starts_at=APPOINTMENT + timedelta(days=days))


def pages(limit: int) -> list[Page]:
    found = [list_submitted(by=SYSTEM, limit=limit)]
    while found[-1].next_key:
        found.append(list_submitted(by=SYSTEM, limit=limit, after=found[-1].next_key))
    return found


def test_list_holds_what_was_submitted_earliest_first_then_worst() -> None:
    later = submitted_at(2)
    mild = submitted_at(1)
    bad = submitted_at(1, pregnant="yes")
    make_appointment()
    assert list(list_submitted(by=SYSTEM).rows) == [bad, mild, later]


def test_list_shows_the_current_evaluation_once() -> None:
    first = submitted_at(0)
    desk.reschedule_appointment(
        appointment=first.response.appointment, starts_at=APPOINTMENT + timedelta(days=9), by=SYSTEM
    )
    (row,) = list_submitted(by=SYSTEM).rows
    assert (row.sequence, row.appointment_at) == (2, APPOINTMENT + timedelta(days=9))


def test_list_leaves_out_cancelled_appointments() -> None:
    desk.cancel_appointment(appointment=submitted_at(0).response.appointment, by=SYSTEM)
    assert list_submitted(by=SYSTEM).rows == ()


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_hold_every_row_once_in_order(limit: int) -> None:
    for number in range(7):
        submitted_at(number % 3, pregnant="yes" if number % 2 else "no")
    whole = list_submitted(by=SYSTEM).rows
    paged = pages(limit)
    assert [row for page in paged for row in page.rows] == list(whole)
    assert {len(page.rows) for page in paged[:-1]} <= {limit}


@pytest.mark.parametrize(
    "key",
    ["x", "~~", "1~2~3", "2026-09-15T08:00:00~2~00000000-0000-0000-0000-000000000000", "\0"]
    + [
        f"{at}~{rank}~00000000-0000-0000-0000-000000000000"
        for at in ["0001-01-01T00:00:00+14:00"]
        for rank in [2]
    ]
    + ["2026-09-15T08:00:00Z~99~00000000-0000-0000-0000-000000000000"],
)
def test_page_after_something_that_is_no_place_is_refused(key: str) -> None:
    with pytest.raises(UnknownPlace):
        list_submitted(by=SYSTEM, after=key)


def test_key_holds_no_health_word() -> None:
    submitted_at(0)
    submitted_at(1)
    key = list_submitted(by=SYSTEM, limit=1).next_key or ""
    assert {word in key for word in Evaluation.Eligibility.values} == {False}


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        (Filters(), [0, 1, 2]),
        (Filters(eligibility="contraindicated"), [1]),
        (Filters(eligibility="eligible"), []),
        (Filters(first_day=date(2026, 9, 16)), [1, 2]),
        (Filters(last_day=date(2026, 9, 16)), [0, 1]),
        (Filters(first_day=date(2026, 9, 16), last_day=date(2026, 9, 16)), [1]),
    ],
)
def test_filters_narrow_the_list(filters: Filters, days: list[int]) -> None:
    for day in range(3):
        submitted_at(day, pregnant="yes" if day == 1 else "no")
    rows = list_submitted(by=SYSTEM, filters=filters).rows
    assert [(row.on - APPOINTMENT.date()).days for row in rows] == days


def test_list_notes_each_row_as_read() -> None:
    row = submitted_at(0)
    list_submitted(by=SYSTEM)
    event = AuditEvent.objects.get(action="response.listed")
    assert (event.subject_id, event.detail) == (row.response_id, {"evaluation": str(row.pk)})


def count_queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


def read_list() -> None:
    for row in list_submitted(by=SYSTEM).rows:
        assert (row.response.appointment.patient.name, row.eligibility) == ("Ada Canary", "precaution")


def test_list_takes_as_many_queries_for_one_row_as_for_five() -> None:
    submitted_at(0)
    one = count_queries(read_list)
    for number in range(4):
        submitted_at(number)
    assert count_queries(read_list) == one


def test_summary_holds_the_evaluation_and_its_rulebook() -> None:
    evaluation = submitted_at(0, pregnant="yes")
    summary = open_summary(appointment=evaluation.response.appointment, by=SYSTEM)
    assert (summary.evaluation, summary.history, summary.set_aside) == (evaluation, (evaluation,), {})
    assert (summary.patient.name, summary.rulebook.digest) == ("Ada Canary", summary.result["rulebook"])
    assert (summary.result["eligibility"], summary.result["digest"]) == ("contraindicated", evaluation.digest)


def test_summary_is_noted_as_read() -> None:
    evaluation = submitted_at(0)
    open_summary(appointment=evaluation.response.appointment, by=SYSTEM)
    event = AuditEvent.objects.get(action="response.read")
    assert (event.subject_id, event.detail) == (
        evaluation.response_id,
        {"evaluation": str(evaluation.pk)},
    )


def test_summary_takes_as_many_queries_for_one_evaluation_as_for_three() -> None:
    appointment = submitted_at(0).response.appointment

    def read() -> None:
        open_summary(appointment=appointment, by=SYSTEM)

    one = count_queries(read)
    for day in (1, 2):
        desk.reschedule_appointment(
            appointment=appointment, starts_at=APPOINTMENT + timedelta(days=day), by=SYSTEM
        )
    assert count_queries(read) <= one + 1  # the body of the evaluation before the newest


def test_summary_before_submission_is_refused() -> None:
    with pytest.raises(NotSubmitted):
        open_summary(appointment=make_appointment(), by=SYSTEM)


def test_clinic_answers_are_evaluated_anew() -> None:
    first = submitted_at(0)
    second = enter_clinic_answers(response=first.response, answers=HEALTHY_LIGHT, by=SYSTEM)
    assert second is not None
    assert [(row.eligibility, row.cause) for row in (first, second)] == [
        ("precaution", "submitted"),
        ("eligible", "clinic-answers"),
    ]


def test_clinic_answers_can_be_taken_back() -> None:
    response = submitted_at(0).response
    enter_clinic_answers(response=response, answers=HEALTHY_LIGHT, by=SYSTEM)
    again = enter_clinic_answers(response=response, answers={"skin_type": None}, by=SYSTEM)
    assert again is not None
    assert (again.eligibility, QuestionnaireResponse.objects.get().answers) == ("precaution", HEALTHY)


def test_clinic_answers_before_submission_wait_for_it() -> None:
    response = make_response()
    assert enter_clinic_answers(response=response, answers=HEALTHY_LIGHT, by=SYSTEM) is None
    assert QuestionnaireResponse.objects.get().answers == HEALTHY_LIGHT


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"pregnant": "no"}, ["not_asked"]),
        ({"skin_type": 9}, ["out_of_range"]),
        ({"skin_type": "2"}, ["wrong_type"]),
        ({"moon": 1}, ["unknown_item"]),
        ({"skin_type": 2, "date_of_birth": "1990-01-01"}, ["not_asked"]),
    ],
)
def test_clinic_answers_that_cannot_be_any_are_refused(answers: dict[str, object], codes: list[str]) -> None:
    evaluation = submitted_at(0)
    with pytest.raises(AnswersRefused) as refusal:
        enter_clinic_answers(response=evaluation.response, answers=answers, by=SYSTEM)
    assert [problem.code for problem in refusal.value.problems] == codes
    assert (QuestionnaireResponse.objects.get().answers, Evaluation.objects.count()) == (HEALTHY, 1)


def test_answers_the_newer_rulebook_does_not_accept_are_shown_as_set_aside() -> None:
    evaluation = submitted_at(0)
    response = evaluation.response
    response.set_aside = {"old_question": "yes"}
    response.save()
    summary = review.open_summary(appointment=response.appointment, by=SYSTEM)
    assert summary.set_aside == {"old_question": "yes"}
