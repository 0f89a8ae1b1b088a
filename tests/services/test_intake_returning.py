"""What a patient who was here before may confirm."""

from datetime import timedelta

import pytest

from screening.models import AuditEvent, QuestionnaireResponse
from screening.services import desk, intake
from screening.services.audit import SYSTEM
from screening.services.intake import last_time
from screening.services.rulebook import rulebook_of
from tests.factories import (
    APPOINTMENT,
    HEALTHY,
    answer,
    by_patient,
    make_appointment,
    make_patient,
    make_response,
    make_submitted,
    publish,
    small_document,
    submit,
)

pytestmark = pytest.mark.django_db

TOLD = {**HEALTHY, "acne": "yes", "acne_areas": ["chin"]}


def with_fresh(*link_ids: str) -> None:
    """Publish the small rulebook with these items asked afresh every time."""
    document = small_document()
    for item in document["items"]:
        if item["link_id"] in link_ids:
            item["fresh"] = True
    publish(document)


def next_visit(earlier: QuestionnaireResponse) -> QuestionnaireResponse:
    """A second appointment of the same patient, a month later."""
    appointment = make_appointment(earlier.appointment.patient, APPOINTMENT + timedelta(days=30))
    return QuestionnaireResponse.objects.whole().get(appointment=appointment)


def told(response: QuestionnaireResponse) -> dict[str, object] | None:
    found = last_time(rulebook_of(response.rulebook_version), response)
    return None if found is None else dict(found.answers)


def test_answers_of_the_last_visit_may_be_confirmed_but_those_asked_afresh() -> None:
    with_fresh("pregnant")
    response = next_visit(make_submitted(TOLD).response)
    assert told(response) == {"acne": "yes", "acne_areas": ["chin"], "tablets": "no"}
    assert response.answers == {}


def test_areas_belong_to_the_visit() -> None:
    earlier = make_submitted({**HEALTHY, "treatment_areas": ["full_face", "neck"]})
    assert told(next_visit(earlier.response)) == dict(HEALTHY)


def test_nothing_is_offered_to_a_new_patient() -> None:
    assert told(make_response()) is None


def test_nothing_is_offered_of_somebody_else_or_of_what_was_not_handed_in() -> None:
    make_submitted(patient=make_patient("Bea Bird", email="bea@example.org"))
    begun = answer(make_response(), {"pregnant": "no"})
    assert told(next_visit(begun)) is None


def test_answers_of_a_treatment_not_planned_now_are_not_offered() -> None:
    earlier = make_submitted({**HEALTHY, "epilepsy": "no"}, treatments=["laser"])
    assert told(next_visit(earlier.response)) == dict(HEALTHY)


def test_answer_the_rulebook_no_longer_accepts_is_not_offered() -> None:
    earlier = make_submitted().response
    earlier.answers = {**earlier.answers, "pregnant": "perhaps", "gone": "no"}
    earlier.save()
    assert told(next_visit(earlier)) == {"acne": "no", "tablets": "no"}


def test_newest_visit_counts() -> None:
    first = make_submitted()
    second = next_visit(first.response)
    second = answer(second, {**HEALTHY, "pregnant": "unsure"})
    submit(second)
    third = make_appointment(first.response.appointment.patient, APPOINTMENT + timedelta(days=60))
    response = QuestionnaireResponse.objects.whole().get(appointment=third)
    assert (told(response) or {})["pregnant"] == "unsure"


def test_cancelled_visit_still_tells_what_was_answered() -> None:
    earlier = make_submitted().response
    desk.cancel_appointment(appointment=earlier.appointment, by=SYSTEM)
    assert told(next_visit(earlier)) == dict(HEALTHY)


def test_confirming_is_counted_on_the_audit_trail() -> None:
    response = next_visit(make_submitted().response)
    intake.save_section(
        response=response,
        section="health",
        answers={"pregnant": "no", "acne": "no"},
        revision=0,
        by=by_patient(response),
        confirmed=["acne"],
    )
    event = AuditEvent.objects.about(response).get(action="response.section_saved")
    assert event.detail == {"section": "health", "revision": 1, "confirmed": 1}
