"""Medicine lists: a variable for each kind of entry leaves tell apart, "the list has an entry of this kind".

A leaf on a list asks whether any entry makes it true. A typed text that names several medicines does what one
entry for each of them does, so single names are enough: as spelled, misspelled, with a form word or without,
and a text nobody recognises.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from screening.engine.conditions import MedicineAnswer, MedicineLeaf, Truth
from screening.engine.medicines import MedicineMatch
from screening.engine.medicines.names import FORMS, TOPICAL, Name, collect_names
from screening.engine.proofs.domains.base import Unencoded, Versions
from screening.engine.proofs.domains.choices import NONSENSE
from screening.engine.proofs.formulas import Circuit, Formula
from screening.engine.questionnaire import Item
from screening.engine.rulebook.types import Rulebook

MOST_NAMES_TRIED = 12
RANK: dict[Truth, int] = {False: 0, None: 1, True: 2}
PRESCRIBED: dict[bool | None, str] = {None: "", True: "yes", False: "no"}
NOBODY_KNOWS = MedicineMatch("", frozenset(), frozenset(), (), (), ("?",))

Kind = tuple[Truth, ...]
"""What each leaf makes of an entry."""


class Wanted(NamedTuple):
    """An entry to look for: what it should be in each version, and texts that may be just that."""

    matches: tuple[MedicineMatch, ...]
    names: tuple[str, ...]
    said: str
    is_misspelled: bool


class MedicinesDomain:
    """`kinds` by what each of `asked` (a version and a leaf of its own) makes of an entry."""

    def __init__(self, circuit: Circuit, versions: Versions) -> None:
        self._rulebooks = versions.rulebooks
        self._form = versions.subject.form if isinstance(versions.subject, Item) else ""
        self.asked = [
            (number, leaf)
            for number, own in enumerate(versions.leaves)
            for leaf in own
            if isinstance(leaf, MedicineLeaf)
        ]
        self.asked = list({repr(asked): asked for asked in self.asked}.values())
        self._wanted_as = self._find_kinds()
        self._entries: dict[Kind, dict[str, str]] = {}
        self.kinds = {kind: versions.variable(circuit, *kind) for kind in self._wanted_as}
        self.answered = circuit.any_of(self.kinds.values())
        self.required: list[Formula] = []

    def holding(self, rulebook: Rulebook, leaf: MedicineLeaf, *truths: Truth) -> list[Formula]:
        """Return the kinds of entries of which a leaf of a rulebook has one of these truths."""
        version = next(n for n, own in enumerate(self._rulebooks) if own is rulebook)
        place = self.asked.index((version, leaf))
        return [variable for kind, variable in self.kinds.items() if kind[place] in truths]

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return the variables of every entry's kinds: of each name in it, where it holds several."""
        entries = [entry for entry in value if isinstance(entry, MedicineAnswer)]  # type: ignore[attr-defined] # a tuple
        for entry in entries:
            matches = tuple(rulebook.medicines.match(entry.name, self._form) for rulebook in self._rulebooks)
            yield from self._together(self._kind(matches, entry.prescribed), entry.name)

    def _together(self, whole: Kind, name: str) -> list[Formula]:
        """Return the kinds that together are one entry: it may hold several names."""
        if whole in self.kinds:
            return [self.kinds[whole]]
        parts = [
            kind for kind in self.kinds if all(RANK[a] <= RANK[b] for a, b in zip(kind, whole, strict=True))
        ]
        if [max((RANK[kind[n]] for kind in parts), default=0) for n in range(len(whole))] != [
            RANK[truth] for truth in whole
        ]:
            raise Unencoded(name)
        return [self.kinds[kind] for kind in parts]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return one entry for each kind."""
        entries = [self._entry(kind) for kind, variable in self.kinds.items() if variable in true]
        return entries or None

    def _entry(self, kind: Kind) -> dict[str, str]:
        if kind not in self._entries:
            self._entries[kind] = self._find_entry(kind)
        return self._entries[kind]

    def _kind(self, matches: tuple[MedicineMatch, ...], prescribed: bool | None) -> Kind:
        entries = [MedicineAnswer("", prescribed, match) for match in matches]
        return tuple(leaf.of_entry(entries[number]) for number, leaf in self.asked)

    def _find_kinds(self) -> dict[Kind, list[tuple[Wanted, bool | None]]]:
        """Return each kind of entry with the entries to look for that would be one."""
        found: dict[Kind, list[tuple[Wanted, bool | None]]] = {}
        for wanted in self._wanted():
            for prescribed in PRESCRIBED:
                found.setdefault(self._kind(wanted.matches, prescribed), []).append((wanted, prescribed))
        return found

    def _find_entry(self, kind: Kind) -> dict[str, str]:
        """Return an entry of a kind, told by matching it; Unencoded where no spelling tried is one."""
        ways = self._wanted_as[kind]
        for wanted, prescribed in sorted(ways, key=lambda way: (way[0].is_misspelled, bool(way[0].said))):
            text = next((text for text in spelled(wanted, self._rulebooks) if self._fits(text, wanted)), "")
            if text:
                said = PRESCRIBED[prescribed]
                return {"name": text} | ({"prescribed": said} if said else {})
        raise Unencoded("no text found for a kind of medicine entry")

    def _fits(self, text: str, wanted: Wanted) -> bool:
        matches = tuple(rulebook.medicines.match(text, self._form) for rulebook in self._rulebooks)
        return all(self._kind(matches, p) == self._kind(wanted.matches, p) for p in (None, True, False))

    def _wanted(self) -> Iterator[Wanted]:
        nobody = (NOBODY_KNOWS,) * len(self._rulebooks)
        yield Wanted(nobody, NONSENSE, "", is_misspelled=False)
        for names in alike(self._rulebooks):
            known = [collected(rulebook).get(names[0]) for rulebook in self._rulebooks]
            displays = tuple(displayed(key, self._rulebooks) for key in names[:MOST_NAMES_TRIED])
            for said, is_misspelled in product(("", *sorted(FORMS)), (False, True)):
                matches = tuple(match_of(name, said or self._form, said, is_misspelled) for name in known)
                yield Wanted(matches, displays, said, is_misspelled)


def match_of(name: Name | None, form: str, said: str, is_misspelled: bool) -> MedicineMatch:
    """Return what a name alone is taken for (see medicines.matching)."""
    certain = frozenset[str]() if name is None else name.classes(frozenset({form}))
    possible = frozenset() if name is None or certain or said else name.classes(FORMS)
    if not certain and not possible:
        return NOBODY_KNOWS
    if is_misspelled:
        return MedicineMatch("", frozenset(), certain | possible, (), ("?",), ())
    return MedicineMatch("", certain, possible, ("?",), (), ())


@lru_cache(maxsize=8)
def collected(rulebook: Rulebook) -> dict[str, Name]:
    """Return the names of a rulebook."""
    return collect_names(rulebook.medicine_classes.values())


def alike(rulebooks: Iterable[Rulebook]) -> list[list[str]]:
    """Return the names, by key, in groups that no version tells apart."""
    indexes = [collected(rulebook) for rulebook in rulebooks]
    groups: dict[tuple[object, ...], list[str]] = {}
    for key in sorted({key for index in indexes for key in index}):
        names = [index.get(key) for index in indexes]
        classes = [(n.in_any_form, n.topical, n.systemic) if n is not None else None for n in names]
        groups.setdefault(tuple(classes), []).append(key)
    return list(groups.values())


def displayed(key: str, rulebooks: Iterable[Rulebook]) -> str:
    """Return a name as a rulebook spells it."""
    return next(index[key].display for index in map(collected, rulebooks) if key in index)


def spelled(wanted: Wanted, rulebooks: Iterable[Rulebook]) -> Iterator[str]:
    """Yield texts that may be an entry as wanted."""
    words = next(iter(rulebooks)).medicine_words
    said = sorted(words.topical if wanted.said == TOPICAL else words.systemic) if wanted.said else [""]
    for name in wanted.names:
        for text in misspellings(name) if wanted.is_misspelled else [name]:
            yield from (f"{text} {word}".strip() for word in said[:2])


def misspellings(name: str) -> Iterator[str]:
    """Yield a name with one letter missing, doubled or replaced."""
    for place in range(1, len(name)):
        yield name[:place] + name[place + 1 :]
        yield name[:place] + name[place] + name[place:]
        yield name[:place] + "x" + name[place + 1 :]
