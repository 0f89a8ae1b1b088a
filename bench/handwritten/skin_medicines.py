"""Retinoids, what makes skin sensitive to light, creams, and names nobody knows."""

from bench.handwritten.answers import Found, any_of, both, is_here, is_within, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    DEFERRED,
    LASER,
    MEDIUM,
    PRECAUTION,
    SUPERFICIAL,
    Finding,
    everywhere,
    finding,
    finding_of,
    together,
)
from bench.handwritten.taking import ANY_LIST, SWALLOWED, takes, unrecognised
from bench.handwritten.visit import Visit

ON_ISOTRETINOIN = {**everywhere(CONTRAINDICATED), SUPERFICIAL: CLEARANCE}
AFTER_ISOTRETINOIN = {**everywhere(DEFERRED), SUPERFICIAL: CLEARANCE}
ASK, CARE = everywhere(CLEARANCE), everywhere(PRECAUTION)
LIGHT_SENSITIVE = {**everywhere(PRECAUTION), MEDIUM: CLEARANCE, LASER: CLEARANCE}
STRONG_TREATMENTS = {MEDIUM: PRECAUTION, LASER: PRECAUTION}
ACTIVES = ("topical_retinoid", "topical_acid_active")


def isotretinoin_current(visit: Visit) -> Finding | None:
    """Isotretinoin now, said or listed."""
    answered = Found(said(visit.answers, "isotretinoin_status", "current"), ("isotretinoin_status",))
    return finding_of(any_of(answered, takes(visit.taken, SWALLOWED, "oral_isotretinoin")), ON_ISOTRETINOIN)


def isotretinoin_recent(visit: Visit) -> Finding | None:
    """Isotretinoin stopped less than six months ago."""
    answers = visit.answers
    last = is_within(answers.get("isotretinoin_last_dose"), visit.on, months=6)
    stopped = both(said(answers, "isotretinoin_status", "stopped"), last)
    return finding(stopped, AFTER_ISOTRETINOIN, "isotretinoin_status", "isotretinoin_last_dose")


def oral_retinoid_other(visit: Visit) -> Finding | None:
    """Another retinoid as tablets, listed or in the last six months."""
    answers = visit.answers
    last = is_within(answers.get("oral_retinoid_other_last_dose"), visit.on, months=6)
    recent = both(said(answers, "oral_retinoid_other", "yes"), last)
    return together(
        finding_of(takes(visit.taken, SWALLOWED, "oral_retinoid_other"), ASK),
        finding(recent, ASK, "oral_retinoid_other", "oral_retinoid_other_last_dose"),
    )


def photosensitiser(visit: Visit) -> Finding | None:
    """What makes skin sensitive to light, taken or applied."""
    return finding_of(takes(visit.taken, ANY_LIST, "photosensitiser"), LIGHT_SENSITIVE)


def topical_active(visit: Visit) -> Finding | None:
    """Retinoids and acids on the skin to be treated."""
    answers, on = visit.answers, visit.on
    used = takes(visit.taken, ("topical_actives",), *ACTIVES)
    here = both(used.truth, is_here(answers, "topical_actives_areas"))
    last = answers.get("topical_actives_last_use")
    because = ("topical_actives", "topical_actives_areas", "topical_actives_last_use")
    return together(
        finding(both(here, is_within(last, on, days=7)), STRONG_TREATMENTS, *because),
        finding(both(here, is_within(last, on, days=5)), CARE, *because),
        finding_of(takes(visit.taken, ("medicines",), *ACTIVES), CARE),
    )


def topical_chemotherapy_cream(visit: Visit) -> Finding | None:
    """Creams against sun damage that inflame the skin."""
    return finding_of(takes(visit.taken, ANY_LIST, "topical_chemotherapy"), ASK)


def medicine_unrecognised(visit: Visit) -> Finding | None:
    """Names that mean nothing to anybody."""
    return finding_of(unrecognised(visit.taken, ANY_LIST), ASK)
