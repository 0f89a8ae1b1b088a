"""Which days matter: events fall into few classes, and appointment days into few patterns of classes.

A date leaf asks only whether an event lies on one side of a day worked out from the appointment's. So the
events of an item fall into as many classes as its leaves can tell apart, and a month is read as one of its
days (semantics 1), which is in a class of its own accord. In which order those days stand, and so which
classes there are, depends on the appointment day only where a number of days may be shorter or longer than a
number of months. Such orders are looked for on every day of a full cycle of the Gregorian calendar.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from screening.engine.answers.values import EARLIEST
from screening.engine.dates import Duration, PartialDate, age_on, shift
from screening.engine.questionnaire import Tense

FIRST_DAY = date(2026, 1, 1)
YEARS_OF_CYCLE = 400
DAYS_OF_MONTH = 30.436875
MARGIN = 6
LONG = 90 * 12

Truths = tuple[bool, ...]
"""For each span: whether the event lies within it (birth: whether the age is below it)."""


@dataclass(frozen=True, slots=True)
class Windows:
    """All that is asked of one date: its tense, and the spans (months, days) it is measured against."""

    tense: Tense
    spans: tuple[tuple[int, int], ...]

    def truths(self, event: PartialDate, on: date) -> Truths | None:
        """Return what the leaves make of an event; None where they cannot read it on this day."""
        if self.tense is Tense.FUTURE:
            return tuple(event.last >= on and event.first <= shift(on, *span) for span in self.spans)
        day = event.read_on(on)
        if day is None:
            return None
        if self.tense is Tense.BIRTH:
            return tuple(age_on(day, on) * 12 < months for months, _ in self.spans)
        return tuple(on < shift(day, *span) for span in self.spans)

    def edges(self, on: date) -> list[date]:
        """Return the last event day beyond each span: a day later the event lies within it."""
        if self.tense is Tense.PAST:
            return [last_day_beyond(on, *span) for span in self.spans]
        return [shift(on, *(span if self.tense is Tense.FUTURE else (-span[0], 0))) for span in self.spans]

    def classes(self, on: date) -> Mapping[Truths, date]:
        """Return every class of events an appointment day knows, with one day in it."""
        edges = self.edges(on)
        nearest = timedelta(1)
        if self.tense is Tense.FUTURE:
            days = [on, *edges, *(edge + nearest for edge in edges if edge < date.max), on - nearest]
        else:
            days = [*(edge + nearest for edge in sorted(edges)), *edges]
            days = [day for day in days or [shift(on, -1, 0)] if EARLIEST <= day <= on]
        found: dict[Truths, date] = {}
        for day in days:
            truths = self.truths(PartialDate(day, day), on)
            if truths is not None:
                found.setdefault(truths, day)
        return found

    def doubtful(self) -> list[tuple[int, int]]:
        """Return the pairs of spans whose order may depend on the day; a long span beside itself."""
        pairs = [
            (one, other)
            for one, other in combinations(range(len(self.spans)), 2)
            if is_doubtful(self.spans[one], self.spans[other])
        ]
        return pairs + [(n, n) for n, (months, days) in enumerate(self.spans) if months + days // 30 > LONG]


def is_doubtful(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether some months may be shorter than some days, or longer, or as long."""
    if bool(one[0]) == bool(other[0]):
        return False
    months, days = max(one[0], other[0]), max(one[1], other[1])
    return abs(months * DAYS_OF_MONTH - days) <= MARGIN


def last_day_beyond(on: date, months: int, days: int) -> date:
    """Return the last day that lies at least a span before `on`: the day plus the span does not pass `on`.

    On the last day of a month, months that are longer count whole: 31 August lies six months before 28
    February.
    """
    if days or not months:
        return shift(on, 0, -days)
    target = shift(on.replace(day=1), -months, 0)
    length = monthrange(target.year, target.month)[1]
    is_last = on.day == monthrange(on.year, on.month)[1]
    return target.replace(day=length if is_last else min(on.day, length))


def appointment_days(asked: Iterable[Windows]) -> tuple[date, ...]:
    """Return appointment days that stand for all: one for each pattern of classes there is."""
    doubtful = frozenset(windows for windows in asked if windows.doubtful())
    return patterns_of(doubtful) if doubtful else (FIRST_DAY,)


@lru_cache(maxsize=64)
def patterns_of(asked: frozenset[Windows]) -> tuple[date, ...]:
    """Return the first day of each pattern in a full cycle of the calendar."""
    found: dict[tuple[object, ...], date] = {}
    ordered = sorted(asked, key=lambda windows: (windows.tense, windows.spans))
    pairs = [(windows, pair) for windows in ordered for pair in windows.doubtful()]
    doubtful = [
        Windows(windows.tense, tuple(windows.spans[n] for n in dict.fromkeys(pair)))
        for windows, pair in pairs
    ]
    last = FIRST_DAY.replace(year=FIRST_DAY.year + YEARS_OF_CYCLE)
    day, step = FIRST_DAY, timedelta(1)
    while day < last:
        found.setdefault(tuple(order_of(windows.edges(day)) for windows in doubtful), day)
        day += step
    return tuple(found.values())


def order_of(edges: list[date]) -> int:
    """Return how two days stand to each other; a single one, whether answers may reach that far back."""
    one, other = edges[0], edges[-1] if len(edges) > 1 else EARLIEST
    return (one > other) - (one < other)


def spans_of(durations: Iterable[Duration]) -> tuple[tuple[int, int], ...]:
    """Return durations as spans, each once."""
    return tuple(sorted({(duration.months, duration.days) for duration in durations}))
