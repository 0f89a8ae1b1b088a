"""Repeating items: as many entries, each with its fields, as there are leaves on them.

A leaf asks whether any entry makes it true; one witness for each leaf shows all that any number of entries
can show.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from screening.engine.conditions import Entry, Leaf, SomeLeaf
from screening.engine.proofs.domains.base import Domain, Unencoded, Versions
from screening.engine.proofs.domains.body import AreasDomain
from screening.engine.proofs.domains.choices import ChoiceDomain
from screening.engine.proofs.domains.dates import DateDomain
from screening.engine.proofs.formulas import Circuit, Formula
from screening.engine.questionnaire import Field, Item, ItemType


class EntriesDomain:
    """`entries`: the fields' domains of each; `present` says whether there is such an entry."""

    def __init__(self, circuit: Circuit, versions: Versions, least: int = 1) -> None:
        asked = {repr(leaf.where) for leaf in versions.of_kind(SomeLeaf)}
        count = max(least, len(asked))
        self.entries = [self._fields(circuit, versions, number) for number in range(count)]
        self.present = [circuit.any_of(field.answered for field in own.values()) for own in self.entries]
        self.answered = circuit.any_of(self.present)
        fields = [field for own in self.entries for field in own.values()]
        self.required = [formula for field in fields for formula in field.required]
        pairs = zip(self.present, self.present[1:], strict=False)
        self.required += [circuit.implied(later, earlier) for earlier, later in pairs]

    def _fields(self, circuit: Circuit, versions: Versions, number: int) -> dict[str, Domain]:
        items = [subject for subject in versions.subjects if isinstance(subject, Item)]
        shared = [name for name in items[0].fields if all(fit(item, items[0], name) for item in items)]
        return {name: field_domain(circuit, versions, name, number) for name in shared}

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variables of every entry."""
        given = value if isinstance(value, tuple) else ()
        if len(given) > len(self.entries):
            raise Unencoded("more entries than the model has")
        for entry, own in zip(given, self.entries, strict=False):
            yield from self._entry(entry, own, on)

    def _entry(self, entry: Entry, own: dict[str, Domain], on: date) -> Iterable[Formula]:
        if not entry.values.keys() <= own.keys():
            raise Unencoded(entry.raw)
        return [variable for name, given in entry.values.items() for variable in own[name].read(given, on)]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return the entries."""
        tables = [{name: field.write(true, on) for name, field in own.items()} for own in self.entries]
        filled = [{name: given for name, given in table.items() if given is not None} for table in tables]
        return [table for table in filled if table] or None


def fit(item: Item, other: Item, name: str) -> bool:
    """Whether both have a field of this name, of the same type and tense."""
    one, two = item.fields.get(name), other.fields.get(name)
    return one is not None and two is not None and (one.type, one.tense) == (two.type, two.tense)


def field_domain(circuit: Circuit, versions: Versions, name: str, number: int) -> Domain:
    """Return the domain of one field of one entry."""
    own = replace(
        versions,
        name=(*versions.name, number, name),
        subjects=[field_of(subject, name) for subject in versions.subjects],
        leaves=[inner_leaves(leaves, name) for leaves in versions.leaves],
    )
    match own.subject.type:
        case ItemType.CHOICE:
            return ChoiceDomain(circuit, own)
        case ItemType.AREAS:
            return AreasDomain(circuit, own)
        case _:
            return DateDomain(circuit, own)


def field_of(subject: Item | Field, name: str) -> Field:
    """Return a field of a repeating item."""
    if not isinstance(subject, Item):
        raise TypeError(f"{subject.id} has no fields")
    return subject.fields[name]


def inner_leaves(leaves: Iterable[Leaf], name: str) -> list[Leaf]:
    """Return the leaves on one field."""
    somes = [leaf for leaf in leaves if isinstance(leaf, SomeLeaf)]
    return [inner for leaf in somes for inner in leaf.where.leaves() if inner.item == name]
