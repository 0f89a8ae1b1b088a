"""Skin conditions that last, scars and pigment."""

from bench.handwritten.answers import Found, any_of, both, chose, is_here, is_within, said
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
    finding_of,
    needling,
    peels,
    together,
)
from bench.handwritten.questions import applies
from bench.handwritten.visit import Visit

ROSACEA_HERE = {
    **needling(CONTRAINDICATED),
    MEDIUM: CONTRAINDICATED,
    SUPERFICIAL: CLEARANCE,
    LASER: CLEARANCE,
    PRP: PRECAUTION,
}
NOT_HERE, ASK, CARE, NOTE = map(everywhere, (CONTRAINDICATED, CLEARANCE, PRECAUTION, INFORMATION))
SCARS_BADLY = {**everywhere(CONTRAINDICATED), SUPERFICIAL: PRECAUTION}
NEW_SCAR = {**needling(DEFERRED), LASER: DEFERRED, MEDIUM: DEFERRED}
YOUNG_SCAR = {**needling(PRECAUTION), LASER: PRECAUTION, MEDIUM: PRECAUTION}
DARKENS = {**needling(PRECAUTION), SUPERFICIAL: PRECAUTION, MEDIUM: CLEARANCE, LASER: CLEARANCE}
DARK_SKIN = {PEN: INFORMATION, ROLLER: INFORMATION, RF: PRECAUTION, **peels(PRECAUTION), LASER: PRECAUTION}
DARKER_SKIN = {MEDIUM: CLEARANCE, LASER: CLEARANCE}
ASK_BEFORE_LASER = {LASER: CLEARANCE}
ANY_GRADE = ("mild", "moderate", "severe")


def eczema_area(visit: Visit) -> Finding | None:
    """Eczema where the skin is treated: from moderate on, or flaring."""
    return graded_here(visit, "eczema")


def psoriasis_area(visit: Visit) -> Finding | None:
    """Psoriasis where the skin is treated: from moderate on, or flaring."""
    return graded_here(visit, "psoriasis")


def graded_here(visit: Visit, condition: str) -> Finding | None:
    """Judge eczema or psoriasis in the treated area."""
    answers = visit.answers
    if answers.get(condition) == "none":
        return None
    areas, flare = f"{condition}_areas", f"{condition}_flare_now"
    here = is_here(answers, areas)
    flaring = both(said(answers, condition, *ANY_GRADE), said(answers, flare, "yes"), here)
    return together(
        finding(both(said(answers, condition, "moderate", "severe"), here), NOT_HERE, condition, areas),
        finding(flaring, NOT_HERE, condition, flare, areas),
    )


def eczema_other(visit: Visit) -> Finding | None:
    """Eczema that is mild, or elsewhere."""
    answers = visit.answers
    if answers.get("eczema") == "none":
        return None
    mild = said(answers, "eczema", "mild")
    return together(
        finding(both(mild, is_here(answers, "eczema_areas")), CARE, "eczema", "eczema_areas"),
        finding(said(answers, "eczema", "moderate", "severe"), CARE, "eczema"),
        finding(mild, NOTE, "eczema"),
    )


def psoriasis_other(visit: Visit) -> Finding | None:
    """Psoriasis anywhere; the laser asks for more."""
    answers = visit.answers
    present = said(answers, "psoriasis", *ANY_GRADE)
    if present is False:
        return None
    flaring = both(present, said(answers, "psoriasis_flare_now", "yes"))
    active = any_of(
        Found(said(answers, "psoriasis", "moderate", "severe"), ("psoriasis",)),
        Found(flaring, ("psoriasis", "psoriasis_flare_now")),
    )
    return together(finding(present, CARE, "psoriasis"), finding_of(active, ASK_BEFORE_LASER))


def rosacea(visit: Visit) -> Finding | None:
    """Rosacea where the skin is treated."""
    answers = visit.answers
    if answers.get("rosacea") == "none":
        return None
    here = is_here(answers, "rosacea_areas")
    strong = both(said(answers, "rosacea", "papulopustular", "moderate_severe"), here)
    mild = both(said(answers, "rosacea", "mild_redness"), here)
    return together(
        finding(strong, ROSACEA_HERE, "rosacea", "rosacea_areas"),
        finding(mild, CARE, "rosacea", "rosacea_areas"),
    )


def koebner_prone(visit: Visit) -> Finding | None:
    """Vitiligo and lichen planus, which may follow an injury."""
    answers = visit.answers
    return together(
        finding(said(answers, "vitiligo", "spreading"), ASK, "vitiligo"),
        finding(said(answers, "vitiligo", "stable"), CARE, "vitiligo"),
    )


def keloid(visit: Visit) -> Finding | None:
    """Raised scars, own or in the family."""
    answers = visit.answers
    return together(
        finding(said(answers, "keloid_history", "personal", "hypertrophic"), SCARS_BADLY, "keloid_history"),
        finding(said(answers, "keloid_history", "family_only"), CARE, "keloid_history"),
    )


def scar_new(visit: Visit) -> Finding | None:
    """A scar to be treated that is still changing."""
    asked = applies(visit.answers, "target_scar_date")
    if asked is False:
        return None
    when = visit.answers.get("target_scar_date")
    return together(
        finding(both(asked, is_within(when, visit.on, months=6)), NEW_SCAR, "target_scar_date"),
        finding(both(asked, is_within(when, visit.on, months=12)), YOUNG_SCAR, "target_scar_date"),
    )


def pigment_risk(visit: Visit) -> Finding | None:
    """Melasma and marks that stay."""
    question = "melasma_or_dark_marks_history"
    marks = Found(said(visit.answers, question, "yes"), (question,))
    aim = Found(chose(visit.answers, "concern", "melasma"), ("concern",))
    return finding_of(any_of(marks, aim), DARKENS)


def skin_type(visit: Visit) -> Finding | None:
    """Darker skin, by the score of ten answers."""
    score = visit.answers.get("fitzpatrick")
    return together(
        finding(None if score is None else score >= 4, DARK_SKIN, "fitzpatrick"),
        finding(None if score is None else score >= 5, DARKER_SKIN, "fitzpatrick"),
    )
