"""Invariants: statements about all answers that a rulebook must keep, proved and not sampled."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.engine.conditions import Condition
from screening.engine.rules import ELIGIBLE, Severity, eligibility_code

ELIGIBILITIES: Mapping[str, Severity] = {
    ELIGIBLE: Severity.INFORMATION,
    **{eligibility_code(s): s for s in Severity if s > Severity.INFORMATION},
}
"""The eligibility codes, each with the worst severity it stands for; mildest first."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """One statement: where the premise certainly holds, the treatments' eligibility stays within bounds.

    The premise is a condition (`when`), or that an item which applies, or may apply, has no answer although
    it feeds a branch at `feeds` or worse there (`when` None). Eligibility is what the evaluation reports: it
    must not be the code `never`, or not be milder than `at_least`; one of both is empty.
    """

    id: str
    title: str
    when: Condition | None
    feeds: Severity
    never: str
    at_least: str
    treatments: tuple[str, ...]
    sources: tuple[str, ...]

    def is_broken_by(self, severity: Severity) -> bool:
        """Whether a treatment of the invariant may not be reported at this severity."""
        code = eligibility_code(severity)
        if self.never:
            return code == self.never
        return ELIGIBILITIES[code] < ELIGIBILITIES[self.at_least]
