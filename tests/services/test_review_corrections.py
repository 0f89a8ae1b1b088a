from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from screening.models import (
    AnswerCorrection,
    Appointment,
    AuditEvent,
    Evaluation,
    PatientRequest,
    QuestionnaireResponse,
)
from screening.services import review
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    AnswersRefused,
    IncompleteResponse,
    InvalidInput,
    NoOpenRequest,
    NotPermitted,
    ScreeningError,
    StaleDecision,
)
from screening.services.review import Corrected
from tests.clinicians import (
    ACNE,
    CLEAN,
    TABLETS,
    UNSURE,
    gate,
    lead,
    override,
    practitioner,
    result_of,
    review_of,
    revision_of,
    sign,
    submitted,
)

pytestmark = pytest.mark.django_db


def correct(appointment: Appointment, answers: Mapping[str, object], by: Actor, **more: Any) -> Corrected:
    options = {"reason": "She called.", "seen_revision": revision_of(appointment), **more}
    return review.correct_answers(appointment=appointment, answers=answers, by=by, **options)


def ask(appointment: Appointment, items: Sequence[str], by: Actor, **more: Any) -> PatientRequest:
    options = {"message": "Please look again.", "seen_revision": revision_of(appointment), **more}
    return review.ask_patient(appointment=appointment, items=items, by=by, **options)


def stored() -> QuestionnaireResponse:
    return QuestionnaireResponse.objects.get()


def test_corrected_answer_keeps_the_old_one_and_is_evaluated_anew() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    outcome = correct(appointment, {"tablets_last": "2020-01"}, petra)
    row = AnswerCorrection.objects.get()
    assert (row.link_id, row.before, row.after, row.reason, row.made_by_id) == (
        "tablets_last",
        "2026-08",
        "2020-01",
        "She called.",
        petra.id,
    )
    assert (outcome.evaluation.eligibility, outcome.evaluation.cause, row.evaluation) == (
        "precaution",
        "answers-corrected",
        outcome.evaluation,
    )
    assert (stored().status, stored().answers["tablets_last"]) == ("amended", "2020-01")


def test_correction_says_what_falls_away_with_it() -> None:
    appointment, petra = submitted({**TABLETS, "acne": "yes", "acne_areas": ["neck"]}), practitioner()
    decision = override(appointment, "tablets", petra)
    kept = review.acknowledge(
        appointment=appointment, rule="skin_type", by=petra, seen_revision=revision_of(appointment)
    )
    signed = sign(appointment, petra)
    outcome = correct(appointment, {"tablets_last": "2026-09"}, petra)
    assert (outcome.fell_away, outcome.sign_off_gone) == ((decision,), signed)
    assert (gate(appointment), review_of(appointment).state) == ("on-hold", "needs-review")
    record = review.open_record(appointment=appointment, by=petra, now=signed.made_at)
    assert (record.fell_away, record.sign_off) == ((decision,), None)
    assert [one.decisions for one in record.findings if one.held.rule == "skin_type"] == [(kept,)]


def test_override_holds_while_its_finding_is_the_same() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    override(appointment, "tablets", petra)
    signed = sign(appointment, petra)
    outcome = correct(appointment, {"remarks": "None."}, petra)
    signed.refresh_from_db()
    assert (outcome.fell_away, outcome.sign_off_gone, signed.is_current) == ((), None, True)
    assert gate(appointment) == "cleared"


def test_correction_takes_hidden_answers_along_and_keeps_what_they_were() -> None:
    appointment, petra = submitted(ACNE), practitioner()
    outcome = correct(appointment, {"acne": "no"}, petra)
    told = sorted((row.link_id, row.before, row.after) for row in outcome.corrections)
    assert told == [("acne", "yes", "no"), ("acne_areas", ["chin"], None)]
    assert [one["rule"] for one in result_of(appointment)["findings"]] == ["skin_type"]


def test_answer_taken_back_is_held() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    outcome = correct(appointment, {"pregnant": None}, petra)
    assert outcome.evaluation.eligibility == "clearance"


@pytest.mark.parametrize(
    ("answers", "more", "refusal"),
    [
        ({"acne": "yes"}, {"reason": " "}, InvalidInput),
        ({"acne": "no"}, {}, InvalidInput),
        ({}, {}, InvalidInput),
        ({"acne": "maybe"}, {}, AnswersRefused),
        ({"moon": "yes"}, {}, AnswersRefused),
        ({"date_of_birth": "1990-01-01"}, {}, AnswersRefused),
        ({"treatment_areas": ["chin"]}, {}, AnswersRefused),
        ({"acne": "yes"}, {"seen_revision": 0}, StaleDecision),
    ],
)
def test_unfit_correction_is_refused_and_nothing_stored(
    answers: dict[str, object], more: dict[str, Any], refusal: type[ScreeningError]
) -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    with pytest.raises(refusal):
        correct(appointment, answers, petra, **more)
    assert (AnswerCorrection.objects.count(), Evaluation.objects.count(), stored().answers) == (0, 1, CLEAN)


def test_correction_needs_a_member_of_staff() -> None:
    with pytest.raises(NotPermitted):
        correct(submitted(CLEAN), {"acne": "yes"}, SYSTEM)


def test_patient_is_asked_for_the_chosen_questions_and_what_is_behind_them() -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"], practitioner(), rule="tablets")
    found = review.open_request_for(appointment.response)
    assert found is not None
    assert ([item.link_id for item in found.items], found.request.message) == (
        ["tablets", "tablets_last"],
        "Please look again.",
    )
    assert review_of(appointment).state == "waiting-for-patient"


def test_patients_answer_is_evaluated_anew_and_back_to_review() -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"], practitioner())
    given = review_of(appointment).answers_given_at
    by = Actor.patient(appointment.patient)
    evaluation = review.answer_request(response=appointment.response, answers={"tablets": "no"}, by=by)
    assert (evaluation.eligibility, evaluation.cause, stored().answers) == (
        "precaution",
        "patient-answered",
        CLEAN,
    )
    row = review_of(appointment)
    assert (row.state, row.answers_given_at) == ("needs-review", given)
    assert review.open_items_for(appointment.response) == ()
    with pytest.raises(NoOpenRequest):
        review.answer_request(response=appointment.response, answers={"tablets": "yes"}, by=by)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"pregnant": "yes"}, AnswersRefused),
        ({"skin_type": 2}, AnswersRefused),
        ({"tablets": "perhaps"}, AnswersRefused),
        ({"tablets": None}, IncompleteResponse),
        ({"tablets": "yes", "tablets_last": None}, IncompleteResponse),
    ],
)
def test_patient_answers_only_what_is_open_and_all_of_it(
    answers: dict[str, object], refusal: type[ScreeningError]
) -> None:
    appointment = submitted(UNSURE)
    ask(appointment, ["tablets"], practitioner())
    with pytest.raises(refusal):
        review.answer_request(
            response=appointment.response, answers=answers, by=Actor.patient(appointment.patient)
        )
    assert (stored().answers, review_of(appointment).state) == (UNSURE, "waiting-for-patient")


def test_whole_questionnaire_answered_again_makes_the_answers_new() -> None:
    appointment = submitted(CLEAN)
    row = review_of(appointment)
    row.answers_given_at = row.since.replace(year=2025)
    row.save()
    ask(appointment, [], practitioner(), whole=True)
    review.answer_request(
        response=appointment.response, answers={"acne": "no"}, by=Actor.patient(appointment.patient)
    )
    given = review_of(appointment).answers_given_at
    assert given is not None
    assert given.year > 2025


def test_second_request_asks_the_first_ones_questions_too() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    ask(appointment, ["remarks"], petra)
    ask(appointment, ["pregnant"], petra)
    assert review.open_items_for(appointment.response) == ("pregnant", "remarks")


@pytest.mark.parametrize("items", [[], ["skin_type"], ["date_of_birth"], ["epilepsy"], ["moon"]])
def test_request_for_what_the_patient_is_not_asked_is_refused(items: list[str]) -> None:
    appointment = submitted(CLEAN)
    with pytest.raises(InvalidInput):
        ask(appointment, items, practitioner())


def test_request_takes_the_sign_off_away() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    signed = sign(appointment, petra)
    ask(appointment, ["remarks"], petra)
    signed.refresh_from_db()
    assert (signed.fell_away_why, gate(appointment)) == ("patient-asked", "on-hold")


def test_request_can_be_withdrawn() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    ask(appointment, ["remarks"], petra)
    review.withdraw_request(appointment=appointment, by=petra, seen_revision=revision_of(appointment))
    assert (review.open_items_for(appointment.response), review_of(appointment).state) == ((), "needs-review")
    with pytest.raises(NoOpenRequest):
        review.withdraw_request(appointment=appointment, by=petra, seen_revision=revision_of(appointment))


def test_record_shows_everything_and_is_noted_as_read() -> None:
    appointment, petra = submitted(ACNE), practitioner()
    decision = override(appointment, "acne", petra)
    review.add_note(appointment=appointment, text="Canary note.", by=petra)
    record = review.open_record(appointment=appointment, by=petra, now=decision.made_at)
    assert (record.pending, record.fell_away, [note.text for note in record.notes]) == (
        (decision,),
        (),
        ["Canary note."],
    )
    assert [one.kind for one in record.changes] == ["submitted", "decision-made", "note-added"]
    assert AuditEvent.objects.filter(action="review.read", subject_id=record.review.pk).count() == 1
    review.confirm_override(decision=decision, by=lead(), seen_revision=record.review.revision)
    again = review.open_record(appointment=appointment, by=petra, now=decision.made_at)
    assert (again.pending, [one.is_undecided for one in again.findings]) == ((), [False, False])


def test_second_person_is_told_who_has_the_record_open() -> None:
    appointment, petra, paul = submitted(CLEAN), practitioner(), practitioner("Paul")
    now = review_of(appointment).since
    assert review.keep_open(appointment=appointment, by=petra, now=now) == ()
    (other,) = review.keep_open(appointment=appointment, by=paul, now=now)
    assert str(other.user) == "Petra"
    later = now.replace(year=now.year + 1)
    assert review.keep_open(appointment=appointment, by=paul, now=later) == ()
