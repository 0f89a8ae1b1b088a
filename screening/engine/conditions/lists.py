"""Leaves on repeating items: medicines, and entries with fields of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from screening.engine.areas import AreaTree
from screening.engine.conditions.tokens import UNRECOGNISED
from screening.engine.conditions.tree import (
    TREATMENT_AREAS,
    Condition,
    Facts,
    Leaf,
    Truth,
    Witness,
    kleene_all,
    kleene_any,
)
from screening.engine.medicines import MedicineMatch


@dataclass(frozen=True, slots=True)
class MedicineAnswer:
    """An entry of a medicine list: as typed, prescribed or not (None: not said), what it was taken for."""

    name: str
    prescribed: bool | None
    match: MedicineMatch


@dataclass(frozen=True, slots=True)
class MedicineLeaf(Leaf):
    """`takes` (classes, optionally prescribed or not) and `takes_unrecognised`, over one or several lists."""

    lists: tuple[str, ...]
    classes: frozenset[str]
    prescribed: bool | None

    def value(self, facts: Facts) -> Truth:
        """Return Kleene's any over the lists."""
        return kleene_any([self.in_list(facts, item) for item in self.lists])

    def test(self, facts: Facts) -> Truth:
        """Return the value; each list has its own gate."""
        return self.value(facts)

    def in_list(self, facts: Facts, item: str) -> Truth:
        """Return the value for one list alone."""
        enabled = facts.enabled(item)
        if enabled is False:
            return False
        entries = medicines_of(facts, item)
        if not entries:
            return None
        found = kleene_any([self.of_entry(entry) for entry in entries])
        return None if enabled is None and found else found

    def of_entry(self, entry: MedicineAnswer) -> Truth:
        """Return the value for one entry: a suggestion is unknown until somebody confirms it."""
        match = entry.match
        if self.operator == "takes_unrecognised":
            return True if match.unrecognised else (None if match.suggestions else False)
        if self.classes & match.classes:
            listed: Truth = True
        else:
            listed = None if self.classes & match.possible else False
        if self.prescribed is None or listed is False:
            return listed
        as_prescribed = None if entry.prescribed is None else entry.prescribed is self.prescribed
        return kleene_all([listed, as_prescribed])

    def is_met(self, facts: Facts) -> bool:
        """Return whether an entry itself makes the leaf true, the gates aside."""
        open_lists = [item for item in self.lists if facts.enabled(item) is not False]
        return any(self.of_entry(entry) is True for item in open_lists for entry in medicines_of(facts, item))

    def items(self) -> tuple[str, ...]:
        """Return every list read."""
        return self.lists

    def unsettled_items(self, facts: Facts) -> tuple[str, ...]:
        """Return the lists that are open, with the gates that leave them open."""
        found: tuple[str, ...] = ()
        for item in self.lists:
            if self.in_list(facts, item) is not None:
                continue
            entries = medicines_of(facts, item)
            own = not entries or None in [self.of_entry(entry) for entry in entries]
            found += facts.unsettled_gates(item) + ((item,) if own else ())
        return found

    def matched(self, facts: Facts) -> tuple[str, ...]:
        """Return the names, as typed, that made it true or unknown."""
        entries = [
            e for item in self.lists if facts.enabled(item) is not False for e in medicines_of(facts, item)
        ]
        return tuple(entry.name for entry in entries if self.of_entry(entry) is not False)


def marks_of(entry: MedicineAnswer) -> frozenset[str]:
    """Return the classes an entry names or may name, and UNRECOGNISED where a word is not understood."""
    match = entry.match
    marks = match.classes | match.possible if match.possible else match.classes
    return marks | {UNRECOGNISED} if match.unrecognised or match.suggestions else marks


def medicines_of(facts: Facts, item: str) -> tuple[MedicineAnswer, ...]:
    """Return the entries of a medicine list; none where it is unanswered."""
    answer = facts.answer(item)
    return answer if isinstance(answer, tuple) else ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a repeating item: typed values by field, and the values as given."""

    values: Mapping[str, object]
    raw: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The facts inside `some`: fields of one entry; the day and areas of the whole."""

    outer: Facts
    entry: Entry

    @property
    def on(self) -> date:
        """The appointment day."""
        return self.outer.on

    @property
    def areas(self) -> AreaTree:
        """The area tree."""
        return self.outer.areas

    @property
    def treatment_areas(self) -> tuple[str, ...] | None:
        """The areas to be treated."""
        return self.outer.treatment_areas

    def enabled(self, item: str) -> Truth:
        """Every field of an entry is asked."""
        return True

    def answer(self, item: str) -> object | None:
        """The typed value of a field."""
        return self.entry.values.get(item)

    def raw(self, item: str) -> object | None:
        """The value of a field as given."""
        return self.entry.raw.get(item)

    def unsettled_gates(self, item: str) -> tuple[str, ...]:
        """Fields have no gates."""
        return ()


@dataclass(frozen=True, slots=True)
class SomeLeaf(Leaf):
    """`some`: a condition on the entries of a repeating item, true where one entry makes it true."""

    where: Condition

    @property
    def by_day(self) -> bool:
        """Whether a field is measured against the appointment day."""
        return any(leaf.by_day for leaf in self.where.leaves())

    def test(self, facts: Facts) -> Truth:
        """Return Kleene's any over the entries; unknown where there are none."""
        entries = self._entries(facts)
        return kleene_any([self.where.value(entry) for entry in entries]) if entries else None

    def _entries(self, facts: Facts) -> list[EntryFacts]:
        answer = facts.answer(self.item)
        return [EntryFacts(facts, entry) for entry in answer] if isinstance(answer, tuple) else []

    def items(self) -> tuple[str, ...]:
        """Return the item and, where its entries are compared with them, the treatment areas."""
        compared = any(TREATMENT_AREAS in leaf.items() for leaf in self.where.leaves())
        return (self.item, TREATMENT_AREAS) if compared else (self.item,)

    def unsettled_items(self, facts: Facts) -> tuple[str, ...]:
        """Return the item where an entry is open, and the treatment areas where they are what is missing."""
        gates = facts.unsettled_gates(self.item)
        entries = [e for e in self._entries(facts) if self.where.value(e) is not False]
        if not entries:
            return (*gates, self.item)
        fields = [field for entry in entries for field in open_fields(self.where, entry)]
        own = (self.item,) if any(field != TREATMENT_AREAS for field in fields) else ()
        other = (TREATMENT_AREAS,) if TREATMENT_AREAS in fields else ()
        return gates + own + other

    def inner_witnesses(self, facts: Facts) -> Iterator[Witness]:
        """Yield the witnesses of every entry that is as true as the whole."""
        whole = self.test(facts)
        for number, entry in enumerate(self._entries(facts)):
            if self.where.value(entry) is not whole:
                continue
            for witness in self.where.witnesses(entry):
                yield Witness(witness.leaf, witness.value, entry, self, number)

    def thresholds(self, facts: Facts) -> tuple[date, ...]:
        """Return those of every entry."""
        entries = self._entries(facts)
        return tuple(day for e in entries for leaf in self.where.leaves() for day in leaf.thresholds(e))


def open_fields(condition: Condition, entry: EntryFacts) -> list[str]:
    """Return the fields (or `treatment_areas`) whose values would settle the condition for this entry."""
    witnesses = condition.witnesses(entry)
    return [field for w in witnesses if w.value is None for field in w.leaf.unsettled_items(entry)]
