"""What one or several branches say about a treatment: certain, possible, reported."""

from collections.abc import Mapping
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
