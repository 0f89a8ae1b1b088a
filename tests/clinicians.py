"""People who decide, and short ways to what they decide on."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, Review, SignOff, TreatmentPermission
from screening.services import review
from screening.services.audit import Actor
from tests.factories import HEALTHY, make_submitted

TREATMENTS = ("pen", "laser")
CLEAN: Mapping[str, object] = {**HEALTHY, "acne": "no"}
ACNE: Mapping[str, object] = {**HEALTHY, "acne": "yes", "acne_areas": ["chin"]}
"""Contraindicated for the pen; a practitioner may override with a second person."""
TABLETS: Mapping[str, object] = {**HEALTHY, "tablets": "yes", "tablets_last": "2026-08"}
"""Deferred; a practitioner may override."""
UNSURE: Mapping[str, object] = {**HEALTHY, "tablets": "unsure", "tablets_last": "unknown"}
"""Held for clearance; a practitioner may override, a letter clears it."""


def clinician(name: str, *roles: str, treatments: Iterable[str] = TREATMENTS) -> User:
    """A member of staff with these roles, who may sign off these treatments."""
    user = User.objects.create_user(f"{name.lower()}@clinic.example", full_name=name)
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    for treatment in treatments:
        TreatmentPermission.objects.create(treatment=treatment, user=user, may_sign_off=True)
    return user


def practitioner(name: str = "Petra") -> Actor:
    """A practitioner as an actor."""
    return Actor.staff(clinician(name, "practitioner"))


def lead(name: str = "Lena") -> Actor:
    """A clinical lead as an actor."""
    return Actor.staff(clinician(name, "clinical-lead"))


def submitted(answers: Mapping[str, object] = HEALTHY, **booking: Any) -> Appointment:
    """An appointment whose patient gave these answers."""
    return make_submitted(answers, **booking).response.appointment


def review_of(appointment: Appointment) -> Review:
    """The review as it is now."""
    return Review.objects.with_people().get(appointment=appointment.pk)


def revision_of(appointment: Appointment) -> int:
    """What a decision has to name now."""
    return review_of(appointment).revision


def result_of(appointment: Appointment) -> dict[str, Any]:
    """The stored result of the current evaluation."""
    evaluation = review_of(appointment).evaluation
    assert evaluation is not None
    return dict(json.loads(evaluation.body))


def sign(appointment: Appointment, by: Actor, outcome: str = "proceed", **more: Any) -> SignOff:
    """Sign off what is there now."""
    verdict = review.Verdict(
        outcome, **{key: more.pop(key) for key in ("conditions", "postponed_to", "note") if key in more}
    )
    options = {"seen_revision": revision_of(appointment), "reauthenticated": True, **more}
    return review.sign_off(appointment=appointment, verdict=verdict, by=by, **options)


def override(appointment: Appointment, rule: str, by: Actor, **more: Any) -> Any:
    """Override what a rule found."""
    options = {
        "reason": "clinical-judgement",
        "comment": "Seen in person.",
        "seen_revision": revision_of(appointment),
        **more,
    }
    return review.override(appointment=appointment, rule=rule, by=by, **options)


def gate(appointment: Appointment, now: Any = None) -> str:
    """The gate at a moment, this one unless given."""
    return str(review.gate_now(appointment, now or timezone.now()).gate)
