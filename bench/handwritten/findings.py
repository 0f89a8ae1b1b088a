"""What a rule written by hand returns: what is certain and possible per treatment, and why."""

from collections.abc import Mapping
from typing import NamedTuple

from bench.handwritten.answers import Found, Truth
from screening.engine import Severity

INFORMATION = Severity.INFORMATION
PRECAUTION = Severity.PRECAUTION
CLEARANCE = Severity.CLEARANCE
DEFERRED = Severity.DEFERRED
CONTRAINDICATED = Severity.CONTRAINDICATED

PEN, ROLLER, RF = "microneedling_pen", "dermaroller", "rf_microneedling"
SUPERFICIAL, MEDIUM = "chemical_peel_superficial", "chemical_peel_medium"
LASER, PRP = "fractional_laser", "prp"

Severities = Mapping[str, Severity]
NOTHING: Severities = {}


def everywhere(severity: Severity) -> dict[str, Severity]:
    """Return one severity for all treatments."""
    return dict.fromkeys([PEN, ROLLER, RF, SUPERFICIAL, MEDIUM, LASER, PRP], severity)


def needling(severity: Severity) -> dict[str, Severity]:
    """Return one severity for pen, roller and radiofrequency needling."""
    return {PEN: severity, ROLLER: severity, RF: severity}


def peels(severity: Severity) -> dict[str, Severity]:
    """Return one severity for both peels."""
    return {SUPERFICIAL: severity, MEDIUM: severity}


class Finding(NamedTuple):
    """What one rule says; `because` are the link ids of the answers that made it."""

    certain: Severities
    worst: Severities
    because: tuple[str, ...]


def finding(truth: Truth, severities: Severities, *because: str) -> Finding | None:
    """Return a finding for what is true, a possible one for what is unknown, nothing for what is false."""
    if truth is False:
        return None
    return Finding(severities if truth else NOTHING, severities, because)


def finding_of(fact: Found, severities: Severities) -> Finding | None:
    """Return the finding for a fact that brings its own reasons."""
    return finding(fact.truth, severities, *fact.because)


def together(*parts: Finding | None) -> Finding | None:
    """Join what several checks of one rule found; per treatment the worst counts."""
    found = [part for part in parts if part is not None]
    if len(found) < 2:
        return found[0] if found else None
    certain: dict[str, Severity] = {}
    worst: dict[str, Severity] = {}
    because: dict[str, None] = {}
    for part in found:
        keep_worst(certain, part.certain)
        keep_worst(worst, part.worst)
        because.update(dict.fromkeys(part.because))
    return Finding(certain, worst, tuple(because))


def keep_worst(kept: dict[str, Severity], more: Severities) -> None:
    """Raise each severity kept to at least the one in `more`."""
    for treatment, severity in more.items():
        if severity > kept.get(treatment, 0):
            kept[treatment] = severity
