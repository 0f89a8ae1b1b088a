"""Date items: a variable for each class of days that leaves tell apart, and one for "not known"."""

from collections.abc import Collection, Iterable
from datetime import date

from screening.engine.conditions import AgeLeaf, ComingDateLeaf, Leaf, PastDateLeaf
from screening.engine.dates import UNKNOWN_DATE, Duration, PartialDate
from screening.engine.proofs.days import Windows, spans_of
from screening.engine.proofs.domains.base import Subject, Unencoded, Versions
from screening.engine.proofs.formulas import FALSE, Circuit, Formula
from screening.engine.questionnaire import Tense

Dated = AgeLeaf | ComingDateLeaf | PastDateLeaf


def windows_of(subject: Subject, leaves: Iterable[Leaf]) -> Windows:
    """Return what leaves ask of a date item."""
    durations = [
        Duration(leaf.years * 12, 0, "") if isinstance(leaf, AgeLeaf) else leaf.duration
        for leaf in leaves
        if isinstance(leaf, Dated)
    ]
    return Windows(subject.tense, spans_of(durations))


def span_of(leaf: Dated) -> tuple[int, int]:
    """Return the span of a date leaf."""
    if isinstance(leaf, AgeLeaf):
        return leaf.years * 12, 0
    return leaf.duration.months, leaf.duration.days


class DateDomain:
    """`classes` by what the leaves make of them.

    A past event that lies after the appointment is as little known as one whose date is not.
    """

    def __init__(self, circuit: Circuit, versions: Versions) -> None:
        self._windows = windows_of(versions.subject, [leaf for own in versions.leaves for leaf in own])
        self._days = {on: self._windows.classes(on) for on, _ in versions.days}
        found = list(dict.fromkeys(truths for classes in self._days.values() for truths in classes))
        self.classes = {truths: versions.variable(circuit, *truths) for truths in found}
        is_birth = self._windows.tense is Tense.BIRTH
        self._unknown = FALSE if is_birth else versions.variable(circuit, UNKNOWN_DATE)
        all_variables = [*self.classes.values(), self._unknown]
        self.answered = circuit.any_of(all_variables)
        self.required = [circuit.at_most_one(all_variables)]
        for truths, variable in self.classes.items():
            fitting = [day for on, day in versions.days if truths in self._days[on]]
            self.required.append(circuit.implied(variable, circuit.any_of(fitting)))

    def holding(self, leaf: Dated) -> list[Formula]:
        """Return the variables of the classes in which a leaf is true."""
        place = self._windows.spans.index(span_of(leaf))
        inside = leaf.operator in {"within", "within_next", "age_below"}
        return [variable for truths, variable in self.classes.items() if truths[place] is inside]

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variable of the date's class."""
        truths = self._windows.truths(value, on) if isinstance(value, PartialDate) else None
        if truths is None and self._windows.tense is not Tense.BIRTH:
            return [self._unknown]
        if truths not in self.classes:
            raise Unencoded(value)
        return [self.classes[truths]]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return a day of the class on this appointment day."""
        if self._unknown in true:
            return UNKNOWN_DATE
        given = [truths for truths, variable in self.classes.items() if variable in true]
        return self._days[on][given[0]].isoformat() if given else None
