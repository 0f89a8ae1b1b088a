"""What a rule comes to for the treatments planned, with all that follows from that alone."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from screening.engine.evaluation.hits import Hit, Outcome
from screening.engine.evaluation.verdicts import Verdict
from screening.engine.rules import Severity

MOST_REMEMBERED = 20_000


class Planned(NamedTuple):
    """An outcome, cut down to the treatments planned.

    `severity` is the worst reported, `settled` whether all is; `is_certain` whether anything is, `is_note`
    whether nothing above information is possible, `is_open` whether something above it is open. `codes` are
    the words of the severities.
    """

    outcome: Outcome
    severity: Severity
    settled: bool
    is_certain: bool
    is_note: bool
    is_open: bool
    codes: Mapping[str, str]


def for_planned(outcome: Outcome, planned: tuple[str, ...]) -> Planned | None:
    """Return what an outcome says about the treatments planned; None where it says nothing about them.

    What is shared by all answers with the same hits is worked out once.
    """
    if outcome.stray or outcome.missing:
        return found_for(outcome, planned)
    return _remembered(outcome, planned)


def found_for(outcome: Outcome, planned: tuple[str, ...]) -> Planned | None:
    """Return the same, worked out anew."""
    own = cut_down(outcome, planned)
    if own is None:
        return None
    verdicts = own.verdicts.values()
    return Planned(
        outcome=own,
        severity=max(verdict.severity for verdict in verdicts),
        settled=all(verdict.settled for verdict in verdicts),
        is_certain=any(verdict.certain for verdict in verdicts),
        is_note=max(verdict.worst for verdict in verdicts) <= Severity.INFORMATION,
        is_open=any(v.worst > Severity.INFORMATION and not v.settled for v in verdicts),
        codes={code: verdict.severity.code for code, verdict in own.verdicts.items()},
    )


_remembered = lru_cache(maxsize=MOST_REMEMBERED)(found_for)


def cut_down(outcome: Outcome, planned: tuple[str, ...]) -> Outcome | None:
    """Return an outcome for the treatments planned alone; None where it says nothing about them.

    (`bits` stay those of every treatment; nobody asks for them any more.)
    """
    verdicts = {code: outcome.verdicts[code] for code in planned if code in outcome.verdicts}
    if not verdicts:
        return None
    if len(outcome.hits) == 1 and len(verdicts) == len(outcome.verdicts):
        return outcome
    hits = tuple([hit for hit in outcome.hits if counts(hit, verdicts)])
    missing = {code: outcome.missing[code] for code in planned if code in outcome.missing}
    return Outcome(outcome.rule, hits, verdicts, outcome.bits, outcome.stray, missing)


def counts(hit: Hit, verdicts: Mapping[str, Verdict]) -> bool:
    """Whether a branch is true, or could make worse what is certain, for one of these treatments."""
    if hit.value:
        return not hit.verdicts.keys().isdisjoint(verdicts)
    return any(code in verdicts and own.worst > verdicts[code].certain for code, own in hit.verdicts.items())
