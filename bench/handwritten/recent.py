"""Treatments and operations of the last twelve months."""

from bench.handwritten.answers import Truth, both, either, is_within, said, touch
from bench.handwritten.findings import (
    CLEARANCE,
    DEFERRED,
    LASER,
    MEDIUM,
    PRECAUTION,
    RF,
    SUPERFICIAL,
    Finding,
    everywhere,
    finding,
    finding_of,
    needling,
    peels,
    together,
)
from bench.handwritten.questions import applies
from bench.handwritten.taking import SWALLOWED, takes
from bench.handwritten.visit import Visit

WAIT, ASK = everywhere(DEFERRED), everywhere(CLEARANCE)
WAIT_BOTOX = {
    **needling(DEFERRED),
    LASER: DEFERRED,
    MEDIUM: DEFERRED,
    SUPERFICIAL: PRECAUTION,
}
ASK_BOTOX = {
    **needling(CLEARANCE),
    LASER: CLEARANCE,
    MEDIUM: CLEARANCE,
    SUPERFICIAL: PRECAUTION,
}
OLD_FILLER = {**everywhere(PRECAUTION), RF: CLEARANCE}
AFTER_ROLLER = {**needling(PRECAUTION), **peels(PRECAUTION), LASER: PRECAUTION}
NO_NEEDLES_YET, NO_PEEL_YET = needling(DEFERRED), {**peels(DEFERRED), LASER: DEFERRED}


def had(visit: Visit, *types: str, days: int = 0, months: int = 0) -> Truth:
    """Return whether one of these was done in the area less than so many days or months ago."""
    asked = applies(visit.answers, "recent_procedures")
    if asked is False:
        return False
    procedures = visit.answers.get("recent_procedures")
    if not procedures:
        return None
    treated = visit.answers.get("treatment_areas")
    return both(
        asked,
        either(
            *[
                both(
                    said(procedure, "type", *types),
                    is_within(procedure.get("date"), visit.on, days=days, months=months),
                    touch(procedure.get("areas"), treated),
                )
                for procedure in procedures
            ]
        ),
    )


def botox_recent(visit: Visit) -> Finding | None:
    """Botulinum toxin of the last two weeks, or listed as a medicine."""
    return together(
        finding(had(visit, "botox", days=14), WAIT_BOTOX, "recent_procedures"),
        finding_of(takes(visit.taken, SWALLOWED, "botulinum"), ASK_BOTOX),
    )


def filler_recent(visit: Visit) -> Finding | None:
    """Filler of the last months, or listed as a medicine."""
    return together(
        finding(had(visit, "filler", days=14), WAIT, "recent_procedures"),
        finding(had(visit, "filler", months=6), OLD_FILLER, "recent_procedures"),
        finding_of(takes(visit.taken, SWALLOWED, "filler"), ASK),
    )


def recent_needling(visit: Visit) -> Finding | None:
    """Needling of the last four weeks."""
    return finding(had(visit, "microneedling", days=28), WAIT_BOTOX, "recent_procedures")


def home_roller(visit: Visit) -> Finding | None:
    """A roller at home."""
    return finding(had(visit, "home_roller", days=28), AFTER_ROLLER, "recent_procedures")


def hair_removal(visit: Visit) -> Finding | None:
    """Waxing and the like."""
    return together(
        finding(had(visit, "hair_removal", days=3), NO_NEEDLES_YET, "recent_procedures"),
        finding(had(visit, "hair_removal", days=7), NO_PEEL_YET, "recent_procedures"),
    )


def recent_resurfacing(visit: Visit) -> Finding | None:
    """Peels and lasers, each with its own time to heal."""
    ablative = had(visit, "ablative_laser", "deep_peel", "dermabrasion", months=3)
    return together(
        finding(had(visit, "superficial_peel", "microdermabrasion", days=14), WAIT, "recent_procedures"),
        finding(had(visit, "nonablative_laser", days=21), WAIT, "recent_procedures"),
        finding(had(visit, "medium_peel", days=28), WAIT, "recent_procedures"),
        finding(ablative, WAIT, "recent_procedures"),
    )


def recent_surgery(visit: Visit) -> Finding | None:
    """Operations."""
    return together(
        finding(had(visit, "surgery", months=6), WAIT, "recent_procedures"),
        finding(had(visit, "surgery", months=12), ASK, "recent_procedures"),
    )
