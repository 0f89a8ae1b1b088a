"""Medicine names as patients type them."""

import random
from functools import lru_cache
from typing import NamedTuple

from screening.engine import Rulebook
from screening.engine.conditions import MedicineLeaf


class Names(NamedTuple):
    """The names no rule asks about, and, by class, those some rule does."""

    harmless: tuple[str, ...]
    relevant: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4)
def names_of(rulebook: Rulebook) -> Names:
    """Return the rulebook's medicine names by whether a rule asks about their class."""
    branches = [branch for rule in rulebook.rules.values() for branch in rule.branches]
    leaves = [leaf for branch in branches for leaf in branch.when.leaves() if isinstance(leaf, MedicineLeaf)]
    asked = frozenset().union(*(leaf.classes for leaf in leaves))
    classes = rulebook.medicine_classes
    harmless = [name for code in sorted(classes.keys() - asked) for name in classes[code].names]
    return Names(tuple(harmless), tuple(classes[code].names for code in sorted(asked)))


def typed_name(names: Names, chance: random.Random, harmless: float) -> str:
    """Return a name: harmless in that share, now and then misspelt, now and then nothing any list knows."""
    if chance.random() < 0.02:
        return "blue pills from my aunt"
    known = names.harmless if chance.random() < harmless else chance.choice(names.relevant)
    name = chance.choice(known)
    if chance.random() < 0.03 and len(name) > 6:
        place = chance.randrange(2, len(name) - 2)
        return name[:place] + name[place + 1 :]
    return name
