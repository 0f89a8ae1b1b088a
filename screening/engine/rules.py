"""Rules: branches of a condition with a severity per treatment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from screening.engine.conditions import Condition
from screening.engine.dates import Duration

ELIGIBLE = "eligible"


class Severity(IntEnum):
    """How much a finding weighs; a larger number is worse. NONE is the absence of a finding."""

    NONE = 0
    INFORMATION = 1
    PRECAUTION = 2
    CLEARANCE = 3
    DEFERRED = 4
    CONTRAINDICATED = 5

    @property
    def code(self) -> str:
        """The severity's word in rulebooks and results."""
        return _CODES[self]

    @classmethod
    def from_code(cls, code: str) -> "Severity":
        """Return the severity of a word; KeyError for a word that is none."""
        return _BY_CODE[code]


_CODES = [severity.name.lower() for severity in Severity]
_ELIGIBILITY = [ELIGIBLE, ELIGIBLE, *_CODES[Severity.PRECAUTION :]]
_BY_CODE = {code: Severity(number) for number, code in enumerate(_CODES)}


def reported(certain: Severity, worst: Severity) -> Severity:
    """Return what is reported where `certain` holds and `worst` is possible.

    What is certain stays; what is merely possible is held at clearance and never blocks for good.
    """
    return max(certain, min(worst, Severity.CLEARANCE))


def eligibility_code(severity: Severity) -> str:
    """Return the word for a treatment whose worst reported severity is `severity`."""
    return _ELIGIBILITY[severity]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clinical statement comes from, how strong it is, and how much of it was read."""

    id: str
    title: str
    publisher: str
    year: int | None
    link: str
    strength: str
    seen: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One condition of a rule, its severity per treatment code, and a key that names both."""

    when: Condition
    severities: Mapping[str, Severity]
    stated: Mapping[str, Severity]
    key: str


@dataclass(frozen=True, slots=True)
class ReviewDate:
    """An advisory date: a date item, or the appointment (`item` None), moved by a duration."""

    item: str | None
    offset: Duration
    backwards: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check: texts, sources, branches. `built_in` names the finding the engine makes itself."""

    id: str
    topic: str
    title: str
    message: str
    patient: str
    action: str
    resolution: str
    override: str
    sources: tuple[str, ...]
    evidence: str
    review_by: str
    review_date: ReviewDate | None
    branches: tuple[Branch, ...]
    built_in: str
