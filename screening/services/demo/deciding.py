"""What the demo's practitioner and clinical lead have decided so far: something of everything."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from screening.engine import Severity
from screening.models import Appointment, Evaluation, FindingDecision, Review, ReviewChange, SignOff
from screening.services import review
from screening.services.audit import Actor
from screening.services.demo.letters import letter
from screening.services.demo.staff import LEADS, TREATS
from screening.services.errors import OverrideForbidden
from screening.services.review import Verdict
from screening.services.review.requests import askable_items
from screening.services.review.standing import Held, held_of
from screening.services.rulebook import active_version, rulebook_of

NOT_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Case:
    """One appointment to decide on, by whom, and when it is now."""

    appointment: Appointment
    mara: Actor
    lead: Actor
    now: datetime

    @property
    def revision(self) -> int:
        """What a decision has to name at the moment."""
        return Review.objects.get(appointment=self.appointment).revision

    @property
    def held(self) -> list[Held]:
        """What has to be decided before anything proceeds, one treatment of each rule."""
        body = json.loads(Evaluation.objects.current().get(response=self.appointment.response).body)
        rules = {one.rule: one for one in held_of(body) if one.must_be_decided}
        return list(rules.values())

    def sign(self, outcome: str, **more: Any) -> None:
        """Sign off what is there now."""
        review.sign_off(
            appointment=self.appointment,
            verdict=Verdict(outcome, **more),
            by=self.mara,
            seen_revision=self.revision,
            reauthenticated=True,
            now=self.now,
        )


Deed = Callable[[Case], None]


def leave(_case: Case) -> None:
    """Nobody has looked yet."""


def proceed(case: Case) -> None:
    """Nothing to decide: proceed."""
    case.sign(SignOff.Outcome.PROCEED, note="Spoke with the patient; no questions left.")


def with_care(case: Case) -> None:
    """Proceed, with a condition."""
    case.sign(SignOff.Outcome.PROCEED_WITH_CONDITIONS, conditions="Lowest depth first; stop if it bleeds.")


def override_all(case: Case) -> bool:
    """Override everything that is held; whether that was allowed and nothing waits for a second person."""
    for held in case.held:
        review.override(
            appointment=case.appointment,
            rule=held.rule,
            reason=FindingDecision.Reason.CLINICAL_JUDGEMENT,
            comment="Examined in person; the treated area is not affected.",
            by=case.mara,
            seen_revision=case.revision,
        )
    response = case.appointment.response
    return not FindingDecision.objects.filter(
        response=response, confirmed_at=None, needs_second=True
    ).exists()


def override_and_sign(case: Case) -> None:
    """Override and proceed with a condition; where a second person is needed, the lead confirms."""
    decide_or_decline(case, confirm=True)


def override_and_wait(case: Case) -> None:
    """Override; where a second person is needed, nobody has confirmed yet."""
    decide_or_decline(case, confirm=False)


def decide_or_decline(case: Case, *, confirm: bool) -> None:
    """Override what is held; decline where the rule lets nobody."""
    try:
        with transaction.atomic():
            is_complete = override_all(case)
    except OverrideForbidden:
        decline(case)
        return
    if confirm and not is_complete:
        confirm_all(case)
        is_complete = True
    if is_complete:
        with_care(case)


def confirm_all(case: Case) -> None:
    """The lead confirms what waits for a second person."""
    waiting = FindingDecision.objects.filter(response=case.appointment.response, confirmed_at=None)
    for decision in waiting.filter(needs_second=True):
        review.confirm_override(decision=decision, by=case.lead, seen_revision=case.revision)


def resolve_and_sign(case: Case) -> None:
    """A letter has come that clears everything: proceed."""
    evidence = review.add_evidence(
        appointment=case.appointment,
        name="letter.pdf",
        data=letter("No objection to treatment."),
        by=case.mara,
    )
    for held in case.held:
        review.resolve(
            appointment=case.appointment,
            rule=held.rule,
            evidence=evidence,
            by=case.mara,
            seen_revision=case.revision,
            comment="Family doctor has no objection.",
        )
    case.sign(SignOff.Outcome.PROCEED)


def wait_for_letter(case: Case) -> None:
    """A letter was asked for."""
    review.add_note(
        appointment=case.appointment, text="Letter from the family doctor asked for.", by=case.mara
    )
    review.await_clearance(appointment=case.appointment, by=case.mara, seen_revision=case.revision)


def ask(case: Case) -> None:
    """The patient is asked about the first thing that is held."""
    askable = askable_items(rulebook_of(active_version()), case.appointment)
    body = json.loads(Evaluation.objects.current().get(response=case.appointment.response).body)
    items = [link_id for link_id in items_behind(body["findings"]) if link_id in askable]
    if not items:
        wait_for_letter(case)
        return
    review.ask_patient(
        appointment=case.appointment,
        items=items[:2],
        message="Could you look at this again, please? A guess is fine if you say so.",
        by=case.mara,
        seen_revision=case.revision,
    )


def items_behind(findings: Sequence[dict[str, object]]) -> list[str]:
    """The questions behind what is held, the open ones first."""
    held = [one for one in findings if Severity.from_code(str(one["severity"])) >= Severity.CLEARANCE]
    found: list[str] = []
    for one in held:
        settling, because = one["would_settle"], one["because"]
        found += list(settling) if isinstance(settling, list) else []
        found += [reason["item"] for reason in because] if isinstance(because, list) else []
    return list(dict.fromkeys(found))


def postpone(case: Case) -> None:
    """Postpone to the earliest date, or by two weeks."""
    evaluation = Evaluation.objects.current().get(response=case.appointment.response)
    later = timezone.localdate(max(case.now, case.appointment.starts_at) + NOT_BEFORE)
    case.sign(SignOff.Outcome.POSTPONE, postponed_to=max(evaluation.earliest_date or later, later))


def decline(case: Case) -> None:
    """Decline, with a note."""
    case.sign(SignOff.Outcome.DECLINE, note="Explained by telephone; other options discussed.")


AHEAD: dict[str, tuple[Deed, ...]] = {
    Evaluation.Eligibility.ELIGIBLE: (proceed, leave, proceed),
    Evaluation.Eligibility.PRECAUTION: (with_care, leave, proceed),
    Evaluation.Eligibility.CLEARANCE: (ask, wait_for_letter, leave, override_and_sign, resolve_and_sign),
    Evaluation.Eligibility.DEFERRED: (postpone, leave, override_and_sign),
    Evaluation.Eligibility.CONTRAINDICATED: (override_and_wait, override_and_sign, leave, decline),
}
FINAL: tuple[Deed, ...] = (decline, leave)
"""What is ahead and nobody may override."""
PAST: dict[str, tuple[Deed, ...]] = {
    Evaluation.Eligibility.ELIGIBLE: (proceed,),
    Evaluation.Eligibility.PRECAUTION: (with_care, proceed),
    Evaluation.Eligibility.CLEARANCE: (override_and_sign, resolve_and_sign),
    Evaluation.Eligibility.DEFERRED: (postpone,),
    Evaluation.Eligibility.CONTRAINDICATED: (decline,),
}


def is_final(case: Case) -> bool:
    """Whether a rule has found something that nobody may override."""
    rules = rulebook_of(active_version()).rules
    return any(rules[held.rule].override == "nobody" for held in case.held)


def decide_all(now: datetime) -> None:
    """Decide about what was submitted: all that is past, and of what is ahead something of each kind."""
    users = get_user_model().objects
    mara = Actor.staff(users.get(email=TREATS.email))
    lead = Actor.staff(users.get(email=LEADS.email))
    seen: Counter[tuple[Deed, ...]] = Counter()
    for row in Review.objects.with_people().filter(evaluation__isnull=False).by_appointment():
        is_past, eligibility = row.appointment_at < now, row.evaluation.eligibility if row.evaluation else ""
        case = Case(row.appointment, mara, lead, now)
        deeds = FINAL if not is_past and is_final(case) else (PAST if is_past else AHEAD)[eligibility]
        deeds[seen[deeds] % len(deeds)](case)
        seen[deeds] += 1
        if is_past:
            backdate(row)


def backdate(row: Review) -> None:
    """Let what was decided about a past appointment have been decided the hour before it."""
    at = row.appointment_at - timedelta(hours=1)
    SignOff.objects.filter(review=row).update(made_at=at)
    FindingDecision.objects.filter(response=row.appointment.response).update(made_at=at)
    ReviewChange.objects.filter(review=row).exclude(kind=ReviewChange.Kind.SUBMITTED).update(at=at)
    Review.objects.filter(pk=row.pk).update(since=at, rechecked_at=at)
