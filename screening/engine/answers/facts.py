"""The Answers value, and the facts that conditions read from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from screening.engine.answers.gates import Tokens, gates_of
from screening.engine.areas import AreaTree
from screening.engine.conditions import TREATMENT_AREAS, Condition, Truth, Witness
from screening.engine.conditions.body import Around, around, known_areas
from screening.engine.conditions.lists import marks_of
from screening.engine.conditions.tokens import waiting_for
from screening.engine.questionnaire import Item, ItemType, band_of
from screening.engine.rulebook.types import Rulebook


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
    def _gates(self) -> tuple[Mapping[str, Truth], Tokens]:
        states: dict[str, Truth] = dict.fromkeys(self.rulebook.items, True)
        tokens = gates_of(self.rulebook)(facts_from(self, date.min, states), self.values, states)
        return states, tokens

    @property
    def enabled(self) -> Mapping[str, Truth]:
        """Which items apply to these answers; unknown (None) where a gate is open."""
        return self._gates[0]

    @property
    def tokens(self) -> Tokens:
        """One token per item, in the questionnaire's order, for compiled conditions (see gates_of)."""
        return self._gates[1]

    @cached_property
    def taken(self) -> set[str]:
        """What the lists of medicines that apply say, for compiled conditions (see marks_of)."""
        states = self.enabled
        applying = [link_id for link_id in self.rulebook.medicine_lists if states[link_id] is not False]
        entries = [entry for link_id in applying for entry in self.values.get(link_id, ())]  # type: ignore[attr-defined] # lists
        waiting = [waiting_for(link_id) for link_id in applying if link_id not in self.values]
        return set(waiting).union(*map(marks_of, entries))

    @property
    def around(self) -> Around:
        """What lies around the areas to be treated, for compiled conditions."""
        return around(self.rulebook.areas, known_areas(self.values.get(TREATMENT_AREAS)))

    @cached_property
    def unanswered(self) -> tuple[str, ...]:
        """The items that apply, or may apply, and have no answer at all."""
        states, scores = self.enabled, self.rulebook.scores
        open_to_answers = {i for i in states.keys() - self.raw.keys() if states[i] is not False}
        lacking = {i for i in open_to_answers if i not in scores or self.is_unanswered(i)}
        return tuple([i for i in states if i in lacking]) if lacking else ()

    def under(self, rulebook: Rulebook) -> "Answers":
        """Return the same answers under other rules; ValueError unless the questionnaire is the very same."""
        if rulebook.items is not self.rulebook.items:
            raise ValueError("the questionnaire is another one")
        return self.as_read_by(rulebook)

    def as_read_by(self, rulebook: Rulebook) -> "Answers":
        """Return the same answers under a rulebook whose questionnaire, areas and medicines are equal.

        The caller has compared them: that takes long, and is done once for many answers.
        """
        moved = Answers(rulebook, self.raw, self.values)
        # What is cached depends on questions and answers alone, never on the rules.
        vars(moved).update(_gates=self._gates, taken=self.taken, unanswered=self.unanswered)
        return moved

    def is_unanswered(self, link_id: str) -> bool:
        """Whether there is no answer at all, not even "not known" (a score: nor all its parts)."""
        if link_id in self.raw:
            return False
        item = self.rulebook.items[link_id]
        return not (item.type is ItemType.SCORE and all(part in self.raw for part in item.parts))


@dataclass(slots=True, eq=False)
class AnswerFacts:
    """The facts of some answers on one appointment day; what leaves ask most is looked up without a detour.

    Never changed, but not frozen: one is made for every evaluation, and freezing takes most of the making.
    `enabled` says whether an item applies, `answer` is its typed answer, `raw` its answer as given.
    """

    answers: Answers
    on: date
    states: Mapping[str, Truth]
    enabled: Callable[[str], Truth]
    answer: Callable[[str], object | None]
    raw: Callable[[str], object | None]
    _gates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _waits: dict[str, bool] = field(default_factory=dict)
    _witnesses: dict[int, list[Witness]] = field(default_factory=dict)

    @property
    def areas(self) -> AreaTree:
        """The rulebook's area tree."""
        return self.answers.rulebook.areas

    @property
    def treatment_areas(self) -> tuple[str, ...] | None:
        """The areas to be treated; None where they are not known."""
        return known_areas(self.answers.values.get(TREATMENT_AREAS))

    def unsettled_gates(self, item: str) -> tuple[str, ...]:
        """The items whose answers leave open whether `item` applies."""
        if self.states[item] is not None:
            return ()
        if item not in self._gates:
            self._gates[item] = self._open_gates(item)
        return self._gates[item]

    def _open_gates(self, item: str) -> tuple[str, ...]:
        gate = self.answers.rulebook.items[item].enable_when
        if gate is None:
            return ()
        open_leaves = [witness.leaf for witness in gate.witnesses(self) if witness.value is None]
        return tuple(dict.fromkeys(other for leaf in open_leaves for other in leaf.unsettled_items(self)))

    def witnesses(self, condition: Condition, value: Truth) -> list[Witness]:
        """The leaves that make a condition what it is (`value`, not false), looked for once."""
        found = self._witnesses.get(id(condition))
        if found is None:
            found = self._witnesses[id(condition)] = condition.witnesses_of(value, self)
        return found

    def forget(self) -> None:
        """Drop the witnesses: they point back here, and such rings wait for the garbage collector."""
        self._witnesses.clear()

    def waits_for_gate(self, item: str) -> bool:
        """Whether an item cannot be asked yet because the gates before it have no answer at all."""
        if self.states[item] is not None:
            return False
        waits = self._waits.get(item)
        if waits is None:
            gates = self.unsettled_gates(item)
            waits = self._waits[item] = all(self.answers.is_unanswered(gate) for gate in gates)
        return waits


def facts_on(answers: Answers, on: date) -> AnswerFacts:
    """Return the facts of these answers for an appointment on day `on`."""
    return facts_from(answers, on, answers.enabled)


def facts_from(answers: Answers, on: date, states: Mapping[str, Truth]) -> AnswerFacts:
    """Return the facts of these answers where what applies is known, or being found."""
    return AnswerFacts(answers, on, states, states.__getitem__, answers.values.get, answers.raw.get)


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
