"""The catalogue: treatments as people read about them, session plans, care, what is told before consent."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.engine.conditions import Condition
from screening.engine.dates import Duration


@dataclass(frozen=True, slots=True)
class Device:
    """A device of a treatment; needle depth in micrometres, from and to, or None."""

    title: str
    depth_um: tuple[int, int] | None
    note: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is usual between two spans after a treatment."""

    begins: Duration
    ends: Duration
    text: str


@dataclass(frozen=True, slots=True)
class Price:
    """A price range in whole units of a currency: an estimate, never a quote."""

    currency: str
    low: int
    high: int
    note: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment of the catalogue; minutes and days as (least, most)."""

    code: str
    title: str
    short_title: str
    attributes: frozenset[str]
    add_on: bool
    summary: str
    how_it_works: str
    during: str
    devices: tuple[Device, ...]
    chair_minutes: tuple[int, int] | None
    visit_minutes: tuple[int, int] | None
    booking_minutes: int
    downtime_days: tuple[int, int] | None
    downtime_longest_days: int
    course: tuple[Milestone, ...]
    expected_effects: tuple[str, ...]
    rare_risks: tuple[str, ...]
    best_for: tuple[str, ...]
    compares: str
    pigment_risk: str
    price: Price | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many sessions, and how many days apart, for some concerns."""

    treatment: str
    concerns: tuple[str, ...]
    title: str
    sessions: tuple[int, int]
    gap_days: tuple[int, int]
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days around the appointment; negative months or days lie before it."""

    begins: tuple[int, int]
    ends: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CareStep:
    """One instruction before or after a treatment, with its span per treatment code."""

    id: str
    phase: str
    spans: Mapping[str, Span]
    when: Condition | None
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign after a treatment on which to call the clinic, or emergency care where `urgent`."""

    id: str
    treatments: frozenset[str]
    urgent: bool
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentRisk:
    """A risk to be told before consent where `when` is not ruled out by the answers; without it, always."""

    id: str
    treatments: frozenset[str]
    when: Condition | None
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A passage of its own on the page about these treatments, such as what home devices can do."""

    id: str
    treatments: frozenset[str]
    title: str
    texts: tuple[str, ...]
    sources: tuple[str, ...]
