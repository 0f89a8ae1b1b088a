"""Skin cancer and its forerunners, other cancer, radiotherapy."""

from bench.handwritten.answers import Found, any_of, both, is_here, is_within, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    DEFERRED,
    INFORMATION,
    LASER,
    PRECAUTION,
    Finding,
    everywhere,
    finding,
    finding_of,
    needling,
    peels,
    together,
)
from bench.handwritten.questions import applies
from bench.handwritten.visit import Visit

SUN_DAMAGE = {**needling(CLEARANCE), LASER: CLEARANCE, **peels(PRECAUTION)}
NOT_HERE, WAIT, ASK, CARE, NOTE = map(
    everywhere, (CONTRAINDICATED, DEFERRED, CLEARANCE, PRECAUTION, INFORMATION)
)


def actinic_keratosis_area(visit: Visit) -> Finding | None:
    """Sun damage that may turn into cancer."""
    answers = visit.answers
    here = both(said(answers, "actinic_keratosis", "yes"), is_here(answers, "actinic_keratosis_areas"))
    return finding(here, SUN_DAMAGE, "actinic_keratosis", "actinic_keratosis_areas")


def skin_cancer_area(visit: Visit) -> Finding | None:
    """Skin cancer now, or a mole that changes."""
    answers = visit.answers
    active = said(answers, "skin_cancer", "active")
    changing = said(answers, "changing_mole", "yes")
    active_here = both(active, is_here(answers, "skin_cancer_areas"))
    changing_here = both(changing, is_here(answers, "changing_mole_areas"))
    return together(
        finding(active_here, NOT_HERE, "skin_cancer", "skin_cancer_areas"),
        finding(changing_here, NOT_HERE, "changing_mole", "changing_mole_areas"),
        finding(active, ASK, "skin_cancer"),
        finding(changing, CARE, "changing_mole"),
    )


def cancer_past_or_other(visit: Visit) -> Finding | None:
    """Skin cancer in the past, melanoma, any other cancer."""
    answers = visit.answers
    past = said(answers, "skin_cancer", "past")
    melanoma = both(applies(answers, "melanoma"), said(answers, "melanoma", "yes"))
    serious = any_of(
        Found(melanoma, ("melanoma",)),
        Found(said(answers, "other_cancer_now", "yes"), ("other_cancer_now",)),
    )
    return together(
        finding(both(past, is_here(answers, "skin_cancer_areas")), ASK, "skin_cancer", "skin_cancer_areas"),
        finding(past, CARE, "skin_cancer"),
        finding_of(serious, ASK),
    )


def radiotherapy_area(visit: Visit) -> Finding | None:
    """Radiotherapy, now or before, here or elsewhere."""
    answers, on = visit.answers, visit.on
    if answers.get("radiotherapy") == "never":
        return None
    here = is_here(answers, "radiotherapy_areas")
    ended_here = both(said(answers, "radiotherapy", "ended"), here)
    last = answers.get("radiotherapy_last_date")
    within_year = is_within(last, on, months=12)
    longer_ago = None if within_year is None else not within_year
    because = ("radiotherapy", "radiotherapy_areas", "radiotherapy_last_date")
    current_here = both(said(answers, "radiotherapy", "current"), here)
    return together(
        finding(current_here, NOT_HERE, "radiotherapy", "radiotherapy_areas"),
        finding(both(ended_here, is_within(last, on, days=28)), WAIT, *because),
        finding(both(ended_here, within_year), ASK, *because),
        finding(both(ended_here, longer_ago), CARE, *because),
        finding(said(answers, "radiotherapy", "current", "ended"), NOTE, "radiotherapy"),
    )
