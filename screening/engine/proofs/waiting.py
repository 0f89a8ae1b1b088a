"""Items that wait for their gates: nobody can answer them yet, so they are not missing.

Mirrors AnswerFacts.waits_for_gate: an item waits where its gate is unknown and none of the items that leave
the gate open has any answer.
"""

from collections.abc import Iterator

from screening.engine.conditions import (
    TREATMENT_AREAS,
    All,
    AnyOf,
    AreaLeaf,
    Condition,
    Leaf,
    MedicineLeaf,
    SomeLeaf,
)
from screening.engine.proofs.domains import EntriesDomain, MedicinesDomain
from screening.engine.proofs.formulas import TRUE, Formula
from screening.engine.proofs.leaves import in_list_open, test_of, truth_of, value_of
from screening.engine.proofs.scope import Scope


class Waiting:
    """The formulas of one rulebook's items, once its gates are there."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._circuit = scope.circuit
        self._opened: dict[str, Formula] = {}

    def waits(self, link_id: str) -> Formula:
        """Return "the gate is unknown, and what leaves it open has no answer at all"."""
        open_gate = self._circuit.open(self._scope.states[link_id])
        return self._circuit.all_of((open_gate, self._circuit.negated(self._opened_by_answer(link_id))))

    def _opened_by_answer(self, link_id: str) -> Formula:
        """Return "one of the items that leave the gate open has an answer"; the gate taken as unknown."""
        if link_id not in self._opened:
            gate = self._scope.rulebook.items[link_id].enable_when
            found = [] if gate is None else list(self._witnesses(gate, TRUE))
            self._opened[link_id] = self._circuit.any_of(found)
        return self._opened[link_id]

    def _witnesses(self, condition: Condition, reached: Formula) -> Iterator[Formula]:
        """Yield, for each leaf that may leave a condition open, "it does, by an item with an answer"."""
        both = self._circuit.all_of
        match condition:
            case All(parts):
                for part in parts:
                    yield from self._witnesses(part, reached)
            case AnyOf(parts):
                whole = self._circuit.open(truth_of(condition, self._scope))
                for part in parts:
                    part_open = self._circuit.open(truth_of(part, self._scope))
                    yield from self._witnesses(part, both((reached, whole, part_open)))
            case MedicineLeaf(lists=lists):
                for name in lists:
                    yield both((reached, self._open_list(condition, name)))
            case Leaf():
                leaf_open = self._circuit.open(truth_of(condition, self._scope))
                gates = self._gates(condition.item)
                yield both((reached, leaf_open, self._circuit.any_of((gates, self._own(condition)))))

    def _gates(self, link_id: str) -> Formula:
        """Return "the item's own gate is unknown, and left open by an item with an answer"."""
        open_gate = self._circuit.open(self._scope.states[link_id])
        return self._circuit.all_of((open_gate, self._opened_by_answer(link_id)))

    def _answered(self, link_id: str) -> Formula:
        return self._circuit.negated(self._scope.lacks_answer(link_id))

    def _own(self, leaf: Leaf) -> Formula:
        """Return "the leaf's own answer is what leaves it open, and there is one"."""
        circuit = self._circuit
        match leaf:
            case AreaLeaf():
                known = circuit.negated(self._scope.area_domain(leaf.item).known)
                own = circuit.all_of((known, self._answered(leaf.item)))
                return own if leaf.codes is not None else circuit.any_of((own, self._areas_not_known()))
            case SomeLeaf():
                return self._some(leaf)
            case _:
                test = circuit.open(test_of(leaf, self._scope))
                return circuit.all_of((test, self._answered(leaf.item)))

    def _areas_not_known(self) -> Formula:
        known = self._scope.treatment_areas.known
        return self._circuit.all_of((self._circuit.negated(known), self._answered(TREATMENT_AREAS)))

    def _open_list(self, leaf: MedicineLeaf, name: str) -> Formula:
        scope, circuit = self._scope, self._circuit
        domain = scope.domain(name, MedicinesDomain)
        unclear = circuit.any_of(domain.holding(scope.rulebook, leaf, None))
        found = in_list_open(leaf, name, scope)
        return circuit.all_of((found, circuit.any_of((self._gates(name), unclear))))

    def _some(self, leaf: SomeLeaf) -> Formula:
        """Return "an entry is open: for a field of its own, or because the areas to be treated are"."""
        scope, circuit = self._scope, self._circuit
        domain = scope.domain(leaf.item, EntriesDomain)
        found: list[Formula] = []
        for present, fields in zip(domain.present, domain.entries, strict=True):
            inner = scope.within(fields)
            reached = circuit.all_of((present, circuit.open(truth_of(leaf.where, inner))))
            found += self._open_fields(leaf.where, inner, reached)
        return circuit.any_of(found)

    def _open_fields(self, condition: Condition, scope: Scope, reached: Formula) -> Iterator[Formula]:
        both = self._circuit.all_of
        match condition:
            case All(parts):
                for part in parts:
                    yield from self._open_fields(part, scope, reached)
            case AnyOf(parts):
                whole = self._circuit.open(truth_of(condition, scope))
                for part in parts:
                    part_open = self._circuit.open(truth_of(part, scope))
                    yield from self._open_fields(part, scope, both((reached, whole, part_open)))
            case Leaf():
                leaf_open = both((reached, self._circuit.open(value_of(condition, scope))))
                if not isinstance(condition, AreaLeaf):
                    yield leaf_open
                    return
                own = self._circuit.negated(scope.area_domain(condition.item).known)
                yield both((leaf_open, self._circuit.any_of((own, self._areas_not_known()))))
