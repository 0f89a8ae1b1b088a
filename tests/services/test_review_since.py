"""What has changed since a patient's previous questionnaire."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screening.models import Evaluation, Patient
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.review import count_changed_answers, since_last_time
from tests.clinicians import ACNE, CLEAN, TABLETS
from tests.factories import APPOINTMENT, make_patient, make_submitted, publish, small_document

pytestmark = pytest.mark.django_db

LATER = APPOINTMENT + timedelta(days=60)


def twice(before: Mapping[str, object], now: Mapping[str, object], **booking: Any) -> Evaluation:
    """The newer evaluation of a patient who gave these answers, and then those."""
    patient = make_patient()
    make_submitted(before, patient=patient)
    return make_submitted(now, patient=patient, starts_at=LATER, **booking)


def changes(evaluation: Evaluation) -> list[tuple[str, object, object]]:
    since = since_last_time(evaluation)
    assert since is not None
    return [(one.link_id, one.before, one.now) for one in since.answers]


def findings(evaluation: Evaluation) -> list[tuple[str, str, str | None, str | None]]:
    since = since_last_time(evaluation)
    assert since is not None
    return [(one.rule, one.treatment, one.before, one.now) for one in since.findings]


def test_first_questionnaire_has_nothing_before_it() -> None:
    assert since_last_time(make_submitted()) is None


def test_answers_of_another_patient_are_not_last_time() -> None:
    make_submitted(ACNE)
    assert since_last_time(make_submitted(CLEAN, patient=make_patient("Bea Canary"), starts_at=LATER)) is None


def test_same_answers_change_nothing() -> None:
    evaluation = twice(CLEAN, CLEAN)
    assert (changes(evaluation), findings(evaluation)) == ([], [])


def test_changed_answer_and_what_it_opened() -> None:
    assert changes(twice(CLEAN, ACNE)) == [("acne", "no", "yes"), ("acne_areas", None, ["chin"])]


def test_finding_that_is_new() -> None:
    assert findings(twice(CLEAN, ACNE)) == [("acne", "pen", None, "contraindicated")]


def test_finding_that_is_gone() -> None:
    assert findings(twice(TABLETS, CLEAN)) == [("tablets", "pen", "deferred", None)]


def test_order_of_a_list_is_no_change() -> None:
    first = {**ACNE, "acne_areas": ["chin", "neck"]}
    assert changes(twice(first, {**ACNE, "acne_areas": ["neck", "chin"]})) == []


def test_findings_of_another_treatment_are_not_compared() -> None:
    evaluation = twice(CLEAN, {**ACNE, "epilepsy": "no"}, treatments=["laser"])
    since = since_last_time(evaluation)
    assert since is not None
    assert (since.compared, since.findings) == ((), ())


def test_question_that_only_the_newer_treatment_asks_is_no_change() -> None:
    evaluation = twice(CLEAN, {**CLEAN, "epilepsy": "no"}, treatments=["pen", "laser"])
    assert changes(evaluation) == []


def test_question_of_a_newer_rulebook_is_no_change() -> None:
    document = small_document()
    old = small_document()
    old["items"] = [item for item in document["items"] if item["link_id"] != "remarks"]
    assert len(old["items"]) == len(document["items"]) - 1
    publish(old)
    patient = make_patient()
    make_submitted(CLEAN, patient=patient)
    publish(document)
    assert changes(make_submitted({**CLEAN, "remarks": "new"}, patient=patient, starts_at=LATER)) == []


def test_corrected_answer_counts_as_corrected() -> None:
    patient = make_patient()
    first = make_submitted(ACNE, patient=patient)
    desk.reschedule_appointment(
        appointment=first.response.appointment, starts_at=APPOINTMENT + timedelta(days=1), by=SYSTEM
    )
    since = since_last_time(make_submitted(CLEAN, patient=patient, starts_at=LATER))
    assert since is not None
    assert since.earlier.sequence == 2


def test_last_of_several_questionnaires_is_compared() -> None:
    patient = make_patient()
    make_submitted(ACNE, patient=patient)
    make_submitted(CLEAN, patient=patient, starts_at=LATER)
    latest = make_submitted(CLEAN, patient=patient, starts_at=LATER + timedelta(days=30))
    assert changes(latest) == []


def several(patients: int) -> list[Evaluation]:
    made = []
    for number in range(patients):
        patient: Patient = make_patient(f"Ada {number}")
        make_submitted(CLEAN, patient=patient)
        made.append(make_submitted(ACNE, patient=patient, starts_at=LATER))
    return made


def test_changed_answers_are_counted_for_each_row() -> None:
    made = several(2)
    first = make_submitted(CLEAN, patient=make_patient("Cleo"))
    rows = [one.response_id for one in [*made, first]]
    assert count_changed_answers(rows) == {one.response_id: 2 for one in made}


def test_both_questionnaires_of_one_patient_in_one_list() -> None:
    patient = make_patient()
    one = make_submitted(CLEAN, patient=patient)
    two = make_submitted(ACNE, patient=patient, starts_at=LATER)
    three = make_submitted(ACNE, patient=patient, starts_at=LATER + timedelta(days=30))
    counts = count_changed_answers([one.response_id, two.response_id, three.response_id])
    assert counts == {two.response_id: 2, three.response_id: 0}


def test_count_takes_one_query_whatever_the_length_of_the_list() -> None:
    several(1)  # reads the rulebook once
    rows = [one.response_id for one in several(3)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        count_changed_answers(rows)
    assert len(queries) == 1
