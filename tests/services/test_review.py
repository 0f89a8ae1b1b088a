from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screening.models import AuditEvent, Evaluation, QuestionnaireResponse
from screening.services import desk, review
from screening.services.audit import SYSTEM
from screening.services.errors import AnswersRefused, NotSubmitted
from screening.services.review import enter_clinic_answers, open_summary
from tests.factories import APPOINTMENT, HEALTHY, make_appointment, make_response, make_submitted

pytestmark = pytest.mark.django_db

HEALTHY_LIGHT = {"skin_type": 2}


def submitted_at(days: int, **answers: object) -> Evaluation:
    return make_submitted({**HEALTHY, **answers}, starts_at=APPOINTMENT + timedelta(days=days))


def count_queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


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
