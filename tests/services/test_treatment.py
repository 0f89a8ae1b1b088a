"""The treatment day: who may record what, and what stays of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent, TreatmentPermission, TreatmentRecord
from screening.models.audit import AppendOnlyError
from screening.services import desk
from screening.services import treatment as day
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import (
    AppointmentIsCancelled,
    DepthToConfirm,
    InvalidInput,
    NotCleared,
    NotPermitted,
    RecordReplaced,
    TreatmentAhead,
)
from tests.clinicians import clinician, sign, submitted
from tests.factories import APPOINTMENT, HEALTHY, make_patient

pytestmark = pytest.mark.django_db

ON_THE_DAY = APPOINTMENT + timedelta(hours=1)
LATER = APPOINTMENT + timedelta(hours=2)
BEFORE = APPOINTMENT - timedelta(days=1)


def performer(name: str = "Petra") -> Actor:
    """A practitioner who may sign off and perform everything."""
    user = clinician(name, "practitioner")
    TreatmentPermission.objects.filter(user=user).update(may_perform=True)
    return Actor.staff(user)


def cleared(petra: Actor, **booking: Any) -> Appointment:
    """An appointment signed off, its answers confirmed the day before."""
    appointment = submitted(**booking)
    sign(appointment, petra, now=BEFORE)
    review_row = appointment.review
    review_row.answers_given_at = review_row.rechecked_at = appointment.starts_at - timedelta(days=1)
    review_row.save()
    return appointment


def done(**changes: Any) -> day.Performed:
    """What was done, as it should be."""
    usual: dict[str, Any] = {
        "treatment": "pen",
        "device": "Pen",
        "depth_um": 1000,
        "passes": 3,
        "batch": "LOT 2026-44/A",
        "products": ["Hyaluronic acid"],
        "areas": ["full_face"],
        "reaction": "Even redness, pinpoint bleeding on the chin.",
    }
    return day.Performed(**{**usual, **changes})


def recorded(appointment: Appointment, by: Actor, **changes: Any) -> TreatmentRecord:
    return day.record_treatment(appointment=appointment, performed=done(**changes), by=by, now=ON_THE_DAY)


def problems(appointment: Appointment, by: Actor, **changes: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        recorded(appointment, by, **changes)
    return [problem.field for problem in refusal.value.problems]


def test_treatment_of_a_cleared_appointment_is_signed() -> None:
    petra = performer()
    row = TreatmentRecord.objects.get(pk=recorded(cleared(petra), petra).pk)
    assert (row.treatment, row.device, row.depth_um, row.passes, row.batch) == (
        "pen", "Pen", 1000, 3, "LOT 2026-44/A",
    )  # fmt: skip
    assert (row.products, row.areas, row.reaction[:12], row.note) == (
        ["Hyaluronic acid"], ["full_face"], "Even redness", "",
    )  # fmt: skip
    assert (row.gate, row.status, row.beyond_catalogue) == ("cleared", "completed", False)
    assert row.without_clearance is None
    assert (row.signed_by_id, row.signed_at, day.is_genuine(row)) == (petra.id, ON_THE_DAY, True)


def test_recording_is_on_the_audit_trail_without_words() -> None:
    petra = performer()
    row = recorded(cleared(petra), petra)
    (event,) = AuditEvent.objects.filter(action="treatment.recorded")
    assert (event.subject_id, event.actor_id) == (row.pk, petra.id)
    assert event.detail == {"appointment": str(row.appointment_id), "treatment": "pen", "gate": "cleared"}


def test_gate_on_hold_needs_a_reason() -> None:
    petra, appointment = performer(), submitted()
    with pytest.raises(NotCleared):
        recorded(appointment, petra)
    assert TreatmentRecord.objects.count() == 0


def test_gate_on_hold_with_a_reason() -> None:
    petra, appointment = performer(), submitted()
    row = day.record_treatment(
        appointment=appointment, performed=done(), by=petra, now=ON_THE_DAY, without_clearance=" Patch test. "
    )
    assert (row.gate, row.without_clearance) == ("on-hold", "Patch test.")


def test_reason_is_not_kept_where_the_gate_was_cleared() -> None:
    petra = performer()
    row = day.record_treatment(
        appointment=cleared(petra), performed=done(), by=petra, now=ON_THE_DAY, without_clearance="Why not"
    )
    assert row.without_clearance is None


def test_who_may_only_sign_off_may_not_record() -> None:
    petra = performer()
    other = Actor.staff(clinician("Otto", "practitioner"))
    with pytest.raises(NotPermitted) as refusal:
        recorded(cleared(petra), other)
    assert refusal.value.treatments == ("pen",)


def test_who_has_lost_the_role_may_not_record() -> None:
    petra = performer()
    appointment = cleared(petra)
    User.objects.get(pk=str(petra.id)).groups.clear()
    with pytest.raises(NotPermitted):
        recorded(appointment, petra)


def test_system_may_not_record() -> None:
    with pytest.raises(NotPermitted):
        recorded(cleared(performer()), SYSTEM)


def test_treatment_cannot_be_recorded_before_its_day() -> None:
    petra = performer()
    with pytest.raises(TreatmentAhead):
        day.record_treatment(appointment=cleared(petra), performed=done(), by=petra, now=BEFORE)


def test_cancelled_appointment_has_no_treatment() -> None:
    petra = performer()
    appointment = cleared(petra)
    desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    with pytest.raises(AppointmentIsCancelled):
        recorded(appointment, petra)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"treatment": "laser"}, "treatment"),
        ({"areas": []}, "areas"),
        ({"areas": ["moon"]}, "areas"),
        ({"depth_um": 0}, "depth_um"),
        ({"depth_um": 10_001}, "depth_um"),
        ({"passes": 0}, "passes"),
        ({"passes": 51}, "passes"),
        ({"batch": "for Mrs Canary, pregnant!"}, "batch"),
        ({"batch": "x" * 41}, "batch"),
        ({"device": "x" * 81}, "device"),
        ({"device": "Pen\nStamp"}, "device"),
        ({"products": ["x" * 201]}, "products"),
        ({"products": ["x"] * 31}, "products"),
        ({"reaction": "\x00"}, "reaction"),
        ({"note": "x" * 4001}, "note"),
    ],
)
def test_unfit_field_is_refused_by_name(changes: dict[str, Any], field: str) -> None:
    petra = performer()
    assert problems(cleared(petra), petra, **changes) == [field]


def test_every_unfit_field_is_named_at_once() -> None:
    petra = performer()
    assert problems(cleared(petra), petra, areas=[], batch="?", note="\x00") == ["areas", "batch", "note"]


def test_depth_beyond_the_catalogue_has_to_be_confirmed() -> None:
    petra = performer()
    appointment = cleared(petra)
    with pytest.raises(DepthToConfirm) as refusal:
        recorded(appointment, petra, depth_um=1501)
    assert refusal.value.most_um == 1500
    assert recorded(appointment, petra, depth_um=1501, depth_confirmed=True).beyond_catalogue is True


def test_deepest_of_the_catalogue_needs_no_confirmation() -> None:
    petra = performer()
    assert recorded(cleared(petra), petra, depth_um=1500, depth_confirmed=True).beyond_catalogue is False


def test_depth_of_an_unknown_device_is_held_against_the_treatments_own() -> None:
    petra = performer()
    with pytest.raises(DepthToConfirm):
        recorded(cleared(petra), petra, device="Another pen", depth_um=1600)


def test_treatment_without_depths_in_the_catalogue_takes_any() -> None:
    petra = performer()
    appointment = cleared(petra, answers={**HEALTHY, "epilepsy": "no"}, treatments=["laser"])
    row = recorded(appointment, petra, treatment="laser", device="", depth_um=None)
    assert (row.device, row.depth_um) == ("", None)


def test_amendment_is_a_new_row_beside_the_old_one() -> None:
    petra = performer()
    appointment = cleared(petra)
    first = recorded(appointment, petra)
    second = day.amend_treatment(
        superseded=first, performed=done(passes=4), because="Miscounted.", by=petra, now=ON_THE_DAY
    )
    found = day.treatment_day(appointment)
    assert ([row.pk for row in found.standing], [row.pk for row in found.replaced]) == (
        [second.pk],
        [first.pk],
    )
    assert (second.amended_because, second.supersedes_id, second.gate) == ("Miscounted.", first.pk, "cleared")
    assert (TreatmentRecord.objects.get(pk=first.pk).passes, day.is_genuine(second)) == (3, True)


def test_amendment_needs_a_reason() -> None:
    petra = performer()
    first = recorded(cleared(petra), petra)
    with pytest.raises(InvalidInput) as refusal:
        day.amend_treatment(superseded=first, performed=done(), because=" ", by=petra, now=ON_THE_DAY)
    assert [problem.field for problem in refusal.value.problems] == ["because"]


def test_amendment_of_a_replaced_record_is_refused() -> None:
    petra = performer()
    first = recorded(cleared(petra), petra)
    change: dict[str, Any] = {
        "performed": done(passes=4),
        "because": "Miscounted.",
        "by": petra,
        "now": ON_THE_DAY,
    }
    day.amend_treatment(superseded=first, **change)
    with pytest.raises(RecordReplaced):
        day.amend_treatment(superseded=first, **change)


def test_amendment_keeps_what_the_gate_was_on_the_day() -> None:
    petra, appointment = performer(), submitted()
    first = day.record_treatment(
        appointment=appointment, performed=done(), by=petra, now=ON_THE_DAY, without_clearance="Patch test."
    )
    second = day.amend_treatment(
        superseded=first, performed=done(), because="Typo.", by=petra, now=ON_THE_DAY
    )
    assert (second.gate, second.without_clearance) == ("on-hold", "Patch test.")


def test_who_may_not_perform_may_not_amend_or_withdraw() -> None:
    petra = performer()
    first = recorded(cleared(petra), petra)
    other = Actor.staff(clinician("Otto", "practitioner"))
    with pytest.raises(NotPermitted):
        day.amend_treatment(superseded=first, performed=done(), because="x", by=other, now=ON_THE_DAY)
    with pytest.raises(NotPermitted):
        day.withdraw_treatment(superseded=first, because="x", by=other, now=ON_THE_DAY)


def test_withdrawn_record_stands_no_longer_and_stays() -> None:
    petra = performer()
    appointment = cleared(petra)
    first = recorded(appointment, petra)
    withdrawn = day.withdraw_treatment(superseded=first, because="Wrong patient.", by=petra, now=LATER)
    found = day.treatment_day(appointment)
    assert (found.standing, [row.pk for row in found.replaced]) == ((), [first.pk, withdrawn.pk])
    with pytest.raises(RecordReplaced):
        day.withdraw_treatment(superseded=withdrawn, because="Again.", by=petra, now=ON_THE_DAY)


def test_record_is_never_changed_or_removed() -> None:
    petra = performer()
    row = recorded(cleared(petra), petra)
    for attempt in (row.save, row.delete, TreatmentRecord.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            attempt()
    with pytest.raises(AppendOnlyError):
        TreatmentRecord.objects.update(passes=9)


def test_altered_record_is_not_genuine() -> None:
    petra = performer()
    row = recorded(cleared(petra), petra)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screening_treatmentrecord SET passes = 9")
    assert day.is_genuine(TreatmentRecord.objects.get(pk=row.pk)) is False


@pytest.mark.parametrize(
    "nonsense",
    [
        {"gate": "on-hold"},
        {"status": "entered-in-error"},
        {"amended_because": "no record before"},
        {"depth_um": None, "beyond_catalogue": True},
        {"passes": 0},
        {"digest": "md5:1"},
    ],
)
def test_database_refuses_nonsense(nonsense: dict[str, Any]) -> None:
    petra = performer()
    row = recorded(cleared(petra), petra)
    usual: dict[str, Any] = {
        "appointment": row.appointment,
        "treatment": "pen",
        "gate": "cleared",
        "digest": "sha256:1",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        TreatmentRecord.objects.create(**{**usual, "signed_by_id": petra.id, **nonsense})


def test_record_is_superseded_once() -> None:
    petra = performer()
    row = recorded(cleared(petra), petra)
    again: dict[str, Any] = {
        "appointment": row.appointment,
        "treatment": "pen",
        "gate": "cleared",
        "digest": "sha256:1",
    }
    again["signed_by_id"] = petra.id
    TreatmentRecord.objects.create(**again, supersedes=row, amended_because="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        TreatmentRecord.objects.create(**again, supersedes=row, amended_because="y")


def test_last_treatment_is_that_of_the_latest_earlier_appointment() -> None:
    petra, patient = performer(), make_patient()
    for weeks, passes in ((0, 1), (6, 2)):
        at = APPOINTMENT + timedelta(weeks=weeks)
        appointment = cleared(petra, patient=patient, starts_at=at)
        for _twice in range(2):
            day.record_treatment(
                appointment=appointment, performed=done(passes=passes), by=petra, now=at + timedelta(hours=1)
            )
    following = submitted(patient=patient, starts_at=APPOINTMENT + timedelta(weeks=12))
    assert [row.passes for row in day.last_treatment(following)] == [2, 2]
    assert day.last_treatment(Appointment.objects.earliest("starts_at")) == ()


def test_withdrawn_treatment_was_not_the_last_one() -> None:
    petra, patient = performer(), make_patient()
    row = recorded(cleared(petra, patient=patient), petra)
    day.withdraw_treatment(superseded=row, because="Wrong patient.", by=petra, now=ON_THE_DAY)
    assert day.last_treatment(submitted(patient=patient, starts_at=APPOINTMENT + timedelta(weeks=6))) == ()


def test_day_is_read_in_one_query() -> None:
    petra = performer()
    appointment = cleared(petra)
    for _each in range(3):
        recorded(appointment, petra)
    with CaptureQueriesContext(connection) as queries:
        found = day.treatment_day(appointment)
        assert [str(row.signed_by) for row in found.standing] == ["Petra"] * 3
    assert len(queries) == 1


def test_health_words_are_encrypted_in_the_database() -> None:
    petra = performer()
    recorded(cleared(petra), petra, note="Canary note", reaction="Canary reaction", products=["Canary serum"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, reaction, products, areas FROM screening_treatmentrecord")
        (row,) = cursor.fetchall()
    assert [value.startswith("v1.") for value in row] == [True] * 4


def test_today_counts_by_the_clinics_day() -> None:
    petra = performer()
    appointment = cleared(petra)
    midnight = timezone.localtime(APPOINTMENT).replace(hour=0, minute=1)
    row = day.record_treatment(appointment=appointment, performed=done(), by=petra, now=midnight)
    assert row.signed_at == midnight
