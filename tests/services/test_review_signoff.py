from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from screening.models import AuditEvent, Review, SignOff
from screening.services import desk, intake, review
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    AnswersTooOld,
    ConsentOutstanding,
    InvalidInput,
    NotPermitted,
    NotSubmitted,
    ProceedRefused,
    ReauthenticationRequired,
    StaleDecision,
)
from tests.clinicians import (
    ACNE,
    CLEAN,
    TABLETS,
    UNSURE,
    clinician,
    gate,
    lead,
    override,
    practitioner,
    review_of,
    revision_of,
    sign,
    submitted,
)
from tests.factories import answer, consented, make_appointment, make_response

pytestmark = pytest.mark.django_db

SOON = timezone.now() + timedelta(days=20)
LATER = date(2099, 1, 1)


@pytest.mark.parametrize(
    ("outcome", "more", "expected"),
    [
        ("proceed", {}, "cleared"),
        ("proceed-with-conditions", {"conditions": "Test spot first."}, "cleared"),
        ("postpone", {"postponed_to": LATER}, "on-hold"),
        ("decline", {}, "declined"),
    ],
)
def test_sign_off_sets_the_gate(outcome: str, more: dict[str, Any], expected: str) -> None:
    appointment = submitted(CLEAN)
    sign(appointment, practitioner(), outcome, **more)
    row = review_of(appointment)
    assert (row.state, row.gate, gate(appointment)) == ("signed-off", expected, expected)


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        (UNSURE, [("tablets", "Tablets stopped less than six months ago", "pen", "clearance")]),
        (TABLETS, [("tablets", "Tablets stopped less than six months ago", "pen", "deferred")]),
        (ACNE, [("acne", "Acne in the area", "pen", "contraindicated")]),
    ],
)
def test_proceed_is_refused_naming_what_is_undecided(answers: dict[str, object], named: list[Any]) -> None:
    appointment = submitted(answers)
    with pytest.raises(ProceedRefused) as refusal:
        sign(appointment, practitioner())
    told = [(one.rule, one.title, one.treatment, one.severity) for one in refusal.value.blocking]
    assert (told, SignOff.objects.count()) == (named, 0)


def test_proceed_is_refused_while_the_second_person_is_missing() -> None:
    appointment, petra = submitted(ACNE), practitioner()
    decision = override(appointment, "acne", petra)
    with pytest.raises(ProceedRefused):
        sign(appointment, petra)
    review.confirm_override(decision=decision, by=lead(), seen_revision=revision_of(appointment))
    assert sign(appointment, petra).is_current


@pytest.mark.parametrize(("outcome", "more"), [("postpone", {"postponed_to": LATER}), ("decline", {})])
def test_postpone_and_decline_are_always_possible(outcome: str, more: dict[str, Any]) -> None:
    appointment, petra = submitted({**ACNE, "pregnant": "yes"}), practitioner()
    review.ask_patient(
        appointment=appointment, items=["acne"], message="", by=petra, seen_revision=revision_of(appointment)
    )
    assert sign(appointment, petra, outcome, **more).is_current
    assert review.open_items_for(appointment.response) == ()


@pytest.mark.parametrize(
    ("outcome", "more", "field"),
    [
        ("maybe", {}, "outcome"),
        ("proceed-with-conditions", {}, "conditions"),
        ("proceed", {"conditions": "Test spot."}, "conditions"),
        ("postpone", {}, "postponed_to"),
        ("postpone", {"postponed_to": date(2026, 1, 1)}, "postponed_to"),
        ("decline", {"note": "x" * 5000}, "note"),
    ],
)
def test_unfit_verdict_is_refused(outcome: str, more: dict[str, Any], field: str) -> None:
    appointment = submitted(CLEAN)
    with pytest.raises(InvalidInput) as refusal:
        sign(appointment, practitioner(), outcome, **more)
    assert ([one.field for one in refusal.value.problems], SignOff.objects.count()) == ([field], 0)


def test_sign_off_needs_the_password_again() -> None:
    with pytest.raises(ReauthenticationRequired):
        sign(submitted(CLEAN), practitioner(), reauthenticated=False)


def test_sign_off_needs_a_clinical_role_and_every_treatments_permission() -> None:
    appointment = submitted({**CLEAN, "epilepsy": "no"}, treatments=("pen", "laser"))
    for user, lacking in (
        (clinician("Rita", "reception"), ()),
        (clinician("Adam", "administrator"), ()),
        (clinician("Paul", "practitioner", treatments=["pen"]), ("laser",)),
        (clinician("Nora", "clinical-lead", treatments=[]), ("pen", "laser")),
    ):
        with pytest.raises(NotPermitted) as refusal:
            sign(appointment, Actor.staff(user))
        assert refusal.value.treatments == lacking, user
    with pytest.raises(NotPermitted):
        sign(appointment, SYSTEM)


def test_sign_off_on_stale_data_is_refused_with_what_is_new() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    seen = revision_of(appointment)
    review.add_note(appointment=appointment, text="Called her.", by=petra)
    with pytest.raises(StaleDecision) as refusal:
        sign(appointment, petra, seen_revision=seen)
    assert [one.kind for one in refusal.value.changes] == ["note-added"]


def test_sign_off_before_answers_is_refused() -> None:
    with pytest.raises(NotSubmitted):
        sign(make_appointment(), practitioner(), "decline")


def test_proceed_on_answers_that_are_too_old_is_refused() -> None:
    appointment = submitted(CLEAN)
    row = review_of(appointment)
    row.answers_given_at = timezone.now() - timedelta(days=190)
    row.save()
    with pytest.raises(AnswersTooOld):
        sign(appointment, practitioner())
    assert sign(appointment, practitioner("Paul"), "decline").is_current


def test_new_sign_off_replaces_the_old_one() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    first = sign(appointment, petra)
    second = sign(appointment, petra, "decline")
    first.refresh_from_db()
    assert (first.is_current, first.fell_away_why, second.is_current) == (False, "signed-anew", True)
    assert gate(appointment) == "declined"


def test_digest_names_what_was_signed() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    decision = override(appointment, "tablets", petra)
    row = sign(appointment, petra, "proceed-with-conditions", conditions="Low depth.")
    evaluation = review_of(appointment).evaluation
    assert evaluation is not None
    assert (row.signed["evaluation"], row.signed["conditions"]) == (evaluation.digest, "Low depth.")
    assert [one["id"] for one in row.signed["decisions"]] == [str(decision.pk)]
    assert review.is_genuine(SignOff.objects.get())
    row.signed = {**row.signed, "conditions": ""}
    assert not review.is_genuine(row)


def test_sign_off_is_on_the_audit_trail() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    row = sign(appointment, petra)
    event = AuditEvent.objects.about(row).get()
    assert (event.action, event.actor_id, event.detail["outcome"]) == (
        "review.signed-off",
        petra.id,
        "proceed",
    )


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        (lambda one: desk.reschedule_appointment(
            appointment=one, starts_at=one.starts_at + timedelta(hours=3), by=SYSTEM), True),
        (lambda one: desk.change_procedure(
            appointment=one, treatments=["pen"], areas=["full_face"], by=SYSTEM), True),
        (lambda one: desk.change_procedure(
            appointment=one, treatments=["laser"], areas=["full_face"], by=SYSTEM), False),
        (lambda one: review.enter_clinic_answers(
            response=one.response, answers={"skin_type": 5}, by=SYSTEM), False),
    ],
)  # fmt: skip
def test_sign_off_falls_away_when_the_result_changes_and_only_then(change: Any, stands: bool) -> None:
    appointment = submitted(CLEAN, starts_at=SOON)
    row = sign(appointment, practitioner())
    change(appointment)
    row.refresh_from_db()
    state, expected = ("signed-off", "cleared") if stands else ("needs-review", "on-hold")
    assert (row.is_current, review_of(appointment).state, gate(appointment)) == (stands, state, expected)


@pytest.mark.parametrize(
    ("areas", "why", "at"),
    [(["neck"], "", "cleared"), (["full_face", "neck", "chin"], "consent-lapsed", "on-hold")],
)
def test_sign_off_falls_away_when_an_area_is_added_that_the_consent_does_not_name(
    areas: list[str], why: str, at: str
) -> None:
    appointment = submitted(CLEAN, starts_at=SOON, areas=["full_face", "neck"])
    row = sign(appointment, practitioner())
    desk.change_procedure(appointment=appointment, treatments=["pen"], areas=areas, by=SYSTEM)
    row.refresh_from_db()
    assert (row.fell_away_why, gate(appointment)) == (why, at)


@pytest.mark.parametrize("outcome", ["proceed", "proceed-with-conditions", "postpone", "decline"])
def test_only_postponing_and_declining_go_without_consent(outcome: str) -> None:
    response = answer(make_response(starts_at=SOON), CLEAN)
    petra = practitioner()
    intake.submit_response(response=response, declaration=True, revision=response.revision, by=petra)
    extra = {"conditions": "Slowly."} if outcome == "proceed-with-conditions" else {}
    later = {"postponed_to": date(2027, 6, 1)} if outcome == "postpone" else {}
    if outcome.startswith("proceed"):
        with pytest.raises(ConsentOutstanding):
            sign(response.appointment, petra, outcome, **extra)
        consented(response)
    assert sign(response.appointment, petra, outcome, **extra, **later).outcome == outcome


def test_sign_off_falls_away_when_the_date_changes_the_result() -> None:
    appointment = submitted({**TABLETS, "tablets_last": "2026-08-01"}, starts_at=SOON)
    row = sign(appointment, practitioner(), "decline")
    desk.reschedule_appointment(appointment=appointment, starts_at=SOON + timedelta(days=120), by=SYSTEM)
    row.refresh_from_db()
    assert (row.fell_away_why, review_of(appointment).state) == ("result-changed", "needs-review")


def test_sign_off_falls_away_when_a_decision_it_rests_on_is_withdrawn() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    decision = override(appointment, "tablets", petra)
    row = sign(appointment, petra)
    review.withdraw_decision(decision=decision, by=petra, seen_revision=revision_of(appointment))
    row.refresh_from_db()
    assert (row.fell_away_why, gate(appointment)) == ("decision-withdrawn", "on-hold")


def test_acknowledgement_withdrawn_leaves_the_sign_off() -> None:
    appointment, petra = submitted(CLEAN), practitioner()
    seen = review.acknowledge(
        appointment=appointment, rule="skin_type", by=petra, seen_revision=revision_of(appointment)
    )
    sign(appointment, petra)
    review.withdraw_decision(decision=seen, by=petra, seen_revision=revision_of(appointment))
    assert gate(appointment) == "cleared"


def test_postponed_appointment_that_is_moved_needs_review_again() -> None:
    appointment = submitted(CLEAN, starts_at=SOON)
    day = SOON.date() + timedelta(days=30)
    row = sign(appointment, practitioner(), "postpone", postponed_to=day)
    desk.reschedule_appointment(appointment=appointment, starts_at=SOON + timedelta(days=30), by=SYSTEM)
    row.refresh_from_db()
    assert (row.fell_away_why, review_of(appointment).state) == ("rescheduled", "needs-review")


def test_permission_is_set_and_taken_back() -> None:
    user = clinician("Paul", "practitioner", treatments=[])
    make_appointment()
    review.set_permission(treatment="pen", user=user, may_perform=True, may_sign_off=True, by=SYSTEM)
    assert (
        [one.pk for one in review.performers_of("pen")],
        review.not_permitted(Actor.staff(user), ["pen"]),
    ) == (
        [user.pk],
        (),
    )
    review.set_permission(treatment="pen", user=user, may_perform=False, may_sign_off=False, by=SYSTEM)
    assert review.list_permissions() == []
    with pytest.raises(InvalidInput):
        review.set_permission(treatment="moon", user=user, may_perform=True, may_sign_off=True, by=SYSTEM)


def test_review_is_made_with_the_booking() -> None:
    row = Review.objects.get(appointment=make_appointment())
    assert (row.state, row.gate, row.revision) == ("awaiting-answers", "on-hold", 0)
