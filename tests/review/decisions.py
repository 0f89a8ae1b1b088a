"""Decisions made by the services, for pages to show; and what forms of these pages send."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from clinic.review.codes import answer_code, finding_code
from screening.models import Appointment, Evaluation, FindingDecision, Review, TreatmentPermission
from screening.services import review
from screening.services.audit import SYSTEM, Actor
from tests.letters import PDF
from tests.people import PASSWORD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


PREGNANT = {"pregnant": "yes"}

__all__ = [
    "PDF",
    "correct",
    "decide",
    "evaluations",
    "override",
    "page_of",
    "permit",
    "record_of",
    "revision_of",
    "rules_held",
    "send",
    "sign",
    "signing",
    "worst_rule",
]


def revision_of(appointment: Appointment) -> int:
    """What a decision has to name now."""
    return Review.objects.get(appointment=appointment).revision


def record_of(appointment: Appointment) -> review.Record:
    """The clinic's side of a record."""
    return review.open_record(appointment=appointment, by=SYSTEM, now=timezone.now())


def rules_held(appointment: Appointment, severity: str) -> list[str]:
    """The rules that hold an appointment at a severity."""
    return [one.held.rule for one in record_of(appointment).findings if one.held.severity.code == severity]


def worst_rule(appointment: Appointment) -> str:
    """The rule of the first finding."""
    return record_of(appointment).findings[0].held.rule


def override(appointment: Appointment, rule: str, by: Actor, **more: Any) -> FindingDecision:
    """Override what a rule found."""
    options = {"reason": "clinical-judgement", "comment": "Seen in person.", **more}
    return review.override(
        appointment=appointment, rule=rule, by=by, seen_revision=revision_of(appointment), **options
    )


def permit(user: User, *treatments: str) -> None:
    """Let somebody sign off these treatments."""
    for treatment in treatments:
        TreatmentPermission.objects.get_or_create(user=user, treatment=treatment, may_sign_off=True)


def sign(appointment: Appointment, by: User, outcome: str = "proceed", **more: Any) -> None:
    """Sign an appointment off."""
    permit(by, *appointment.treatments)
    review.sign_off(
        appointment=appointment,
        verdict=review.Verdict(outcome, **more),
        by=Actor.staff(by),
        seen_revision=revision_of(appointment),
        reauthenticated=True,
    )


def send(client: Client, appointment: Appointment, address: str, data: Mapping[str, Any]) -> "Answer":
    """Post a form of the record, on its present revision unless another is given."""
    sent = {"revision": revision_of(appointment), **data}
    return client.post(f"/review/{appointment.pk}/{address}", sent)


def decide(client: Client, appointment: Appointment, rule: str, data: Mapping[str, Any]) -> "Answer":
    """Send the form of one finding."""
    return send(client, appointment, f"findings/{finding_code(rule)}/", data)


def correct(client: Client, appointment: Appointment, link_id: str, data: Mapping[str, Any]) -> "Answer":
    """Send the form of one answer."""
    return send(client, appointment, f"answers/{answer_code(link_id)}/", {"reason": "By phone.", **data})


def signing(outcome: str = "proceed", **more: Any) -> dict[str, Any]:
    """What the sign-off page sends."""
    return {"outcome": outcome, "password": PASSWORD, **more}


def page_of(client: Client, appointment: Appointment) -> str:
    """The summary."""
    response = client.get(f"/review/{appointment.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def evaluations(appointment: Appointment) -> int:
    """How many evaluations there are."""
    return Evaluation.objects.filter(response__appointment=appointment).count()
