"""Allergies, and what is under the skin."""

from bench.handwritten.answers import Found, any_of, both, chose, is_here, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    INFORMATION,
    LASER,
    PRECAUTION,
    RF,
    Finding,
    everywhere,
    finding,
    finding_of,
    needling,
    peels,
    together,
)
from bench.handwritten.taking import SWALLOWED, takes
from bench.handwritten.visit import Visit

NO_NEEDLES, ASK_NEEDLES, ASK_RF = needling(CONTRAINDICATED), needling(CLEARANCE), {RF: CLEARANCE}
NUMBED = {**needling(CLEARANCE), LASER: CLEARANCE}
ASK, CARE, NOTE = everywhere(CLEARANCE), everywhere(PRECAUTION), everywhere(INFORMATION)
NO_PEEL, NOTE_PEEL = peels(CONTRAINDICATED), peels(INFORMATION)
DEVICE = {**everywhere(INFORMATION), RF: CONTRAINDICATED}
NO_RF = {RF: CONTRAINDICATED}
DEVICES = (
    "pacemaker",
    "defibrillator",
    "insulin_pump",
    "neurostimulator",
    "cochlear",
    "glucose_sensor",
    "other",
)


def allergy_metal(visit: Visit) -> Finding | None:
    """What needles are made of."""
    return together(
        finding(chose(visit.answers, "allergies", "stainless_steel"), NO_NEEDLES, "allergies"),
        finding(chose(visit.answers, "allergies", "nickel"), ASK_NEEDLES, "allergies"),
        finding(chose(visit.answers, "allergies", "gold"), ASK_RF, "allergies"),
    )


def allergy_anaesthetic(visit: Visit) -> Finding | None:
    """What makes numbing cream unsafe."""
    answers = visit.answers
    slow = any_of(
        Found(said(answers, "anaesthetic_risk_condition", "yes"), ("anaesthetic_risk_condition",)),
        Found(said(answers, "liver_disease", "yes"), ("liver_disease",)),
    )
    return together(
        finding(chose(answers, "allergies", "lidocaine"), NUMBED, "allergies"),
        finding_of(slow, NUMBED),
        finding_of(takes(visit.taken, SWALLOWED, "antiarrhythmic"), NUMBED),
    )


def allergy_product(visit: Visit) -> Finding | None:
    """Products, gloves, antiseptics, and skin that reacts to much."""
    return together(
        finding(chose(visit.answers, "allergies", "latex", "antiseptic", "skincare"), CARE, "allergies"),
        finding(said(visit.answers, "reactive_skin", "yes"), CARE, "reactive_skin"),
    )


def allergy_unrecognised(visit: Visit) -> Finding | None:
    """Something typed that nobody knows."""
    ticked = visit.answers.get("allergies")
    known = ticked is not None and "unsure" not in ticked
    return finding(bool(visit.answers["allergies_typed"]) if known else None, ASK, "allergies")


def salicylate_allergy(visit: Visit) -> Finding | None:
    """Aspirin allergy and salicylic peels."""
    allergic = chose(visit.answers, "allergies", "aspirin")
    if allergic is False:
        return None
    salicylic = said(visit.answers, "peel_agent", "salicylic", "jessner")
    return together(
        finding(both(allergic, salicylic), NO_PEEL, "allergies", "peel_agent"),
        finding(allergic, NOTE_PEEL, "allergies"),
    )


def implant_electronic(visit: Visit) -> Finding | None:
    """Pacemakers and their like."""
    question = "implanted_electronic_device"
    return finding(said(visit.answers, question, *DEVICES), DEVICE, question)


def implant_metal_area(visit: Visit) -> Finding | None:
    """Metal or permanent filler under the skin."""
    answers = visit.answers
    metal = said(answers, "metal_implant", "yes")
    here = both(metal, is_here(answers, "metal_implant_areas"))
    return together(
        finding(here, NO_RF, "metal_implant", "metal_implant_areas"),
        finding_of(takes(visit.taken, SWALLOWED, "filler_permanent"), ASK_RF),
        finding(metal, NOTE, "metal_implant"),
    )
