"""Pregnancy and breastfeeding."""

from bench.handwritten.answers import both, said
from bench.handwritten.findings import (
    CLEARANCE,
    CONTRAINDICATED,
    PRECAUTION,
    SUPERFICIAL,
    Finding,
    everywhere,
    finding,
    together,
)
from bench.handwritten.visit import Visit

PREGNANT = {**everywhere(CONTRAINDICATED), SUPERFICIAL: CLEARANCE}
SALICYLIC_PEEL = {SUPERFICIAL: CONTRAINDICATED}
BREASTFEEDING = {**everywhere(CONTRAINDICATED), SUPERFICIAL: PRECAUTION}
UNRESOLVED = everywhere(CLEARANCE)


def pregnant(visit: Visit) -> Finding | None:
    """Pregnant; salicylic peels then are out as well."""
    yes = said(visit.answers, "pregnant", "yes")
    if yes is False:
        return None
    salicylic = said(visit.answers, "peel_agent", "salicylic", "jessner")
    return together(
        finding(yes, PREGNANT, "pregnant"),
        finding(both(yes, salicylic), SALICYLIC_PEEL, "pregnant", "peel_agent"),
    )


def pregnancy_unresolved(visit: Visit) -> Finding | None:
    """Not sure, or would rather not say here."""
    return finding(said(visit.answers, "pregnant", "unsure", "prefer_not_to_say"), UNRESOLVED, "pregnant")


def breastfeeding(visit: Visit) -> Finding | None:
    """Breastfeeding."""
    return finding(said(visit.answers, "breastfeeding", "yes"), BREASTFEEDING, "breastfeeding")
