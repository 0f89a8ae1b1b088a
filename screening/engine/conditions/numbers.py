"""Leaves on whole numbers: numbers, scores, and completed years of age."""

from dataclasses import dataclass
from datetime import date

from screening.engine.conditions.tree import Facts, Leaf, Truth
from screening.engine.dates import PartialDate, age_on, birthday


@dataclass(frozen=True, slots=True)
class NumberLeaf(Leaf):
    """`at_least`, `at_most`, `above`, `below`."""

    limit: int

    def test(self, facts: Facts) -> Truth:
        """Compare the number with the limit."""
        number = facts.answer(self.item)
        if not isinstance(number, int):
            return None
        match self.operator:
            case "at_least":
                return number >= self.limit
            case "at_most":
                return number <= self.limit
            case "above":
                return number > self.limit
            case _:
                return number < self.limit


@dataclass(frozen=True, slots=True)
class AgeLeaf(Leaf):
    """`age_below`, `age_at_least`: completed years on the appointment day."""

    years: int

    @property
    def by_day(self) -> bool:
        """Whether the value depends on the appointment day."""
        return True

    def test(self, facts: Facts) -> Truth:
        """Compare the age with the limit; unknown for a birth after the appointment."""
        birth = facts.answer(self.item)
        born = birth.read_on(facts.on) if isinstance(birth, PartialDate) else None
        if born is None:
            return None
        return (age_on(born, facts.on) < self.years) is (self.operator == "age_below")

    def thresholds(self, facts: Facts) -> tuple[date, ...]:
        """Return the birthday that decides, and the first day the birth date can be read."""
        birth = facts.answer(self.item)
        if not isinstance(birth, PartialDate):
            return ()
        return (birth.first, birthday(birth.last, self.years))

    def read_as(self, facts: Facts) -> str | None:
        """Return the completed years on the appointment day."""
        birth = facts.answer(self.item)
        born = birth.read_on(facts.on) if isinstance(birth, PartialDate) else None
        return None if born is None else f"{age_on(born, facts.on)} years"
