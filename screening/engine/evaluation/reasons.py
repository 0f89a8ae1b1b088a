"""Why a rule found what it found: the answers that counted, and those that would settle what is open."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from screening.engine.answers import AnswerFacts
from screening.engine.conditions import TREATMENT_AREAS, MedicineLeaf, SomeLeaf, Witness
from screening.engine.conditions.lists import medicines_of
from screening.engine.evaluation.hits import Hit, Outcome
from screening.engine.evaluation.supporting import points_to
from screening.engine.rulebook.types import Rulebook


class Reason(NamedTuple):
    """One answer that counted, what it was compared with, and how it was read.

    `answer` is as given; `matched` names the part of it that counted (areas, names); `value` is true, or None
    where the comparison is open. `entry` and `field` point into a repeating item. `treated` are the treatment
    areas where the answer was compared with them, None where those are not known either.
    """

    item: str
    question: str
    answer: object
    operator: str
    compared_with: object
    matched: tuple[str, ...] = ()
    read_as: str | None = None
    value: bool | None = True
    entry: int | None = None
    field: str | None = None
    treated: tuple[str, ...] | None = None

    def as_json(self) -> dict[str, object]:
        """Return the JSON form."""
        return {
            "item": self.item,
            "question": self.question,
            "answer": self.answer,
            "operator": self.operator,
            "compared_with": self.compared_with,
            "matched": list(self.matched),
            "read_as": self.read_as,
            "value": self.value,
            "entry": self.entry,
            "field": self.field,
            "treated": None if self.treated is None else list(self.treated),
        }


def reasons_of(rulebook: Rulebook, outcome: Outcome, facts: AnswerFacts) -> tuple[Reason, ...]:
    """Return the reasons of an outcome, each once, in the order of its branches.

    Branches that are possible only because nothing was answered say nothing beside those an answer made.
    """
    found: list[Reason] = []
    for hit in told_hits(outcome.hits, facts):
        for witness in expanded(facts.witnesses(hit.branch.when, hit.value)):
            found += [reason for reason in reasons_at(rulebook, witness) if reason not in found]
    found += [stray_reason(rulebook, link_id, facts) for link_id in outcome.stray]
    return tuple(found)


def told_hits(hits: tuple[Hit, ...], facts: AnswerFacts) -> Sequence[Hit]:
    """Return the branches that an answer made true or possible; all of them where there is none."""
    return hits if len(hits) == 1 else [hit for hit in hits if is_told(hit, facts)] or hits


def is_told(hit: Hit, facts: AnswerFacts) -> bool:
    """Whether an answer made this branch true or possible: it points to it, or says "not known"."""
    if hit.value:
        return True
    return any(tells(witness, facts) for witness in facts.witnesses(hit.branch.when, None))


def tells(witness: Witness, facts: AnswerFacts) -> bool:
    """Whether a leaf counts because of an answer, not for the lack of one."""
    leaf = witness.leaf
    if leaf.is_met(facts):
        return points_to(leaf, facts)
    return witness.value is None and any(facts.raw(item) is not None for item in leaf.unsettled_items(facts))


def expanded(witnesses: list[Witness]) -> Iterator[Witness]:
    """Yield the witnesses, those of repeating items entry by entry."""
    for witness in witnesses:
        leaf = witness.leaf
        inner = list(leaf.inner_witnesses(witness.facts)) if isinstance(leaf, SomeLeaf) else []
        yield from inner or [witness]


def reasons_at(rulebook: Rulebook, witness: Witness) -> list[Reason]:
    """Return the reasons of one leaf: one, or one per medicine list that counted."""
    leaf, facts = witness.leaf, witness.facts
    if isinstance(leaf, MedicineLeaf):
        return [
            medicine_reason(rulebook, leaf, witness, item)
            for item in leaf.lists
            if counts(leaf, witness, item)
        ]
    item = rulebook.items[leaf.item if witness.within is None else witness.within.item]
    question = item.label if witness.within is None else f"{item.label}: {item.fields[leaf.item].label}"
    return [
        Reason(
            item=item.link_id,
            question=question,
            answer=answer_of(rulebook, witness, item.link_id),
            operator=leaf.operator,
            compared_with=leaf.compared_with,
            matched=leaf.matched(facts),
            read_as=leaf.read_as(facts),
            value=witness.value,
            entry=witness.entry,
            field=None if witness.within is None else leaf.item,
            treated=facts.treatment_areas if leaf.compared_with == TREATMENT_AREAS else None,
        )
    ]


def answer_of(rulebook: Rulebook, witness: Witness, link_id: str) -> object:
    """Return the answer as given; of a derived score its value."""
    raw = witness.facts.raw(witness.leaf.item)
    return witness.facts.answer(link_id) if raw is None and rulebook.items[link_id].parts else raw


def counts(leaf: MedicineLeaf, witness: Witness, item: str) -> bool:
    """Whether this list is one that made the leaf what it is."""
    return leaf.in_list(witness.facts, item) is witness.value


def medicine_reason(rulebook: Rulebook, leaf: MedicineLeaf, witness: Witness, item: str) -> Reason:
    """Return the reason of one medicine list: the names that counted and what they were understood as."""
    entries = [e for e in medicines_of(witness.facts, item) if leaf.of_entry(e) is not False]
    understood = [name for e in entries for name in (e.match.recognised or e.match.suggestions)]
    return Reason(
        item=item,
        question=rulebook.items[item].label,
        answer=[entry.name for entry in entries] or witness.facts.raw(item),
        operator=leaf.operator,
        compared_with=leaf.compared_with,
        matched=tuple(dict.fromkeys(understood)),
        value=witness.value,
    )


def stray_reason(rulebook: Rulebook, link_id: str, facts: AnswerFacts) -> Reason:
    """Return the reason for an answer that does not apply."""
    question = rulebook.items[link_id].label
    return Reason(link_id, question, facts.raw(link_id), "not_applicable", None)


def open_items(outcome: Outcome, facts: AnswerFacts) -> tuple[str, ...]:
    """Return the items whose answers would settle the outcome; of one behind an unanswered gate, the gate."""
    found = [item for items in outcome.missing.values() for item in items]
    waiting = [hit.branch.when for hit in outcome.hits if hit.value is None]
    for leaf in [w.leaf for when in waiting for w in facts.witnesses(when, None) if w.value is None]:
        found += leaf.unsettled_items(facts)
    if not found:
        return ()
    states = facts.states
    return tuple([i for i in dict.fromkeys(found) if states[i] is not None or not facts.waits_for_gate(i)])
