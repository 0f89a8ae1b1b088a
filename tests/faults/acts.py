"""What `running.Inside` can do, each in a process of its own on the clinic's database."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import User
from clinic.accounts.roles import RECEPTION, grant
from screening.engine import canonical_json, digest_of_text
from screening.models import (
    Appointment,
    AuditEvent,
    Consent,
    Evaluation,
    ImpactRow,
    OutboxMessage,
    QuestionnaireResponse,
    Review,
    RulebookDraft,
    RulebookJob,
)
from screening.services import desk, outbox
from screening.services.audit import SYSTEM
from screening.services.audit.verifying import BrokenChain, verify_trail
from screening.services.rulebook.jobs import queue_job
from tests.clinicians import gate, practitioner, sign, submitted
from tests.factories import (
    HEALTHY,
    make_appointment,
    make_patient,
    make_submitted,
    publish,
    small_document,
)
from tests.people import PASSWORD

COMPLETED = QuestionnaireResponse.Status.COMPLETED


def open_clinic() -> None:
    """Publish the small rulebook."""
    publish()


def make_links(count: int, days: int = 28) -> list[dict[str, str]]:
    """New patients with an appointment and a link: token and response of each."""
    return [make_link(days) for _number in range(count)]


def make_link(days: int) -> dict[str, str]:
    starts_at = (timezone.now() + timedelta(days=days)).replace(microsecond=0)
    appointment = make_appointment(patient=make_patient(email="ada@example.org"), starts_at=starts_at)
    _invitation, token = desk.create_invitation(appointment=appointment, channel="copy", by=SYSTEM)
    return {"token": token, "response": str(QuestionnaireResponse.objects.get(appointment=appointment).pk)}


def reconcile(acknowledged: Mapping[str, str]) -> dict[str, Any]:
    """Compare with what the server told patients: "nothing", "saved" or "sent" by response.

    `lost` are those of whom less is stored than they were told; `half` those of whom parts are stored;
    `trail` is what is wrong with the audit trail.
    """
    rows = QuestionnaireResponse.objects.filter(pk__in=acknowledged)
    found = {str(row.pk): standing(row) for row in rows}
    lost = [pk for pk, told in acknowledged.items() if told not in {"nothing", *found[pk][1:]}]
    half = [pk for pk, (whole, *_reached) in found.items() if whole != "whole"]
    return {"lost": lost, "half": half, "trail": trail()}


def trail() -> str:
    """What is wrong with the audit trail, empty where nothing is."""
    try:
        verify_trail()
    except BrokenChain as broken:
        return str(broken)
    return ""


def standing(row: QuestionnaireResponse) -> list[str]:
    """ "whole" or "half", and then what has been reached: "saved", "sent"."""
    answered = {key: row.answers.get(key) for key in HEALTHY}
    events = AuditEvent.objects.filter(subject_id=str(row.pk))
    sent = {
        row.status == COMPLETED,
        Evaluation.objects.filter(response=row, is_current=True).count() == 1,
        Consent.objects.filter(appointment=row.appointment_id).exists(),
        events.filter(action="response.submitted").count() == 1,
        Review.objects.filter(appointment=row.appointment_id, evaluation__isnull=False).exists(),
    }
    saved = {answered == HEALTHY, row.revision > 0, events.filter(action="response.section_saved").exists()}
    whole = len(sent) == len(saved) == 1 and (any(answered.values()) == all(answered.values()))
    reached = [name for name, parts in (("saved", saved), ("sent", sent)) if parts == {True}]
    return ["whole" if whole else "half", *reached]


def look(response: str) -> list[Any]:
    """A response's standing, status, answers, and actions on the audit trail."""
    row = QuestionnaireResponse.objects.get(pk=response)
    events = AuditEvent.objects.filter(subject_id=response)
    return [standing(row), row.status, row.answers, list(events.values_list("action", flat=True))]


def queue_messages(count: int) -> list[str]:
    """Messages to patients that are due: their ids."""
    return [queue_message() for _number in range(count)]


def queue_message() -> str:
    patient = make_patient(email="ada@example.org")
    appointment = make_appointment(patient=patient, starts_at=timezone.now() + timedelta(days=9))
    with transaction.atomic():
        return str(outbox.enqueue(kind="moved", appointment=appointment, by=SYSTEM).pk)


def messages() -> dict[str, int]:
    """How many messages there are, by status."""
    return dict(Counter(OutboxMessage.objects.values_list("status", flat=True)))


def count_events(action: str) -> int:
    """How often something is on the audit trail."""
    return int(AuditEvent.objects.filter(action=action).count())


def let_leases_run_out() -> None:
    """Let the minutes pass after which what a killed worker was at is taken up by another."""
    long_ago = timezone.now() - timedelta(hours=1)
    OutboxMessage.objects.filter(lease_until__isnull=False).update(lease_until=long_ago)
    RulebookJob.objects.filter(beat_at__isnull=False).update(beat_at=long_ago)


def submit_many(count: int) -> None:
    """Patients who stopped their tablets eight months before: fine now, deferred by the stricter rulebook."""
    starts_at = (timezone.now() + timedelta(days=20)).replace(microsecond=0)
    last = (starts_at - timedelta(days=243)).date().isoformat()
    for _number in range(count):
        make_submitted({**HEALTHY, "tablets": "yes", "tablets_last": last}, starts_at=starts_at)


def stricter() -> dict[str, Any]:
    """The small rulebook with twelve months in place of six."""
    document = small_document()
    rule = next(one for one in document["rules"] if one["id"] == "tablets")
    rule["branches"][0]["when"]["within"] = "12 months"
    document["rulebook"]["title"] = "Stricter"
    return document


def publish_stricter() -> None:
    """Publish it."""
    publish(stricter())


def ask_for_impact() -> str:
    """Ask what it would change: the id of the job."""
    text = canonical_json(stricter())
    draft = RulebookDraft.objects.create(title="Stricter", document=text, digest=digest_of_text(text))
    return str(queue_job(draft=draft, kind="impact", by=SYSTEM).pk)


def job(job: str) -> dict[str, Any]:
    """What has become of a job."""
    found = RulebookJob.objects.get(pk=job)
    result = json.loads(found.result or "{}")
    return {
        "status": found.status,
        "attempts": found.attempts,
        "records": result.get("records"),
        "changed": result.get("changed"),
        "rows": ImpactRow.objects.filter(job=found).count(),
        "events": AuditEvent.objects.filter(action="rulebook.job_done", subject_id=job).count(),
    }


def evaluated_anew() -> dict[str, Any]:
    """What followed the publication: records, evaluations, their events, rows that wait for a person."""
    anew = Evaluation.objects.filter(cause=Evaluation.Cause.RULEBOOK_CHANGED)
    evaluations = [str(pk) for pk in anew.values_list("pk", flat=True)]
    return {
        "records": anew.filter(is_current=True).values("response").distinct().count(),
        "evaluations": len(evaluations),
        "events": AuditEvent.objects.filter(subject_id__in=evaluations)
        .values("subject_id")
        .distinct()
        .count(),
        "on_worklist": Review.objects.filter(state=Review.State.NEEDS_REVIEW).count(),
        "trail": trail(),
    }


def make_receptionist() -> None:
    """Erin, at reception."""
    user = User.objects.create_user("erin@clinic.example", PASSWORD, full_name="Erin Egli")
    grant(user, RECEPTION)


def make_cleared(days: int) -> str:
    """An appointment in so many days whose gate is open: its id."""
    starts_at = (timezone.now() + timedelta(days=days)).replace(microsecond=0)
    appointment = submitted(starts_at=starts_at)
    sign(appointment, practitioner())
    assert gate(appointment) == "cleared"
    return str(appointment.pk)


def link_of(appointment: str) -> str:
    """A new link to an appointment: its token."""
    found = Appointment.objects.get(pk=appointment)
    _invitation, token = desk.create_invitation(appointment=found, channel="copy", by=SYSTEM)
    return token
