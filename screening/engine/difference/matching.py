"""Which element of the new document is which of the old one, and which changed places."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from screening.engine.rulebook.elements import names_of, rows_of

Table = Mapping[str, object]
TITLED = {"cases": ("rule", "title"), "plans": ("treatment", "title")}
"""Collections whose elements may have no id of their own: these keys tell them apart as well."""


class Match(NamedTuple):
    """An element of the old and of the new document; None where there is none. `name` is that of the new."""

    name: str
    old: Table | None
    new: Table | None
    is_moved: bool = False


def matches(old: Mapping[str, object], new: Mapping[str, object], collection: str) -> list[Match]:
    """Return every element of both documents, those of the new one first, in their order."""
    before = dict(zip(names_of(old, collection), rows_of(old, collection), strict=True))
    after = dict(zip(names_of(new, collection), rows_of(new, collection), strict=True))
    partner = {name: name for name in after if name in before}
    partner |= by_title(collection, before, after, partner)
    moved = moved_names(list(before), [partner[name] for name in after if name in partner])
    found = [
        Match(name, before.get(partner.get(name, "")), row, partner.get(name) in moved)
        for name, row in after.items()
    ]
    gone = [name for name in before if name not in partner.values()]
    return found + [Match(name, before[name], None) for name in gone]


def by_title(
    collection: str, before: Mapping[str, Table], after: Mapping[str, Table], known: Mapping[str, str]
) -> dict[str, str]:
    """Return the new elements whose title finds an old one, with its name."""
    keys = TITLED.get(collection, ())
    open_names = [name for name in before if name not in known.values()]
    found: dict[str, str] = {}
    for name in after if keys else ():
        if name in known:
            continue
        alike = [other for other in open_names if titled(before[other], keys) == titled(after[name], keys)]
        if alike:
            found[name] = alike[0]
            open_names.remove(alike[0])
    return found


def titled(row: Table, keys: tuple[str, ...]) -> tuple[object, ...]:
    """Return what tells a row apart."""
    return tuple(row.get(key) for key in keys)


def moved_names(before: list[str], after: list[str]) -> set[str]:
    """Return the fewest of the names in both that must have moved for one order to become the other."""
    kept = [name for name in before if name in after]
    blocks = SequenceMatcher(None, kept, after, autojunk=False).get_matching_blocks()
    still = {name for block in blocks for name in kept[block.a : block.a + block.size]}
    return set(after) - still
