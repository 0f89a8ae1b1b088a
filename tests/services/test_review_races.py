"""Two people on one record at once. Each thread has a connection of its own."""

from collections import Counter

import pytest

from screening.models import AnswerCorrection, FindingDecision, Review, ReviewChange, SignOff
from screening.services import review
from screening.services.audit import Actor
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
from tests.services.test_races import AT_ONCE, all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_sign_offs_at_once_one_wins_and_the_others_are_told_what_is_new() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    seen = revision_of(appointment)
    outcomes = ("proceed", "decline")
    assert all_at_once(lambda number: sign(appointment, petra, outcomes[number % 2], seen_revision=seen)) == {
        "done": 1,
        "stale_decision": AT_ONCE - 1,
    }
    row = review_of(appointment)
    assert (SignOff.objects.count(), row.revision, row.state) == (1, seen + 1, "signed-off")


def test_decision_and_correction_at_once_leave_one_of_them() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    seen = revision_of(appointment)

    def act(number: int) -> None:
        if number % 2:
            override(appointment, "tablets", petra, seen_revision=seen)
        else:
            review.correct_answers(
                appointment=appointment, answers={"tablets": "no"}, reason="No.", by=petra, seen_revision=seen
            )

    assert all_at_once(act) == {"done": 1, "stale_decision": AT_ONCE - 1}
    decided, corrected = FindingDecision.objects.count(), AnswerCorrection.objects.count()
    assert (decided, corrected) in {(1, 0), (0, 2)}


def test_sign_off_while_the_patient_answers_never_opens_the_gate_on_old_answers() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    review.ask_patient(
        appointment=appointment,
        items=["pregnant"],
        message="",
        by=petra,
        seen_revision=revision_of(appointment),
    )
    seen, by = revision_of(appointment), Actor.patient(appointment.patient)

    def act(number: int) -> None:
        if number % 2:
            sign(appointment, petra, seen_revision=seen)
        else:
            review.answer_request(response=appointment.response, answers={"pregnant": "yes"}, by=by)

    outcome = all_at_once(act)
    is_answered = result_of(appointment)["eligibility"] == "contraindicated"
    assert gate(appointment) == ("on-hold" if is_answered else "cleared")
    assert (outcome["done"], SignOff.objects.current().exists()) == (1, not is_answered)


def test_notes_at_once_are_all_kept_and_numbered_apart() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    seen = revision_of(appointment)
    outcome = all_at_once(
        lambda number: review.add_note(appointment=appointment, text=f"Note {number}", by=petra)
    )
    assert (outcome, revision_of(appointment)) == ({"done": AT_ONCE}, seen + AT_ONCE)
    kinds = Counter(ReviewChange.objects.filter(revision__gt=seen).values_list("kind", flat=True))
    assert (kinds, Review.objects.count()) == ({"note-added": AT_ONCE}, 1)


def test_override_confirmed_by_many_at_once_is_confirmed_once() -> None:
    appointment = submitted(ACNE)
    decision = override(appointment, "acne", practitioner())
    seen, lena = revision_of(appointment), lead()
    outcome = all_at_once(
        lambda _number: review.confirm_override(decision=decision, by=lena, seen_revision=seen)
    )
    assert outcome == {"done": 1, "stale_decision": AT_ONCE - 1}


def test_presence_noted_at_once_is_one_row() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    now = review_of(appointment).since
    assert all_at_once(lambda _number: review.keep_open(appointment=appointment, by=petra, now=now)) == {
        "done": AT_ONCE
    }
