"""All answers to one rulebook, or to two at once, and the models of these rulebooks over them.

Two rulebooks share the variables of the items both know; of those, an answer is one that both accept. An item
only one of them knows is its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from screening.engine.answers import Answers
from screening.engine.conditions import Leaf, SomeLeaf
from screening.engine.proofs.days import Windows, appointment_days
from screening.engine.proofs.domains import (
    AreasDomain,
    ChoiceDomain,
    ChoicesDomain,
    DateDomain,
    Domain,
    EntriesDomain,
    MedicinesDomain,
    NumberDomain,
    TextDomain,
    Versions,
)
from screening.engine.proofs.domains.dates import windows_of
from screening.engine.proofs.domains.entries import inner_leaves
from screening.engine.proofs.formulas import Circuit, Formula
from screening.engine.proofs.model import Model
from screening.engine.questionnaire import Item, ItemType
from screening.engine.rulebook.types import Rulebook

Raw = dict[str, object]


class Space:
    """The variables of all answers on every appointment day; `models` in the order of the rulebooks.

    `days` restricts the appointment days; `entries` is the least number of entries of repeating items.
    """

    def __init__(self, *rulebooks: Rulebook, days: Sequence[date] = (), entries: int = 1) -> None:
        self.circuit = Circuit()
        self._entries = entries
        leaves = [leaves_by_item(rulebook) for rulebook in rulebooks]
        grouped = list(shared_items(rulebooks))
        asked = [
            w for own in grouped for w in windows_in([rulebooks[n].items[i] for i, n in own], leaves, own)
        ]
        on = tuple(days) or appointment_days(asked)
        self.days = [(day, self.circuit.variable("appointment", day)) for day in on]
        self.own: list[dict[str, Domain]] = [{} for _ in rulebooks]
        for own in grouped:
            self._add(own, rulebooks, leaves)
        self.models = [
            Model(self.circuit, rulebook, domains)
            for rulebook, domains in zip(rulebooks, self.own, strict=True)
        ]

    def _add(
        self,
        own: Sequence[tuple[str, int]],
        rulebooks: Sequence[Rulebook],
        leaves: Sequence[Mapping[str, list[Leaf]]],
    ) -> None:
        versions = Versions(
            name=own[0],
            rulebooks=[rulebooks[number] for _, number in own],
            subjects=[rulebooks[number].items[link_id] for link_id, number in own],
            leaves=[leaves[number].get(link_id, []) for link_id, number in own],
            days=self.days,
        )
        domain = domain_of(self.circuit, versions, self._entries)
        for link_id, number in own:
            self.own[number][link_id] = domain

    @property
    def required(self) -> list[Formula]:
        """What holds of all answers: of each item, and that there is one appointment day."""
        variables = [variable for _, variable in self.days]
        one_day = [self.circuit.any_of(variables), self.circuit.at_most_one(variables)]
        return one_day + [formula for domain in self.domains() for formula in domain.required]

    def domains(self) -> Iterable[Domain]:
        """Return every domain once."""
        return {id(domain): domain for own in self.own for domain in own.values()}.values()

    def day(self, true: Iterable[Formula]) -> date:
        """Return the appointment day of a solution."""
        found = frozenset(true)
        return next(day for day, variable in self.days if variable in found)

    def raw(self, true: frozenset[Formula], version: int = 0) -> Raw:
        """Return the raw answers of a solution, as one rulebook knows them."""
        on = self.day(true)
        written = {link_id: domain.write(true, on) for link_id, domain in self.own[version].items()}
        return {link_id: given for link_id, given in written.items() if given is not None}

    def variables(self, answers: Answers, on: date, version: int = 0) -> frozenset[Formula]:
        """Return the variables that given answers make true; Unencoded where one has no place."""
        day = next(variable for own, variable in self.days if own == on)
        given = answers.values
        read = [
            variable
            for link_id in answers.raw
            for variable in self.own[version][link_id].read(given[link_id], on)
        ]
        return frozenset([day, *read])


def leaves_by_item(rulebook: Rulebook) -> dict[str, list[Leaf]]:
    """Return every leaf of a rulebook that decides something, by the items it reads."""
    conditions = [branch.when for rule in rulebook.rules.values() for branch in rule.branches]
    conditions += [i.when for i in rulebook.invariants.values() if i.when is not None]
    conditions += [item.enable_when for item in rulebook.items.values() if item.enable_when is not None]
    conditions += [step.when for step in rulebook.care_steps if step.when is not None]
    conditions += [risk.when for risk in rulebook.consent_risks if risk.when is not None]
    found: dict[str, list[Leaf]] = {}
    for leaf in [leaf for condition in conditions for leaf in condition.leaves()]:
        for link_id in leaf.items():
            found.setdefault(link_id, []).append(leaf)
    return found


def shared_items(rulebooks: Sequence[Rulebook]) -> Iterable[list[tuple[str, int]]]:
    """Return the items (link id and number of the rulebook), those that mean the same together."""
    groups: dict[tuple[object, ...], list[tuple[str, int]]] = {}
    for number, rulebook in enumerate(rulebooks):
        for item in rulebook.items.values():
            groups.setdefault((item.link_id, item.type, item.tense, item.form), []).append(
                (item.link_id, number)
            )
    return groups.values()


def windows_in(
    items: Sequence[Item], leaves: Sequence[Mapping[str, list[Leaf]]], own: Sequence[tuple[str, int]]
) -> list[Windows]:
    """Return what is asked of the dates of an item."""
    asked = [leaf for link_id, number in own for leaf in leaves[number].get(link_id, [])]
    if items[0].type is ItemType.DATE:
        return [windows_of(items[0], asked)]
    fields = [field for field in items[0].fields.values() if field.type is ItemType.DATE]
    somes = [leaf for leaf in asked if isinstance(leaf, SomeLeaf)]
    return [windows_of(field, inner_leaves(somes, field.id)) for field in fields]


def domain_of(circuit: Circuit, versions: Versions, entries: int) -> Domain:
    """Return the domain of an item."""
    subject = versions.subject
    match subject.type:
        case ItemType.CHOICE:
            return ChoiceDomain(circuit, versions)
        case ItemType.CHOICES:
            return ChoicesDomain(circuit, versions)
        case ItemType.AREAS:
            return AreasDomain(circuit, versions)
        case ItemType.DATE:
            return DateDomain(circuit, versions)
        case ItemType.NUMBER | ItemType.SCORE:
            return NumberDomain(circuit, versions)
        case ItemType.MEDICINES:
            return MedicinesDomain(circuit, versions)
        case ItemType.ENTRIES:
            return EntriesDomain(circuit, versions, entries)
        case _:
            return TextDomain(circuit, versions)
