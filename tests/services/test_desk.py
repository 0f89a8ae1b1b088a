from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent, Evaluation, Invitation, Patient, QuestionnaireResponse
from screening.services import desk
from screening.services.audit import SYSTEM, Actor
from screening.services.errors import AppointmentIsCancelled, InvalidInput, NoActiveRulebook
from tests.factories import (
    APPOINTMENT,
    HEALTHY,
    answer,
    make_appointment,
    make_patient,
    make_response,
    make_submitted,
    submit,
)

pytestmark = pytest.mark.django_db

FIT = {
    "name": "Zoë O'Brien",
    "birth_date": date(1990, 4, 2),
    "email": "zoe@example.org",
    "phone": "+41 79 555 01 23",
}


def problems(refusal: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_patient_registered_is_stored_and_audited(alice: User) -> None:
    patient = desk.register_patient(**FIT, by=Actor.staff(alice))  # type: ignore[arg-type] # a table of mixed values
    stored = Patient.objects.get()
    assert (stored.name, stored.birth_date, stored.email, stored.phone) == tuple(FIT.values())
    event = AuditEvent.objects.about(patient).get()
    assert (event.action, event.actor_kind, event.actor_id, event.detail) == (
        "patient.registered",
        "staff",
        alice.pk,
        {},
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, ("name", "required")),
        ({"name": "- -"}, ("name", "required")),
        ({"name": "x" * 201}, ("name", "unfit")),
        ({"name": "Ada\0"}, ("name", "unfit")),
        ({"name": "Ada\ud800"}, ("name", "unfit")),
        ({"birth_date": date(1850, 1, 1)}, ("birth_date", "too_early")),
        ({"birth_date": date(2999, 1, 1)}, ("birth_date", "in_future")),
        ({"email": "zoe"}, ("email", "unfit")),
        ({"email": "zoe@example.org\nBcc: all@example.org"}, ("email", "unfit")),
        ({"phone": "12"}, ("phone", "unfit")),
        ({"phone": "call me at 079 555 01 23"}, ("phone", "unfit")),
        ({"phone": "1" * 16}, ("phone", "unfit")),
    ],
)
def test_patient_with_an_unfit_field_is_refused(
    changes: dict[str, object], expected: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        desk.register_patient(**{**FIT, **changes}, by=SYSTEM)  # type: ignore[arg-type] # a table of mixed values
    assert (problems(refusal), Patient.objects.count()) == ([expected], 0)


def test_patient_born_today_is_registered_and_tomorrow_is_not() -> None:
    today = timezone.localdate()
    assert make_patient(birth_date=today).birth_date == today
    with pytest.raises(InvalidInput):
        make_patient(birth_date=today + timedelta(days=1))


def test_appointment_booked_has_an_untouched_questionnaire() -> None:
    appointment = make_appointment()
    response = QuestionnaireResponse.objects.get()
    assert (response.appointment, response.answers, response.status, response.revision) == (
        appointment,
        {},
        "in-progress",
        0,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"treatments": []}, [("treatments", "required")]),
        ({"treatments": ["moon"]}, [("treatments", "unknown_code")]),
        ({"treatments": ["pen", "pen"]}, [("treatments", "unknown_code")]),
        ({"areas": ["moon"]}, [("areas", "unknown_code")]),
        ({"areas": ["chin", "chin"]}, [("areas", "unknown_code")]),
        ({"starts_at": datetime(2026, 9, 15, 10, 0)}, [("starts_at", "no_zone")]),  # noqa: DTZ001 - without a zone on purpose
        ({"starts_at": APPOINTMENT.replace(year=1999)}, [("starts_at", "unfit")]),
        ({"starts_at": APPOINTMENT.replace(year=9999)}, [("starts_at", "unfit")]),
    ],
)
def test_appointment_that_is_unfit_is_refused(
    changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        make_appointment(**changes)  # type: ignore[arg-type] # a table of mixed values
    assert (problems(refusal), Appointment.objects.count()) == (expected, 0)


def test_appointment_without_a_rulebook_is_refused() -> None:
    with pytest.raises(NoActiveRulebook):
        desk.book_appointment(
            patient=make_patient(), starts_at=APPOINTMENT, treatments=["pen"], areas=[], by=SYSTEM
        )


def test_appointment_moved_before_submission_is_not_evaluated() -> None:
    appointment = make_appointment()
    moved = desk.reschedule_appointment(
        appointment=appointment, starts_at=APPOINTMENT + timedelta(days=1), by=SYSTEM
    )
    assert (moved.starts_at, Evaluation.objects.count()) == (APPOINTMENT + timedelta(days=1), 0)


def test_procedure_changed_after_submission_is_evaluated_anew() -> None:
    first = make_submitted({**HEALTHY, "acne": "yes", "acne_areas": ["chin"]})
    desk.change_procedure(
        appointment=first.response.appointment, treatments=["laser"], areas=["chin"], by=SYSTEM
    )
    second = Evaluation.objects.current().get()
    assert [(row.eligibility, row.cause) for row in (first, second)] == [
        ("contraindicated", "submitted"),
        ("clearance", "procedure-changed"),  # epilepsy was never asked
    ]


def test_areas_changed_leave_those_the_patient_added() -> None:
    response = answer(make_response(), {**HEALTHY, "treatment_areas": ["full_face", "neck"]})
    evaluation = submit(response)
    desk.change_procedure(
        appointment=evaluation.response.appointment, treatments=["pen"], areas=["chin"], by=SYSTEM
    )
    assert '"treatment_areas":["chin","neck"]' in Evaluation.objects.current().get().body


def test_procedure_changed_to_something_unknown_changes_nothing() -> None:
    appointment = make_submitted().response.appointment
    with pytest.raises(InvalidInput):
        desk.change_procedure(appointment=appointment, treatments=["moon"], areas=["chin"], by=SYSTEM)
    assert (Appointment.objects.get().treatments, Evaluation.objects.count()) == (["pen"], 1)


def test_change_that_cannot_be_evaluated_is_taken_back() -> None:
    evaluation = make_submitted()
    evaluation.rulebook_version.digest = "sha256:other"
    evaluation.rulebook_version.save()
    with pytest.raises(Exception, match="cannot be used"):
        desk.reschedule_appointment(
            appointment=evaluation.response.appointment, starts_at=APPOINTMENT + timedelta(days=1), by=SYSTEM
        )
    assert Appointment.objects.get().starts_at == APPOINTMENT


def test_appointment_cancelled_cannot_be_moved_changed_invited_or_cancelled_again() -> None:
    appointment = make_appointment()
    desk.cancel_appointment(appointment=appointment, by=SYSTEM)
    for act in (
        lambda: desk.cancel_appointment(appointment=appointment, by=SYSTEM),
        lambda: desk.reschedule_appointment(appointment=appointment, starts_at=APPOINTMENT, by=SYSTEM),
        lambda: desk.change_procedure(appointment=appointment, treatments=["pen"], areas=[], by=SYSTEM),
        lambda: desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM),
    ):
        with pytest.raises(AppointmentIsCancelled):
            act()


def test_invitation_is_new_each_time_and_expires() -> None:
    appointment = make_appointment()
    first, token = desk.create_invitation(appointment=appointment, channel="email", by=SYSTEM)
    second, other = desk.create_invitation(
        appointment=appointment, channel="print", valid_for=timedelta(days=2), by=SYSTEM
    )
    assert token != other
    assert (first.expires_at - first.created_at, second.expires_at - second.created_at) == (
        timedelta(days=30),
        timedelta(days=2),
    )


@pytest.mark.parametrize(
    ("channel", "days", "expected"),
    [
        ("pigeon", 1, ("channel", "unknown_code")),
        ("copy", 0, ("valid_for", "unfit")),
        ("copy", 999, ("valid_for", "unfit")),
    ],
)
def test_invitation_that_is_unfit_is_refused(channel: str, days: int, expected: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        desk.create_invitation(
            appointment=make_appointment(), channel=channel, valid_for=timedelta(days=days), by=SYSTEM
        )
    assert (problems(refusal), Invitation.objects.count()) == ([expected], 0)


def test_invitations_revoked_are_counted_and_those_of_others_stay() -> None:
    mine, other = make_appointment(), make_appointment()
    for appointment in (mine, mine, other):
        desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    assert desk.revoke_invitations(appointment=mine, by=SYSTEM) == 2
    assert desk.revoke_invitations(appointment=mine, by=SYSTEM) == 0
    assert [one.appointment for one in Invitation.objects.usable(timezone.now())] == [other]
