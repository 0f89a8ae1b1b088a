"""The Rulebook value: everything a decision depends on, parsed, checked and named by its digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from screening.engine.areas import AreaTree, Region
from screening.engine.catalogue import CareStep, ConsentRisk, Explanation, Plan, RedFlag, Treatment
from screening.engine.conditions import Condition
from screening.engine.invariants import Invariant
from screening.engine.medicines import MedicineClass, MedicineIndex, MedicineWords
from screening.engine.questionnaire import Item, ItemType, Section
from screening.engine.rules import Rule, Severity, Source

UNANSWERED = "unanswered"
CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Case:
    """A worked example: answers and what they must give, for one rule or for the whole evaluation."""

    place: str
    rule: str
    title: str
    kind: str
    base: str
    on: str
    treatments: tuple[str, ...]
    answers: Mapping[str, object]
    expect: Mapping[str, Severity]
    eligibility: str
    topics: tuple[str, ...] | None
    earliest_date: str
    settled: bool | None


@dataclass(frozen=True, slots=True)
class Head:
    """What a rulebook is called, in which language, and which semantics it is written for."""

    id: str
    title: str
    language: str
    note: str
    semantics: int


@dataclass(frozen=True, eq=False)
class Rulebook:
    """A parsed rulebook. Equal documents have equal digests; parse_rulebook gives one value per digest.

    One with texts in another language (`in_language`) has `translated_from`: the rulebook itself, which all
    that is decided is decided by.
    """

    document: Mapping[str, object]
    digest: str
    head: Head
    regions: Mapping[str, Region]
    areas: AreaTree
    attributes: Mapping[str, str]
    sources: Mapping[str, Source]
    treatments: Mapping[str, Treatment]
    plans: tuple[Plan, ...]
    care_steps: tuple[CareStep, ...]
    red_flags: tuple[RedFlag, ...]
    consent_risks: tuple[ConsentRisk, ...]
    explanations: tuple[Explanation, ...]
    sections: tuple[Section, ...]
    items: Mapping[str, Item]
    gate_order: tuple[str, ...]
    medicine_classes: Mapping[str, MedicineClass]
    medicine_words: MedicineWords
    rules: Mapping[str, Rule]
    bases: Mapping[str, Mapping[str, object]]
    cases: tuple[Case, ...]
    invariants: Mapping[str, Invariant]
    translated_from: "Rulebook | None" = None

    @property
    def original(self) -> "Rulebook":
        """The rulebook in the language it is written in."""
        return self.translated_from or self

    @property
    def id(self) -> str:
        """The rulebook's id."""
        return self.head.id

    @property
    def title(self) -> str:
        """The rulebook's title."""
        return self.head.title

    @property
    def semantics(self) -> int:
        """The semantics it is written for."""
        return self.head.semantics

    @cached_property
    def medicines(self) -> MedicineIndex:
        """The index that understands medicine names as typed."""
        if self.translated_from is not None:
            return self.translated_from.medicines
        return MedicineIndex(self.medicine_classes.values(), self.medicine_words)

    @cached_property
    def required(self) -> Mapping[str, frozenset[str]]:
        """The items required per treatment: those that feed a severity above information there."""
        branches = [branch for rule in self.rules.values() for branch in rule.branches]
        feeding = [(branch.severities, feeding_items(branch.when, self.items)) for branch in branches]
        return {code: required_for(code, feeding) for code in self.treatments}

    @cached_property
    def medicine_lists(self) -> tuple[str, ...]:
        """The items that are lists of medicines."""
        return tuple(item.link_id for item in self.items.values() if item.type is ItemType.MEDICINES)

    @cached_property
    def scores(self) -> frozenset[str]:
        """The items that are derived from others."""
        return frozenset(item.link_id for item in self.score_items)

    @cached_property
    def score_items(self) -> tuple[Item, ...]:
        """Those items, in the questionnaire's order."""
        return tuple(item for item in self.items.values() if item.type is ItemType.SCORE)

    @cached_property
    def special(self) -> frozenset[str]:
        """The items that are asked for some treatments only."""
        return frozenset(item.link_id for item in self.items.values() if item.asked_for)

    @cached_property
    def treatment_numbers(self) -> Mapping[str, int]:
        """The place of each treatment among all."""
        return {code: number for number, code in enumerate(self.treatments)}

    def built_in(self, kind: str) -> Rule:
        """Return the rule whose finding the engine makes itself (UNANSWERED or CONTRADICTION)."""
        return next(rule for rule in self.rules.values() if rule.built_in == kind)


def required_for(
    code: str, feeding: Sequence[tuple[Mapping[str, Severity], frozenset[str]]]
) -> frozenset[str]:
    """Return the items that branches with these severities need for one treatment."""
    needed = [items for severities, items in feeding if severities.get(code, 0) > Severity.INFORMATION]
    return frozenset().union(*needed)


def feeding_items(condition: Condition, items: Mapping[str, Item]) -> frozenset[str]:
    """Return the items a condition needs answered: those its leaves read, and their gates.

    Optional items are left out.
    Leaves that only ask whether there is an answer need none.
    """
    found: set[str] = set()
    waiting = [
        link_id for leaf in condition.leaves() if leaf.operator != "answered" for link_id in leaf.items()
    ]
    while waiting:
        link_id = waiting.pop()
        if link_id in found:
            continue
        found.add(link_id)
        gate = items[link_id].enable_when
        if gate is not None:
            waiting += [other for leaf in gate.leaves() for other in leaf.items()]
    return frozenset(link_id for link_id in found if not items[link_id].optional)
