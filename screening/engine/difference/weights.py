"""Where changes outside the branches lead: who may proceed, what is asked, which safeguards are gone."""

from collections.abc import Mapping

from screening.engine.conditions import Condition
from screening.engine.difference.direction import by_sets, direction
from screening.engine.difference.naming import Names, label_of
from screening.engine.difference.types import LOOSENS, TIGHTENS, UNCLEAR, Weight
from screening.engine.rulebook.rules import OVERRIDES

Table = Mapping[str, object]
SAFEGUARDS = frozenset({"rules", "invariants"})


def weight_of_key(label: str, before: tuple[Names, Table], after: tuple[Names, Table]) -> Weight:
    """Return where the change of one labelled text leads; unclear for all that is only said differently."""
    (old_names, old), (new_names, new) = before, after
    if label == label_of("override"):
        words = [OVERRIDES.index(str(table.get("override"))) for table in (old, new)]
        return TIGHTENS if words[1] > words[0] else LOOSENS
    if label == label_of("enable_when"):
        return of_gates(gate(old_names, old), gate(new_names, new))
    if label == label_of("optional"):
        return LOOSENS if new.get("optional") is True else TIGHTENS
    if label == label_of("fresh"):
        return TIGHTENS if new.get("fresh") is True else LOOSENS
    if label == label_of("asked_for"):
        return by_sets(asked(old_names, old), asked(new_names, new))
    return UNCLEAR


def gate(names: Names, item: Table) -> Condition | None:
    """Return the condition under which an item is asked; None for one always asked."""
    table = item.get("enable_when")
    return names.condition(table) if isinstance(table, Mapping) else None


def of_gates(old: Condition | None, new: Condition | None) -> Weight:
    """Compare gates: a question asked more often holds back more; behind a closed gate nothing is true."""
    if old is not None and new is not None:
        return direction(old, new)
    return TIGHTENS if new is None else LOOSENS


def asked(names: Names, item: Table) -> frozenset[str]:
    """Return the treatments an item is asked for."""
    listed = item.get("asked_for")
    codes = {str(code) for code in listed} if isinstance(listed, list) else set()
    treatments = names.rulebook.treatments
    if not codes:
        return frozenset(treatments)
    return frozenset(c for c, own in treatments.items() if c in codes or not own.attributes.isdisjoint(codes))


def weight_of_element(collection: str, *, is_added: bool) -> Weight:
    """Return where a whole element that came or went leads."""
    if collection not in SAFEGUARDS:
        return UNCLEAR
    return TIGHTENS if is_added else LOOSENS
