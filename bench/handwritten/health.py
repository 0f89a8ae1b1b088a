"""General health."""

from bench.handwritten.answers import Found, any_of, both, is_here, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
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
    together,
)
from bench.handwritten.questions import applies
from bench.handwritten.visit import Visit

NO_PLATELETS = {
    **needling(CONTRAINDICATED),
    MEDIUM: CLEARANCE,
    LASER: CLEARANCE,
    SUPERFICIAL: INFORMATION,
}
BLEEDS = {**NO_PLATELETS, PRP: CONTRAINDICATED}
WEAKENED = {**everywhere(CLEARANCE), SUPERFICIAL: PRECAUTION}
DIABETES = {**needling(PRECAUTION), MEDIUM: PRECAUTION, LASER: PRECAUTION, PRP: PRECAUTION}
NEVER, ASK, CARE = everywhere(CONTRAINDICATED), everywhere(CLEARANCE), everywhere(PRECAUTION)
ASK_RF, ASK_RF_AND_LASER = {RF: CLEARANCE}, {RF: CLEARANCE, LASER: CLEARANCE}
NOTE_ELSEWHERE = {PEN: INFORMATION, ROLLER: INFORMATION, LASER: INFORMATION}


def bleeding_disorder(visit: Visit) -> Finding | None:
    """Blood that does not clot."""
    return finding(said(visit.answers, "bleeding_disorder", "yes"), BLEEDS, "bleeding_disorder")


def platelet_disorder(visit: Visit) -> Finding | None:
    """Too few platelets, or platelets that do not work."""
    return finding(said(visit.answers, "platelet_disorder", "yes"), NO_PLATELETS, "platelet_disorder")


def immune_condition(visit: Visit) -> Finding | None:
    """A weak immune system."""
    return finding(said(visit.answers, "immune_condition", "yes"), WEAKENED, "immune_condition")


def diabetes(visit: Visit) -> Finding | None:
    """Diabetes, well controlled or not."""
    return together(
        finding(said(visit.answers, "diabetes", "poorly_controlled"), WEAKENED, "diabetes"),
        finding(said(visit.answers, "diabetes", "well_controlled"), DIABETES, "diabetes"),
    )


def healing_risk(visit: Visit) -> Finding | None:
    """Wounds that heal badly, and smoking."""
    answers = visit.answers
    ehlers_danlos = both(applies(answers, "ehlers_danlos"), said(answers, "ehlers_danlos", "yes"))
    poor = any_of(
        Found(said(answers, "poor_wound_healing", "yes"), ("poor_wound_healing",)),
        Found(ehlers_danlos, ("ehlers_danlos",)),
    )
    return together(finding_of(poor, ASK), finding(said(answers, "smoker", "yes"), CARE, "smoker"))


def acute_illness(visit: Visit) -> Finding | None:
    """Fever or illness now."""
    return finding(said(visit.answers, "fever_or_illness_now", "yes"), NEVER, "fever_or_illness_now")


def ctd_autoimmune(visit: Visit) -> Finding | None:
    """Connective tissue and autoimmune disease."""
    answers = visit.answers
    disease, kind = "connective_tissue_disease", "autoimmune_kind"
    if answers.get(disease) == "none":
        return None
    here = both(said(answers, disease, "scleroderma"), is_here(answers, "connective_tissue_areas"))
    other = said(answers, disease, "other")
    return together(
        finding(here, NEVER, disease, "connective_tissue_areas"),
        finding(said(answers, disease, "lupus", "scleroderma"), ASK, disease),
        finding(both(other, said(answers, kind, "connective_tissue")), ASK, disease, kind),
        finding(both(other, said(answers, kind, "other_autoimmune")), CARE, disease, kind),
    )


def cardiac_neuro(visit: Visit) -> Finding | None:
    """Heart and seizures: heat, current and flashes; a note for the rest where it was answered."""
    answers = visit.answers
    heart, epilepsy = said(answers, "heart_condition", "yes"), said(answers, "epilepsy", "yes")
    unstable = both(applies(answers, "heart_unstable"), said(answers, "heart_unstable", "yes"))
    told = any_of(
        Found("heart_condition" in answers and heart, ("heart_condition",)),
        Found("epilepsy" in answers and epilepsy, ("epilepsy",)),
    )
    return together(
        finding(heart, ASK_RF, "heart_condition"),
        finding(unstable, ASK_RF_AND_LASER, "heart_unstable"),
        finding(epilepsy, ASK_RF_AND_LASER, "epilepsy"),
        finding_of(told, NOTE_ELSEWHERE),
    )
