import json
from datetime import date, datetime, timedelta

import pytest

from screening.engine import digest_of
from screening.models import Appointment, AuditEvent, Evaluation
from screening.services import desk
from screening.services.audit import SYSTEM
from screening.services.errors import NotSubmitted, RulebookBroken, TreatmentUnknown
from screening.services.evaluation import evaluate_response, replay
from tests.factories import (
    APPOINTMENT,
    HEALTHY,
    ZONE,
    make_patient,
    make_response,
    make_submitted,
    publish,
    small_document,
)

pytestmark = pytest.mark.django_db

TABLETS = {**HEALTHY, "tablets": "yes", "tablets_last": "2026-08-01"}


def test_evaluation_stores_the_result_and_what_lists_need() -> None:
    evaluation = make_submitted(TABLETS)
    stored = Evaluation.objects.get()
    assert (stored.eligibility, stored.severity_rank, stored.earliest_date, stored.settled) == (
        "deferred",
        4,
        date(2027, 2, 1),
        False,  # the skin type is the clinic's to enter
    )
    assert (stored.on, stored.appointment_at, stored.sequence) == (date(2026, 9, 15), APPOINTMENT, 1)
    body = json.loads(stored.body)
    digest = body.pop("digest")
    assert (stored.digest, digest, body["rulebook"]) == (
        digest,
        digest_of(body),
        evaluation.rulebook_version.digest,
    )


def test_evaluation_reads_birth_date_and_areas_from_the_records() -> None:
    patient = make_patient(birth_date=date(2010, 1, 1))
    evaluation = make_submitted(patient=patient, areas=["chin", "neck"])
    body = json.loads(evaluation.body)
    assert body["answers"] == {
        **HEALTHY,
        "date_of_birth": "2010-01-01",
        "treatment_areas": ["chin", "neck"],
    }
    assert evaluation.eligibility == "contraindicated"


def test_evaluation_day_is_the_clinics_day() -> None:
    evening_in_utc = datetime(2026, 9, 16, 0, 30, tzinfo=ZONE)  # 15 September, 22:30 UTC
    assert make_submitted(starts_at=evening_in_utc).on == date(2026, 9, 16)


def test_evaluation_before_submission_is_refused() -> None:
    with pytest.raises(NotSubmitted):
        evaluate_response(response=make_response(), cause=Evaluation.Cause.REQUESTED, by=SYSTEM)


def test_evaluation_for_a_treatment_the_rulebook_no_longer_has_is_refused_and_stores_nothing() -> None:
    first = make_submitted()
    Appointment.objects.update(treatments=["given_up"])
    with pytest.raises(TreatmentUnknown):
        evaluate_response(response=first.response, cause=Evaluation.Cause.REQUESTED, by=SYSTEM)
    assert Evaluation.objects.get() == first


def test_evaluation_anew_keeps_the_old_one() -> None:
    first = make_submitted(TABLETS)
    desk.reschedule_appointment(
        appointment=first.response.appointment, starts_at=APPOINTMENT + timedelta(days=150), by=SYSTEM
    )
    rows = Evaluation.objects.oldest_first().values_list("sequence", "is_current", "eligibility", "cause")
    assert list(rows) == [
        (1, False, "deferred", "submitted"),
        (2, True, "precaution", "rescheduled"),
    ]
    assert Evaluation.objects.get(sequence=1).body == first.body


def test_evaluation_anew_uses_the_active_rulebook_and_leaves_out_what_it_does_not_accept() -> None:
    first = make_submitted({**HEALTHY, "remarks": "hello"})
    document = small_document()
    document["items"] = [item for item in document["items"] if item["link_id"] != "remarks"]
    newer = publish(document)
    again = evaluate_response(response=first.response, cause=Evaluation.Cause.REQUESTED, by=SYSTEM)
    assert again.rulebook_version == newer
    assert "remarks" not in json.loads(again.body)["answers"]
    again.response.refresh_from_db()
    assert again.response.answers == {**HEALTHY, "remarks": "hello"}


def test_replay_gives_the_same_bytes() -> None:
    evaluation = make_submitted(TABLETS)
    document = small_document()
    document["rulebook"]["title"] = "Newer"
    publish(document)
    assert replay(Evaluation.objects.get(pk=evaluation.pk)).matches


def test_replay_of_an_altered_evaluation_does_not_match() -> None:
    evaluation = make_submitted(TABLETS)
    evaluation.body = evaluation.body.replace('"deferred"', '"eligible"')
    evaluation.save()
    assert replay(Evaluation.objects.get(pk=evaluation.pk)).matches is False


def test_replay_without_its_rulebook_is_refused() -> None:
    evaluation = make_submitted(TABLETS)
    evaluation.rulebook_version.document = "{}"
    evaluation.rulebook_version.digest = "sha256:unknown"
    evaluation.rulebook_version.save()
    with pytest.raises(RulebookBroken):
        replay(Evaluation.objects.get(pk=evaluation.pk))


def test_evaluation_is_on_the_audit_trail_without_any_answer() -> None:
    evaluation = make_submitted(TABLETS)
    event = AuditEvent.objects.about(evaluation).get()
    assert (event.action, event.detail) == (
        "evaluation.made",
        {"response": str(evaluation.response_id), "cause": "submitted", "sequence": 1},
    )
