"""What is wrong with the skin at the moment, and where."""

from bench.handwritten.answers import Found, Truth, any_of, both, is_here, is_within, region, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    DEFERRED,
    INFORMATION,
    LASER,
    MEDIUM,
    PEN,
    PRECAUTION,
    PRP,
    RF,
    ROLLER,
    SUPERFICIAL,
    Finding,
    everywhere,
    finding,
    needling,
    together,
)
from bench.handwritten.visit import Visit

INFLAMED = {
    **needling(CONTRAINDICATED),
    MEDIUM: CLEARANCE,
    LASER: CLEARANCE,
    SUPERFICIAL: INFORMATION,
    PRP: PRECAUTION,
}
COMEDONES = {**everywhere(PRECAUTION), SUPERFICIAL: INFORMATION}
NOT_HERE, CARE, NOTE = everywhere(CONTRAINDICATED), everywhere(PRECAUTION), everywhere(INFORMATION)
HERPES_BEFORE = {
    **needling(PRECAUTION),
    SUPERFICIAL: PRECAUTION,
    MEDIUM: CLEARANCE,
    LASER: CLEARANCE,
}
TANNED = {
    RF: DEFERRED,
    LASER: DEFERRED,
    MEDIUM: DEFERRED,
    PEN: PRECAUTION,
    ROLLER: PRECAUTION,
    SUPERFICIAL: PRECAUTION,
}
INFECTIONS = ("bacterial", "viral", "fungal", "wart", "other")


def acne_active_area(visit: Visit) -> Finding | None:
    """Acne where the skin is treated."""
    answers = visit.answers
    if answers.get("acne") == "none":
        return None
    here = is_here(answers, "acne_areas")
    return together(
        finding(both(said(answers, "acne", "inflamed"), here), INFLAMED, "acne", "acne_areas"),
        finding(both(said(answers, "acne", "few_comedones"), here), COMEDONES, "acne", "acne_areas"),
    )


def infection_area(visit: Visit) -> Finding | None:
    """A skin infection, here or elsewhere."""
    infected = said(visit.answers, "skin_infection", *INFECTIONS)
    if infected is False:
        return None
    here = both(infected, is_here(visit.answers, "skin_infection_areas"))
    return together(
        finding(here, NOT_HERE, "skin_infection", "skin_infection_areas"),
        finding(infected, NOTE, "skin_infection"),
    )


def herpes_active(visit: Visit) -> Finding | None:
    """A cold sore: anywhere on the face where the face is treated, else where it is."""
    now = said(visit.answers, "cold_sore_now", "yes")
    if now is False:
        return None
    near = any_of(
        Found(is_here(visit.answers, "cold_sore_areas"), ("cold_sore_areas",)),
        Found(
            both(face_is_treated(visit), is_in_treated_region(visit, "cold_sore_areas")),
            ("treatment_areas", "cold_sore_areas"),
        ),
    )
    return together(
        finding(both(now, near.truth), NOT_HERE, "cold_sore_now", *near.because),
        finding(now, CARE, "cold_sore_now"),
    )


def face_is_treated(visit: Visit) -> Truth:
    """Whether any part of the face is treated."""
    treated = visit.answers.get("treatment_areas")
    return None if treated is None else any(region(area) == "face" for area in treated)


def is_in_treated_region(visit: Visit, question: str) -> Truth:
    """Whether the areas answered lie in a region that is treated."""
    areas, treated = visit.answers.get(question), visit.answers.get("treatment_areas")
    if areas is None or treated is None:
        return None
    regions = {region(area) for area in treated}
    return any(region(area) in regions for area in areas)


def herpes_history(visit: Visit) -> Finding | None:
    """Cold sores in the past."""
    ever = said(visit.answers, "cold_sore_history", "yes")
    if ever is False:
        return None
    face = both(ever, face_is_treated(visit))
    return together(
        finding(face, HERPES_BEFORE, "cold_sore_history", "treatment_areas"),
        finding(ever, NOTE, "cold_sore_history"),
    )


def open_wound_area(visit: Visit) -> Finding | None:
    """Broken or irritated skin."""
    here = both(said(visit.answers, "open_wound", "yes"), is_here(visit.answers, "open_wound_areas"))
    return finding(here, NOT_HERE, "open_wound", "open_wound_areas")


def sunburn_area(visit: Visit) -> Finding | None:
    """Sunburn."""
    here = both(said(visit.answers, "sunburn_now", "yes"), is_here(visit.answers, "sunburn_areas"))
    return finding(here, NOT_HERE, "sunburn_now", "sunburn_areas")


def recent_tan(visit: Visit) -> Finding | None:
    """A tan of the last two weeks."""
    answers = visit.answers
    tanned = said(answers, "tan_recent", "yes")
    if tanned is False:
        return None
    last = is_within(answers.get("last_tan_date"), visit.on, days=14)
    tan = both(tanned, is_here(answers, "tan_areas"), last)
    return finding(tan, TANNED, "tan_recent", "tan_areas", "last_tan_date")
