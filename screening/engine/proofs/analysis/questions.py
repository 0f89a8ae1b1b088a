"""Questions asked for nothing, and options nothing reacts to: plain looks, then an example."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from screening.engine.answers import AnswerError, parse_answers
from screening.engine.conditions import TREATMENT_AREAS, ChoiceLeaf, IncludesLeaf, Leaf, SomeLeaf
from screening.engine.evaluation import Context, evaluate
from screening.engine.proofs.analysis.findings import UNUSED_OPTION, UNUSED_QUESTION, AnalysisFinding
from screening.engine.proofs.domains import ChoiceDomain, ChoicesDomain, EntriesDomain
from screening.engine.proofs.formulas import Formula
from screening.engine.proofs.search import Example, Search
from screening.engine.proofs.space import Raw, leaves_by_item
from screening.engine.questionnaire import Field, Item, ItemType, Option
from screening.engine.rulebook.items import gates_of
from screening.engine.rulebook.types import Rulebook

CONCERN = "concern"
HARMLESS = ("no", "none", "never")


class QuestionAnalysis:
    """Looks at the questionnaire of one model."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._model = search.space.models[0]
        self._rulebook = self._model.rulebook
        self._leaves = leaves_by_item(self._rulebook)
        self._useful = useful_items(self._rulebook)
        self._scored = {part for item in self._rulebook.items.values() for part in item.parts}

    def look_at(self, item: Item) -> Iterator[AnalysisFinding]:
        """Yield what is odd about one question."""
        yield from self.unused(item)
        yield from self.unused_options(item)

    def unused(self, item: Item) -> Iterator[AnalysisFinding]:
        """Yield that a question is asked for nothing; areas, and texts nobody must write, are for people."""
        for_people = item.link_id == TREATMENT_AREAS or (item.type is ItemType.TEXT and item.optional)
        if item.link_id in self._useful or for_people:
            return
        answered = self._search.space.own[0][item.link_id].answered
        message = f'"{item.label}" is asked for nothing: no rule, gate, score, care step or plan reads it.'
        found = self._example(item, answered, "", [None])
        if found is not None:
            yield finding(UNUSED_QUESTION, item, message, found)

    def unused_options(self, item: Item) -> Iterator[AnalysisFinding]:
        """Yield the options of an item, and of its fields, that nothing reacts to; one harmless may be."""
        if item.link_id not in self._useful:
            return
        leaves = self._leaves.get(item.link_id, [])
        yield from self._unused_choices(item, leaves)
        inner = [leaf for some in leaves if isinstance(some, SomeLeaf) for leaf in some.where.leaves()]
        for field in item.fields.values():
            yield from self._unused_field(item, field, [leaf for leaf in inner if leaf.item == field.id])

    def _unused_choices(self, item: Item, leaves: list[Leaf]) -> Iterator[AnalysisFinding]:
        domain = self._search.space.own[0][item.link_id]
        if not isinstance(domain, ChoiceDomain | ChoicesDomain):
            return
        inert = self._inert(item, leaves)
        harmless = harmless_of(item, inert)
        for code in [code for code in inert if code != harmless]:
            others = [other if item.type is ItemType.CHOICE else [other] for other in inert if other != code]
            found = self._example(item, domain.codes[code], code, others)
            if found is not None:
                yield finding(UNUSED_OPTION, item, unused_text(item, code), found, code)

    def _unused_field(self, item: Item, field: Field, leaves: list[Leaf]) -> Iterator[AnalysisFinding]:
        domain = self._search.space.own[0][item.link_id]
        own = domain.entries[0][field.id] if isinstance(domain, EntriesDomain) else None
        for code in reactionless(field.options, leaves) if isinstance(own, ChoiceDomain) else []:
            found = self._example(item, own.codes[code], code, []) if isinstance(own, ChoiceDomain) else None
            if found is not None:
                yield finding(UNUSED_OPTION, item, unused_text(field, code), found, f"{field.id}.{code}")

    def _inert(self, item: Item, leaves: list[Leaf]) -> list[str]:
        """Return the options nothing reacts to: no leaf, no score, no plan, no typed text they explain."""
        codes = [] if item.link_id in self._scored else reactionless(item.options, leaves)
        used = self._planned() if item.link_id == CONCERN else explaining(item)
        return [code for code in codes if code not in used]

    def _planned(self) -> frozenset[str]:
        """Return the aims that session plans and treatments name."""
        plans = [plan.concerns for plan in self._rulebook.plans]
        best = [treatment.best_for for treatment in self._rulebook.treatments.values()]
        return frozenset().union(*plans, *best)

    def _example(self, item: Item, formula: Formula, code: str, others: Sequence[object]) -> Example | None:
        """Return answers that show it: any of the other answers in its place, the engine says the same."""

        def is_idle(raw: Raw, on: date) -> bool:
            said = verdicts(self._rulebook, raw, on) if is_given(self._rulebook, raw, item, code) else None
            others_said = [verdicts(self._rulebook, {**raw, item.link_id: other}, on) for other in others]
            return said is not None and all(own == said for own in others_said)

        return self._search.example([formula, self._model.states[item.link_id].sure], is_idle)


def is_given(rulebook: Rulebook, raw: Raw, item: Item, code: str) -> bool:
    """Whether an item applies and is answered, with this code where one is named."""
    answers = parse_answers(rulebook, raw)
    given = raw.get(item.link_id)
    codes = [code for entry in given for code in codes_in(entry)] if isinstance(given, list) else [given]
    applies = answers.enabled[item.link_id] is True
    return applies and given is not None and (not code or code in codes)


def codes_in(entry: object) -> list[object]:
    """Return the codes of a list's member: itself, or the values of an entry's fields."""
    return list(entry.values()) if isinstance(entry, Mapping) else [entry]


def finding(kind: str, item: Item, message: str, example: Example, option: str = "") -> AnalysisFinding:
    """Return a finding on an item."""
    return AnalysisFinding(
        kind,
        f"items/{item.link_id}",
        message,
        example=example.answers,
        on=example.on,
        option=option,
        problem=example.problem,
    )


def verdicts(rulebook: Rulebook, raw: Raw, on: date) -> list[object] | None:
    """Return what the engine says per treatment; None where it refuses the answers."""
    try:
        answers = parse_answers(rulebook, raw, on)
    except AnswerError:
        return None
    results = evaluate(rulebook, answers, Context(on, tuple(rulebook.treatments))).treatments
    return [(code, result.verdict) for code, result in results.items()]


def useful_items(rulebook: Rulebook) -> frozenset[str]:
    """Return the items that something reads: rules, care, plans, and the gates and scores of what is read."""
    conditions = [branch.when for rule in rulebook.rules.values() for branch in rule.branches]
    conditions += [step.when for step in rulebook.care_steps if step.when is not None]
    conditions += [risk.when for risk in rulebook.consent_risks if risk.when is not None]
    waiting = [link_id for when in conditions for leaf in when.leaves() for link_id in leaf.items()]
    waiting += [r.review_date.item for r in rulebook.rules.values() if r.review_date and r.review_date.item]
    waiting += [CONCERN] if CONCERN in rulebook.items else []
    found: set[str] = set()
    while waiting:
        link_id = waiting.pop()
        if link_id not in found:
            found.add(link_id)
            waiting += [*gates_of(rulebook.items[link_id]), *rulebook.items[link_id].parts]
    return frozenset(found)


def reactionless(options: Mapping[str, Option], leaves: Sequence[Leaf]) -> list[str]:
    """Return the options that no leaf names, or that a negative one names; "not known" always counts."""
    reacting: set[str] = set()
    for leaf in leaves:
        if isinstance(leaf, ChoiceLeaf):
            reacting |= leaf.accepts
        elif isinstance(leaf, IncludesLeaf):
            reacting |= leaf.codes
    apart = {code for code, option in options.items() if option.not_known or option.exclusive}
    return [code for code in options if code not in reacting | apart]


def explaining(item: Item) -> frozenset[str]:
    """Return the options of an open list that typed text may name: unexplained, it is held for clearance."""
    return frozenset(code for code, option in item.options.items() if item.open and option.synonyms)


def harmless_of(item: Item, inert: Sequence[str]) -> str:
    """Return the option that is there to say "nothing of all this"; a list of several needs none."""
    if item.type is not ItemType.CHOICE:
        return ""
    return next((code for code in HARMLESS if code in inert), inert[0] if inert else "")


def unused_text(subject: Item | Field, code: str) -> str:
    """Return the sentence about an option nothing reacts to."""
    return f'Nothing reacts to the answer "{subject.options[code].label}" to "{subject.label}".'
