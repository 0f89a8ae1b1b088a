"""Reading a plan, and taking it away: noted on the audit trail."""

from datetime import datetime

from django.db import transaction

from screening.models import Appointment
from screening.services.audit import Actor, record
from screening.services.plan.making import CarePlan, plan_of


@transaction.atomic
def open_plan(*, appointment: Appointment, by: Actor, now: datetime) -> CarePlan:
    """The plan as a member of staff reads it. Raises like `plan_of`."""
    plan = plan_of(appointment, now)
    record(action="plan.opened", by=by, subject=plan.appointment)
    return plan


@transaction.atomic
def take_plan(*, appointment: Appointment, by: Actor, now: datetime, form: str) -> CarePlan:
    """The plan for a copy that leaves the clinic; `form` is `pdf` or `calendar`. Raises like `plan_of`."""
    plan = plan_of(appointment, now)
    record(action="plan.copied", by=by, subject=plan.appointment, detail={"form": form})
    return plan
