"""Medicines that weaken healing and defence."""

from bench.handwritten.answers import Found, any_of, both, is_coming, is_within, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    DEFERRED,
    PRECAUTION,
    SUPERFICIAL,
    Finding,
    everywhere,
    finding,
    finding_of,
    together,
)
from bench.handwritten.questions import applies
from bench.handwritten.taking import SWALLOWED, takes
from bench.handwritten.visit import Visit

WEAKENED = {**everywhere(CLEARANCE), SUPERFICIAL: PRECAUTION}
RECOVERING = {**everywhere(DEFERRED), SUPERFICIAL: PRECAUTION}
NEVER, WAIT, ASK = everywhere(CONTRAINDICATED), everywhere(DEFERRED), everywhere(CLEARANCE)


def immunosuppressant_med(visit: Visit) -> Finding | None:
    """Immunosuppressants, biologics, JAK inhibitors."""
    return finding_of(takes(visit.taken, SWALLOWED, "immunosuppressant", "biologic_or_jak"), WEAKENED)


def steroid_systemic(visit: Visit) -> Finding | None:
    """Steroid tablets for two weeks or longer."""
    answers = visit.answers
    two_weeks = both(applies(answers, "steroid_two_weeks"), said(answers, "steroid_two_weeks", "yes"))
    long = Found(two_weeks, ("steroid_two_weeks",))
    current = both(said(answers, "steroid_tablets", "current"), long.truth)
    denied = Found(said(answers, "steroid_tablets", "no"), ("steroid_tablets",))
    listed = takes(visit.taken, SWALLOWED, "systemic_steroid")
    surprising = any_of(denied, long)
    stopped = both(
        said(answers, "steroid_tablets", "stopped"),
        long.truth,
        is_within(answers.get("steroid_last_dose"), visit.on, days=28),
    )
    return together(
        finding(current, WEAKENED, "steroid_tablets", "steroid_two_weeks"),
        finding(both(listed.truth, surprising.truth), WEAKENED, *listed.because, *surprising.because),
        finding(stopped, RECOVERING, "steroid_tablets", "steroid_two_weeks", "steroid_last_dose"),
    )


def chemotherapy(visit: Visit) -> Finding | None:
    """Chemotherapy: planned, current, ended, or merely listed."""
    answers = visit.answers
    listed = finding_of(takes(visit.taken, SWALLOWED, "chemotherapy"), ASK)
    if answers.get("chemotherapy") == "never":
        return listed
    planned, ended = said(answers, "chemotherapy", "planned"), said(answers, "chemotherapy", "ended")
    begins = is_coming(answers.get("chemotherapy_planned_date"), visit.on, 28)
    last = answers.get("chemotherapy_last_date")
    now = any_of(
        Found(said(answers, "chemotherapy", "current"), ("chemotherapy",)),
        Found(both(planned, begins), ("chemotherapy", "chemotherapy_planned_date")),
    )
    return together(
        finding_of(now, NEVER),
        finding(planned, ASK, "chemotherapy"),
        finding(
            both(ended, is_within(last, visit.on, days=28)), WAIT, "chemotherapy", "chemotherapy_last_date"
        ),
        finding(
            both(ended, is_within(last, visit.on, months=6)), ASK, "chemotherapy", "chemotherapy_last_date"
        ),
        listed,
    )
