"""Leaves on dates, measured against the appointment day."""

from dataclasses import dataclass
from datetime import date

from screening.engine.conditions.tree import Facts, Leaf, Truth
from screening.engine.dates import Duration, PartialDate, shift


@dataclass(frozen=True, slots=True)
class PastDateLeaf(Leaf):
    """`within` (less than the duration ago) and its complement `at_least_ago` (inclusive).

    A date after the appointment, or one not known, makes both unknown.
    """

    duration: Duration

    @property
    def by_day(self) -> bool:
        """Whether the value depends on the appointment day."""
        return True

    def test(self, facts: Facts) -> Truth:
        """Compare the event's day plus the duration with the appointment day."""
        given = facts.answer(self.item)
        event = given.read_on(facts.on) if isinstance(given, PartialDate) else None
        if event is None:
            return None
        return (facts.on < self.duration.after(event)) is (self.operator == "within")

    def thresholds(self, facts: Facts) -> tuple[date, ...]:
        """Return the day the window closes, and the first day the event can be read."""
        given = facts.answer(self.item)
        if not isinstance(given, PartialDate):
            return ()
        return (given.first, self.duration.after(given.last))

    def read_as(self, facts: Facts) -> str | None:
        """Return the day a month was read as."""
        given = facts.answer(self.item)
        if not isinstance(given, PartialDate) or given.is_exact:
            return None
        event = given.read_on(facts.on)
        return None if event is None else event.isoformat()


@dataclass(frozen=True, slots=True)
class ComingDateLeaf(Leaf):
    """`within_next`: from the appointment day to the duration after it, both included.

    Of a month it is true where one of its days lies there: the earliest that has not passed counts.
    """

    duration: Duration

    @property
    def by_day(self) -> bool:
        """Whether the value depends on the appointment day."""
        return True

    def test(self, facts: Facts) -> Truth:
        """Return whether the coming day lies within the duration; a day that has passed does not."""
        given = facts.answer(self.item)
        if not isinstance(given, PartialDate):
            return None
        return given.last >= facts.on and given.first <= self.duration.after(facts.on)

    def thresholds(self, facts: Facts) -> tuple[date, ...]:
        """Return the day the event comes into view (or, a month clipped, the next), and the day after it."""
        given = facts.answer(self.item)
        if not isinstance(given, PartialDate):
            return ()
        opening = self.duration.before(given.first)
        return (opening, shift(opening, 0, 1), shift(given.last, 0, 1))
