"""Formulas over yes/no variables as one shared graph: built once, worked out for given answers, or solved."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

Formula = int
"""A node of a circuit, by number; children have smaller numbers."""

FALSE: Formula = 0
TRUE: Formula = 1


class Node(NamedTuple):
    """A node: "constant", "variable", "all", "any" or "not"; the children, or what a variable stands for."""

    kind: str
    children: tuple[Formula, ...] = ()
    name: tuple[object, ...] = ()


class Pair(NamedTuple):
    """A three-valued truth: `sure` where it is true, `possible` where it is not false."""

    sure: Formula
    possible: Formula


NEVER = Pair(FALSE, FALSE)
ALWAYS = Pair(TRUE, TRUE)


class Circuit:
    """A graph of formulas; equal formulas are one node, constants are folded away."""

    def __init__(self) -> None:
        self.nodes: list[Node] = [Node("constant", name=("false",)), Node("constant", name=("true",))]
        self._numbers: dict[Node, Formula] = {}

    def variable(self, *name: object) -> Formula:
        """Return the variable of this name, made where there is none yet."""
        return self._numbered(Node("variable", name=name))

    def negated(self, formula: Formula) -> Formula:
        """Return "not"."""
        if formula in (FALSE, TRUE):
            return TRUE - formula
        node = self.nodes[formula]
        return node.children[0] if node.kind == "not" else self._numbered(Node("not", (formula,)))

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """Return "and"; true where there are no parts."""
        return self._group("all", parts, TRUE, FALSE)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """Return "or"; false where there are no parts."""
        return self._group("any", parts, FALSE, TRUE)

    def implied(self, premise: Formula, conclusion: Formula) -> Formula:
        """Return "where the premise holds, so does the conclusion"."""
        return self.any_of((self.negated(premise), conclusion))

    def at_most_one(self, parts: Sequence[Formula]) -> Formula:
        """Return "no two of these"."""
        apart, before = [], FALSE
        for part in parts:
            apart.append(self.negated(self.all_of((part, before))))
            before = self.any_of((before, part))
        return self.all_of(apart)

    def all_pairs(self, parts: Sequence[Pair]) -> Pair:
        """Return Kleene's conjunction."""
        return Pair(self.all_of(p.sure for p in parts), self.all_of(p.possible for p in parts))

    def any_pairs(self, parts: Sequence[Pair]) -> Pair:
        """Return Kleene's disjunction."""
        return Pair(self.any_of(p.sure for p in parts), self.any_of(p.possible for p in parts))

    def open(self, pair: Pair) -> Formula:
        """Return "unknown": possible and not sure."""
        return self.all_of((pair.possible, self.negated(pair.sure)))

    def values(self, true: Collection[Formula], last: Formula | None = None) -> list[bool]:
        """Return the value of every node (up to `last`) where exactly these variables are true."""
        found: list[bool] = [False, True]
        for number, node in enumerate(islice(self.nodes, 2, None if last is None else last + 1), start=2):
            match node.kind:
                case "variable":
                    found.append(number in true)
                case "not":
                    found.append(not found[node.children[0]])
                case "all":
                    found.append(all(found[child] for child in node.children))
                case _:
                    found.append(any(found[child] for child in node.children))
        return found

    def _group(self, kind: str, parts: Iterable[Formula], neutral: Formula, decisive: Formula) -> Formula:
        kept = sorted(set(parts) - {neutral})
        if decisive in kept or any(self.negated(part) in kept for part in kept if self._is_negation(part)):
            return decisive
        if len(kept) < 2:
            return kept[0] if kept else neutral
        return self._numbered(Node(kind, tuple(kept)))

    def _is_negation(self, formula: Formula) -> bool:
        return self.nodes[formula].kind == "not"

    def _numbered(self, node: Node) -> Formula:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return number
