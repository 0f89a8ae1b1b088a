"""Counting how sections are filled in, and reading the counts: how many leave where, how long it takes.

What is counted names a day, a version and a section, never a person. Fewer than FEWEST are not told apart.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from screening.models import QuestionnaireResponse, RulebookVersion, SectionCount

Event = SectionCount.Event
FEWEST = 5
CHECK, TREATMENT, CONSENT = ":check", ":treatment", ":consent"
"""The pages after the sections; no section's id begins with a colon."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """What was counted of one section. `at_least_seconds` is the step the median time lies in."""

    section: str
    opened: int
    continued: int
    left: int
    at_least_seconds: int | None

    @property
    def is_few(self) -> bool:
        """Whether there are too few to be told."""
        return self.opened < FEWEST


@dataclass(frozen=True, slots=True)
class DayFigures:
    """How many began on a day."""

    day: date
    begun: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of one version over some days. `days` has those with FEWEST or more; `other` is the rest."""

    sections: dict[str, SectionFigures]
    days: tuple[DayFigures, ...]
    other_days: int
    other: int


def count_section(response: QuestionnaireResponse, section: str, event: Event, seconds: int = 0) -> None:
    """Count that something happened with a section, today. What fails here costs nobody their page."""
    try:
        with transaction.atomic():
            SectionCount.objects.add_one(
                day=timezone.localdate(),
                version=response.rulebook_version_id,
                section=section,
                event=event,
                seconds=seconds,
            )
    except DatabaseError as error:
        log.warning("a section was not counted: %s", type(error).__name__)


def section_figures(version: RulebookVersion, days: int, first: str) -> Figures:
    """What was counted of a version in the last `days` days, today included. `first`: the first section."""
    until = timezone.localdate()
    rows = list(SectionCount.objects.within(version, until - timedelta(days=days - 1), until))
    begun: Counter[date] = Counter()
    for row in rows:
        if row.section == first and row.event == Event.OPENED:
            begun[row.day] += row.count
    few = [count for count in begun.values() if count < FEWEST]
    names = dict.fromkeys(row.section for row in rows)
    return Figures(
        sections={name: figures_of(name, [row for row in rows if row.section == name]) for name in names},
        days=tuple(
            DayFigures(day, begun[day]) for day in sorted(begun, reverse=True) if begun[day] >= FEWEST
        ),
        other_days=len(few),
        other=sum(few),
    )


def figures_of(section: str, rows: Iterable[SectionCount]) -> SectionFigures:
    """The rows of one section added up."""
    counts: Counter[str] = Counter()
    times: Counter[int] = Counter()
    for row in rows:
        counts[row.event] += row.count
        if row.event == Event.CONTINUED:
            times[row.at_least_seconds] += row.count
    return SectionFigures(
        section, counts[Event.OPENED], counts[Event.CONTINUED], counts[Event.LEFT], median_step(times)
    )


def median_step(times: Counter[int]) -> int | None:
    """The step of time in which the middle one lies; None for fewer than FEWEST."""
    total, seen = times.total(), 0
    if total < FEWEST:
        return None
    for step in sorted(times):
        seen += times[step]
        if 2 * seen >= total:
            return step
    return None
