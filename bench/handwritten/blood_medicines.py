"""Medicines and supplements that make bleeding and bruising likelier."""

from bench.handwritten.answers import Found, any_of, both, is_within, said
from bench.handwritten.findings import (
    CLEARANCE,
    INFORMATION,
    LASER,
    MEDIUM,
    PRECAUTION,
    PRP,
    SUPERFICIAL,
    Finding,
    everywhere,
    finding,
    finding_of,
    needling,
    together,
)
from bench.handwritten.taking import SWALLOWED, takes, takes_prescribed
from bench.handwritten.visit import Visit

BLEEDS = {
    **needling(CLEARANCE),
    PRP: CLEARANCE,
    MEDIUM: PRECAUTION,
    LASER: PRECAUTION,
    SUPERFICIAL: INFORMATION,
}
BRUISES = {**everywhere(INFORMATION), **needling(PRECAUTION), PRP: PRECAUTION}


def anticoagulant(visit: Visit) -> Finding | None:
    """Blood thinners, said or listed."""
    answered = Found(said(visit.answers, "takes_blood_thinner", "yes"), ("takes_blood_thinner",))
    return finding_of(any_of(answered, takes(visit.taken, SWALLOWED, "anticoagulant")), BLEEDS)


def antiplatelet_rx(visit: Visit) -> Finding | None:
    """Platelet inhibitors, and aspirin a doctor prescribed."""
    listed = takes(visit.taken, SWALLOWED, "antiplatelet")
    aspirin = takes_prescribed(visit.taken, SWALLOWED, "aspirin", True)
    return finding_of(any_of(listed, aspirin), BLEEDS)


def nsaid_supplement(visit: Visit) -> Finding | None:
    """Painkillers and supplements bought without a prescription."""
    answers, on = visit.answers, visit.on
    recent = both(said(answers, "nsaid_recent", "yes"), is_within(answers.get("nsaid_last_dose"), on, days=7))
    supplement = bruising_in(visit, "supplements")
    last_use = is_within(answers.get("supplements_last_use"), on, days=7)
    return together(
        finding(recent, BRUISES, "nsaid_recent", "nsaid_last_dose"),
        finding_of(bruising_in(visit, "medicines"), BRUISES),
        finding(both(supplement.truth, last_use), BRUISES, *supplement.because, "supplements_last_use"),
    )


def bruising_in(visit: Visit, name: str) -> Found:
    """Return whether this list names something that makes bruises likelier."""
    listed = takes(visit.taken, (name,), "nsaid", "bruising_supplement")
    return any_of(listed, takes_prescribed(visit.taken, (name,), "aspirin", False))
