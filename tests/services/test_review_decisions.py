from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from screening.models import Appointment, AuditEvent, FindingDecision
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    AlreadyWithdrawn,
    AppointmentIsCancelled,
    InvalidInput,
    NothingToConfirm,
    NotPermitted,
    NotSubmitted,
    OverrideForbidden,
    ResolutionRefused,
    SecondPersonRefused,
    StaleDecision,
    UnknownFinding,
)
from tests.clinicians import (
    ACNE,
    CLEAN,
    TABLETS,
    UNSURE,
    clinician,
    lead,
    override,
    practitioner,
    review_of,
    revision_of,
    submitted,
)
from tests.factories import make_appointment
from tests.letters import PDF

pytestmark = pytest.mark.django_db


def undecided(appointment: Appointment) -> list[str]:
    record = review.open_record(appointment=appointment, by=SYSTEM, now=timezone.now())
    return [one.held.rule for one in record.findings if one.is_undecided]


def letter(appointment: Appointment, by: Actor) -> Any:
    return review.add_evidence(appointment=appointment, name="letter.pdf", data=PDF, by=by)


def resolve(appointment: Appointment, rule: str, by: Actor, **more: Any) -> FindingDecision:
    evidence = more.pop("evidence", None) or letter(appointment, by)
    return review.resolve(
        appointment=appointment, rule=rule, evidence=evidence, by=by, seen_revision=revision_of(appointment)
    )


def test_acknowledged_finding_is_still_undecided() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    review.acknowledge(
        appointment=appointment, rule="tablets", by=petra, seen_revision=revision_of(appointment)
    )
    assert undecided(appointment) == ["tablets"]


def test_override_by_a_practitioner_stands_at_once() -> None:
    appointment = submitted(TABLETS)
    decision = override(appointment, "tablets", practitioner())
    assert (decision.needs_second, undecided(appointment)) == (False, [])


def test_override_of_a_contraindication_stands_once_a_lead_has_confirmed_it() -> None:
    appointment = submitted(ACNE)
    decision = override(appointment, "acne", practitioner())
    assert (decision.needs_second, undecided(appointment)) == (True, ["acne"])
    review.confirm_override(decision=decision, by=lead(), seen_revision=revision_of(appointment))
    assert undecided(appointment) == []


def test_override_of_a_contraindication_by_a_lead_needs_another_lead() -> None:
    appointment, lena = submitted(ACNE), lead()
    decision = override(appointment, "acne", lena)
    for wrong in (lena, practitioner()):
        with pytest.raises(SecondPersonRefused):
            review.confirm_override(decision=decision, by=wrong, seen_revision=revision_of(appointment))
    review.confirm_override(decision=decision, by=lead("Lou"), seen_revision=revision_of(appointment))
    assert undecided(appointment) == []


@pytest.mark.parametrize(("role", "needs_second"), [("practitioner", True), ("clinical-lead", False)])
def test_override_of_a_rule_for_leads_waits_for_one(role: str, needs_second: bool) -> None:
    appointment = submitted({**CLEAN, "epilepsy": "yes"}, treatments=("laser",))
    by = Actor.staff(clinician("Kim", role))
    assert override(appointment, "epilepsy", by).needs_second == needs_second
    assert undecided(appointment) == (["epilepsy"] if needs_second else [])


def test_override_of_a_rule_for_nobody_is_refused_even_to_a_lead() -> None:
    appointment = submitted({**CLEAN, "pregnant": "yes"})
    with pytest.raises(OverrideForbidden):
        override(appointment, "pregnant", lead())


@pytest.mark.parametrize(
    ("given", "field"), [({"reason": "because"}, "reason"), ({"comment": " \n"}, "comment")]
)
def test_override_without_reason_or_comment_is_refused(given: dict[str, str], field: str) -> None:
    appointment = submitted(TABLETS)
    with pytest.raises(InvalidInput) as refusal:
        override(appointment, "tablets", practitioner(), **given)
    assert [one.field for one in refusal.value.problems] == [field]
    assert FindingDecision.objects.count() == 0


@pytest.mark.parametrize("roles", [(), ("reception",), ("administrator",), ("rulebook-editor",)])
def test_nobody_without_a_clinical_role_decides(roles: tuple[str, ...]) -> None:
    appointment = submitted(TABLETS)
    with pytest.raises(NotPermitted):
        override(appointment, "tablets", Actor.staff(clinician("Rita", *roles)))


def test_deactivated_practitioner_decides_nothing() -> None:
    appointment, user = submitted(TABLETS), clinician("Petra", "practitioner")
    user.is_active = False
    user.save()
    with pytest.raises(NotPermitted):
        override(appointment, "tablets", Actor.staff(user))


def test_letter_resolves_what_is_held_for_clearance() -> None:
    appointment = submitted(UNSURE)
    decision = resolve(appointment, "tablets", practitioner())
    assert (decision.kind, undecided(appointment)) == ("resolved", [])


@pytest.mark.parametrize(("answers", "rule"), [(TABLETS, "tablets"), (ACNE, "acne")])
def test_letter_does_not_resolve_what_is_worse(answers: dict[str, object], rule: str) -> None:
    appointment = submitted(answers)
    with pytest.raises(ResolutionRefused):
        resolve(appointment, rule, practitioner())


def test_letter_of_another_record_resolves_nothing() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    foreign = letter(submitted(UNSURE), petra)
    with pytest.raises(UnknownFinding):
        resolve(appointment, "tablets", petra, evidence=foreign)


@pytest.mark.parametrize(
    ("rule", "treatments"), [("acne", None), ("tablets", ["laser"]), ("moon", None), ("tablets", [])]
)
def test_decision_on_what_is_not_found_is_refused(rule: str, treatments: list[str] | None) -> None:
    with pytest.raises(UnknownFinding):
        override(submitted(TABLETS), rule, practitioner(), treatments=treatments)


def test_override_for_one_treatment_leaves_the_other() -> None:
    appointment = submitted({**TABLETS, "epilepsy": "no"}, treatments=("pen", "laser"))
    override(appointment, "tablets", practitioner(), treatments=["pen"])
    record = review.open_record(appointment=appointment, by=SYSTEM, now=timezone.now())
    assert [one.held.treatment for one in record.findings if one.is_undecided] == ["laser"]


def test_decision_on_stale_data_is_refused_with_what_is_new() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    seen = revision_of(appointment)
    override(appointment, "tablets", practitioner("Paul"))
    with pytest.raises(StaleDecision) as refusal:
        review.acknowledge(appointment=appointment, rule="tablets", by=petra, seen_revision=seen)
    assert (refusal.value.revision, [(one.kind, str(one.by)) for one in refusal.value.changes]) == (
        seen + 1,
        [("decision-made", "Paul")],
    )
    assert FindingDecision.objects.count() == 1


def test_decision_before_answers_and_after_cancelling_is_refused() -> None:
    petra = practitioner()
    with pytest.raises(NotSubmitted):
        override(make_appointment(), "tablets", petra)
    appointment = submitted(TABLETS)
    desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    with pytest.raises(AppointmentIsCancelled):
        override(appointment, "tablets", petra)


def test_withdrawn_decision_stands_no_more_and_is_withdrawn_once() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    decision = override(appointment, "tablets", petra)
    review.withdraw_decision(decision=decision, by=petra, seen_revision=revision_of(appointment))
    assert undecided(appointment) == ["tablets"]
    with pytest.raises(AlreadyWithdrawn):
        review.withdraw_decision(decision=decision, by=petra, seen_revision=revision_of(appointment))


def test_override_is_confirmed_once_and_not_when_its_finding_has_changed() -> None:
    appointment, lena = submitted(ACNE), lead()
    decision = override(appointment, "acne", practitioner())
    review.correct_answers(
        appointment=appointment,
        answers={"acne_areas": ["full_face"]},
        reason="Asked.",
        by=lena,
        seen_revision=revision_of(appointment),
    )
    with pytest.raises(NothingToConfirm):
        review.confirm_override(decision=decision, by=lena, seen_revision=revision_of(appointment))
    again = override(appointment, "acne", practitioner("Paul"))
    review.confirm_override(decision=again, by=lena, seen_revision=revision_of(appointment))
    with pytest.raises(NothingToConfirm):
        review.confirm_override(decision=again, by=lead("Lou"), seen_revision=revision_of(appointment))


def test_decision_tells_the_database_no_health_word() -> None:
    appointment = submitted(TABLETS)
    override(appointment, "tablets", practitioner(), comment="Canarycomment")
    with connection.cursor() as cursor:
        found = []
        for table in ("findingdecision", "reviewkey", "reviewchange", "review", "auditevent"):
            cursor.execute(f"SELECT * FROM screening_{table}")
            found += [str(row).lower() for row in cursor.fetchall()]
    told = [row for row in found if "isotretinoin" in row or "tablets" in row or "canarycomment" in row]
    assert (len(found) > 5, told) == (True, [])


def test_decision_is_on_the_audit_trail_and_numbered() -> None:
    appointment, petra = submitted(TABLETS), practitioner()
    decision = override(appointment, "tablets", petra)
    event = AuditEvent.objects.about(decision).get()
    assert (event.action, event.actor_id, event.detail) == (
        "review.decision-made",
        petra.id,
        {"review": str(review_of(appointment).pk), "revision": 2, "kind": "overridden"},
    )
