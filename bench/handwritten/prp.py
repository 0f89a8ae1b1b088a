"""What only platelet-rich plasma asks for."""

from bench.handwritten.answers import Found, any_of, both, is_within, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    DEFERRED,
    PRP,
    Finding,
    finding,
    finding_of,
    together,
)
from bench.handwritten.taking import SWALLOWED, takes, takes_prescribed
from bench.handwritten.visit import Visit

NEVER, WAIT, ASK = {PRP: CONTRAINDICATED}, {PRP: DEFERRED}, {PRP: CLEARANCE}


def says_yes(visit: Visit, question: str) -> Found:
    """Return whether a question is answered with yes."""
    return Found(said(visit.answers, question, "yes"), (question,))


def prp_blood(visit: Visit) -> Finding | None:
    """Blood that is not fit for it."""
    unfit = any_of(says_yes(visit, "platelet_disorder"), says_yes(visit, "blood_cancer"))
    doubtful = any_of(*[says_yes(visit, question) for question in ("anaemia", "liver_disease", "hepatitis")])
    return together(finding_of(unfit, NEVER), finding_of(doubtful, ASK))


def prp_nsaid(visit: Visit) -> Finding | None:
    """Painkillers that slow platelets."""
    answers = visit.answers
    last = is_within(answers.get("nsaid_last_dose"), visit.on, days=2)
    recent = both(said(answers, "nsaid_recent", "yes"), last)
    return together(
        finding(recent, WAIT, "nsaid_recent", "nsaid_last_dose"),
        finding_of(takes_prescribed(visit.taken, SWALLOWED, "nsaid", True), ASK),
    )


def prp_steroid(visit: Visit) -> Finding | None:
    """Steroids, swallowed or injected."""
    answers, on = visit.answers, visit.on
    last_tablet = is_within(answers.get("steroid_last_dose"), on, days=14)
    last_injection = is_within(answers.get("steroid_injection_date"), on, months=1)
    stopped = both(said(answers, "steroid_tablets", "stopped"), last_tablet)
    injected = both(said(answers, "steroid_injection", "yes"), last_injection)
    current = any_of(
        Found(said(answers, "steroid_tablets", "current"), ("steroid_tablets",)),
        takes(visit.taken, SWALLOWED, "systemic_steroid"),
    )
    return together(
        finding(stopped, WAIT, "steroid_tablets", "steroid_last_dose"),
        finding(injected, WAIT, "steroid_injection", "steroid_injection_date"),
        finding_of(current, ASK),
    )
