"""Which decisions stand, and what is left to decide. Reads the stored result of an evaluation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from screening.engine import Severity
from screening.models import FindingDecision

CLEARING = frozenset({FindingDecision.Kind.OVERRIDDEN, FindingDecision.Kind.RESOLVED})
"""What lets an appointment proceed past a finding. To have seen one does not."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one rule says about one planned treatment."""

    rule: str
    treatment: str
    severity: Severity
    fingerprint: str

    @property
    def must_be_decided(self) -> bool:
        """Whether nothing may proceed before somebody has overridden or resolved it."""
        return self.severity >= Severity.CLEARANCE


def held_of(result: Mapping[str, Any]) -> tuple[Held, ...]:
    """Everything an evaluation found, per planned treatment, in its order (worst first)."""
    return tuple(
        Held(finding["rule"], code, Severity.from_code(told["severity"]), told["fingerprint"])
        for finding in result["findings"]
        for code, told in finding["treatments"].items()
    )


def stands(decision: FindingDecision, held: Held) -> bool:
    """Whether a decision speaks about exactly what is found now, and nobody's word is missing."""
    return decision.is_complete and is_about(decision, held)


def is_about(decision: FindingDecision, held: Held) -> bool:
    """Whether a decision was made for exactly what is found now."""
    return decision.rule == held.rule and decision.fingerprints.get(held.treatment) == held.fingerprint


def waits_for_second(decision: FindingDecision, result: Mapping[str, Any]) -> bool:
    """Whether an override of something this result shows lacks its second person's word."""
    if decision.is_complete or decision.withdrawn_at is not None:
        return False
    return any(is_about(decision, held) for held in held_of(result))


def standing(result: Mapping[str, Any], decisions: Iterable[FindingDecision]) -> list[FindingDecision]:
    """The decisions that stand for something this result shows."""
    found = held_of(result)
    return [one for one in decisions if any(stands(one, held) for held in found)]


def fallen(
    before: Mapping[str, Any], now: Mapping[str, Any], decisions: Iterable[FindingDecision]
) -> list[FindingDecision]:
    """The decisions that stood for something in `before` that no longer shows in `now`."""
    gone = set(held_of(before)) - set(held_of(now))
    return [one for one in decisions if any(stands(one, held) for held in gone)]


def undecided(result: Mapping[str, Any], decisions: Iterable[FindingDecision]) -> tuple[Held, ...]:
    """What forbids to proceed: held at clearance or worse, neither overridden nor resolved."""
    clearing = [one for one in decisions if one.kind in CLEARING]
    return tuple(
        held
        for held in held_of(result)
        if held.must_be_decided and not any(stands(one, held) for one in clearing)
    )


def same_result(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two evaluations say the same about the same treatments, days elapsed left aside."""
    return outline(one) == outline(other)


def outline(result: Mapping[str, Any]) -> object:
    """What a result comes down to: eligibility and findings of each planned treatment."""
    eligibilities = {code: result["treatment_results"][code]["eligibility"] for code in result["treatments"]}
    return eligibilities, frozenset(held_of(result))
