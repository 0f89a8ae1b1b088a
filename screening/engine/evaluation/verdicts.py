"""What one or several branches say about a treatment: certain, possible, reported."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from screening.engine.rules import Severity, reported


class Verdict(NamedTuple):
    """What is said about one treatment: what is certain, what is possible, what is reported.

    `severity` is what is certain, or what is possible held at clearance; `settled` whether both agree.
    """

    certain: Severity
    worst: Severity
    severity: Severity
    settled: bool


VERDICTS = {
    (certain, worst): Verdict(certain, worst, reported(certain, worst), certain is worst)
    for worst in Severity
    for certain in Severity
    if certain <= worst
}
"""Every verdict there is; verdicts are shared."""

SILENT = VERDICTS[Severity.NONE, Severity.NONE]


def verdicts_from(certain: Mapping[str, Severity], worst: Mapping[str, Severity]) -> dict[str, Verdict]:
    """Return the verdict per treatment for what is certain and what is possible (at least as bad) there."""
    return {code: VERDICTS[certain.get(code, Severity.NONE), severity] for code, severity in worst.items()}


_PLACES = {verdict: number for number, verdict in enumerate(VERDICTS.values())}
_WIDTH = len(_PLACES)
_ALL = (1 << _WIDTH) - 1


def bits_of(verdicts: Mapping[str, Verdict], treatments: Iterable[str]) -> int:
    """Return verdicts as bits, one group per treatment, so that many are put together by `|`."""
    groups = enumerate(treatments)
    return sum(1 << number * _WIDTH + _PLACES[verdicts[code]] for number, code in groups if code in verdicts)


_REPORTING = [
    sum(1 << place for verdict, place in _PLACES.items() if verdict.severity is severity)
    for severity in Severity
]


def bits_reporting(severity: Severity, number: int) -> int:
    """Return the bits of all verdicts on one treatment (by number) that report this severity."""
    return _REPORTING[severity] << number * _WIDTH


def total_of(bits: int, number: int) -> tuple[Verdict, bool]:
    """Return what the verdicts on one treatment (by number) come to, and whether all of note are settled."""
    return _total_of(bits >> number * _WIDTH & _ALL)


@lru_cache(maxsize=10_000)
def _total_of(bits: int) -> tuple[Verdict, bool]:
    said = [verdict for verdict, place in _PLACES.items() if bits >> place & 1]
    certain = max([verdict.certain for verdict in said], default=Severity.NONE)
    worst = max([verdict.worst for verdict in said], default=Severity.NONE)
    settled = not [v for v in said if not v.settled and v.worst > Severity.INFORMATION]
    return VERDICTS[certain, worst], settled
