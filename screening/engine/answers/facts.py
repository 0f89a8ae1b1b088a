"""The Answers value, and the facts that conditions read from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from screening.engine.areas import AreaTree
from screening.engine.conditions import TREATMENT_AREAS, MedicineAnswer, Truth
from screening.engine.conditions.body import known_areas
from screening.engine.questionnaire import Item, ItemType, band_of
from screening.engine.rulebook.types import Rulebook

CLOSED = "closed\0"
HELD = "held\0"


@dataclass(frozen=True, eq=False)
class Answers:
    """Accepted answers to one rulebook's questionnaire.

    `raw` is what was given, in canonical form and only where something was; `values` are the typed values,
    derived scores included. Built by parse_answers.
    """

    rulebook: Rulebook
    raw: Mapping[str, object]
    values: Mapping[str, object]

    @cached_property
    def enabled(self) -> Mapping[str, Truth]:
        """Which items apply to these answers; unknown (None) where a gate is open."""
        found: dict[str, Truth] = dict.fromkeys(self.rulebook.items, True)
        facts = AnswerFacts(self, date.min, found)
        for link_id in self.rulebook.gate_order:
            gate = self.rulebook.items[link_id].enable_when
            found[link_id] = True if gate is None else gate.value(facts)
        return found

    @cached_property
    def tokens(self) -> tuple[object, ...]:
        """One token per item, in the questionnaire's order, for compiled conditions.

        Of a choice: its code or None, HELD with it while a gate is open, CLOSED where it does not apply.
        Of any other item: whether it applies (True, False, None).
        """
        return tuple(self._token(item) for item in self.rulebook.items.values())

    def _token(self, item: Item) -> object:
        state = self.enabled[item.link_id]
        if item.type is not ItemType.CHOICE:
            return state
        if state is False:
            return CLOSED
        code = self.values.get(item.link_id)
        return code if state else (HELD, code)

    @cached_property
    def medicine_classes(self) -> frozenset[str] | None:
        """The medicine classes any list names, or may name; None while a list that applies has no entries."""
        lists = [i.link_id for i in self.rulebook.items.values() if i.type is ItemType.MEDICINES]
        applying = [link_id for link_id in lists if self.enabled[link_id] is not False]
        entries = [self.values.get(link_id) for link_id in applying]
        if None in entries:
            return None
        matches = [entry.match for answer in entries for entry in cast("tuple[MedicineAnswer, ...]", answer)]
        return frozenset().union(*(match.classes | match.possible for match in matches))

    @cached_property
    def unanswered(self) -> tuple[str, ...]:
        """The items that apply, or may apply, and have no answer at all."""
        states = self.enabled
        return tuple(i for i in states if states[i] is not False and self.is_unanswered(i))

    def is_unanswered(self, link_id: str) -> bool:
        """Whether there is no answer at all, not even "not known" (a score: nor all its parts)."""
        if link_id in self.raw:
            return False
        item = self.rulebook.items[link_id]
        return not (item.type is ItemType.SCORE and all(part in self.raw for part in item.parts))


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The facts of some answers on one appointment day."""

    answers: Answers
    on: date
    states: Mapping[str, Truth]

    @property
    def areas(self) -> AreaTree:
        """The rulebook's area tree."""
        return self.answers.rulebook.areas

    @property
    def treatment_areas(self) -> tuple[str, ...] | None:
        """The areas to be treated; None where they are not known."""
        return known_areas(self.answers.values.get(TREATMENT_AREAS))

    def enabled(self, item: str) -> Truth:
        """Whether the item applies."""
        return self.states[item]

    def answer(self, item: str) -> object | None:
        """The typed answer."""
        return self.answers.values.get(item)

    def raw(self, item: str) -> object | None:
        """The answer as given."""
        return self.answers.raw.get(item)

    def unsettled_gates(self, item: str) -> tuple[str, ...]:
        """The items whose answers leave open whether `item` applies."""
        gate = self.answers.rulebook.items[item].enable_when
        if self.states[item] is not None or gate is None:
            return ()
        open_leaves = [witness.leaf for witness in gate.witnesses(self) if witness.value is None]
        return tuple(dict.fromkeys(other for leaf in open_leaves for other in leaf.unsettled_items(self)))

    def waits_for_gate(self, item: str) -> bool:
        """Whether an item cannot be asked yet because the gates before it have no answer at all."""
        if self.states[item] is not None:
            return False
        return all(self.answers.is_unanswered(gate) for gate in self.unsettled_gates(item))


def facts_on(answers: Answers, on: date) -> AnswerFacts:
    """Return the facts of these answers for an appointment on day `on`."""
    return AnswerFacts(answers, on, answers.enabled)


def derived_score(item: Item, items: Mapping[str, Item], values: Mapping[str, object]) -> int | None:
    """Return a score's value from its parts; None where one is unanswered or not known."""
    total = 0
    for part in item.parts:
        option = items[part].options.get(str(values.get(part)))
        if option is None or option.score is None:
            return None
        total += option.score
    band = band_of(item, total)
    return None if band is None else band.value
