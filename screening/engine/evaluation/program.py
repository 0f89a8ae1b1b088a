"""A rulebook's branches as one compiled function, made once per rulebook.

For each branch two expressions are generated: "not definitely false", and, where that holds, "definitely
true". A false branch, the usual case, costs one expression that stops at its first false part. Choices become
set membership of a token; everything else calls the leaf itself. Only names minted here stand in the source
text; what authors wrote reaches it through the namespace. The conditions' own `value` is the tests' oracle.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

from screening.engine.answers import AnswerFacts
from screening.engine.answers.facts import HELD
from screening.engine.conditions import All, AnyOf, ChoiceLeaf, Condition, Leaf, MedicineLeaf, Truth
from screening.engine.evaluation.verdicts import Verdict, verdicts_from
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Branch, Rule

LIKELY, CERTAIN = "is not False", "is True"


class Hit(NamedTuple):
    """A branch that is true, or unknown (None), with what it alone says per treatment."""

    rule: Rule
    number: int
    branch: Branch
    value: Truth
    verdicts: Mapping[str, Verdict]


def hit_of(rule: Rule, number: int, value: Truth) -> Hit:
    """Return the hit of a rule's branch."""
    branch = rule.branches[number]
    certain = branch.severities if value else {}
    return Hit(rule, number, branch, value, verdicts_from(certain, branch.severities))


Run = Callable[[AnswerFacts], list[Hit]]


@lru_cache(maxsize=16)
def program_of(rulebook: Rulebook) -> Run:
    """Return the function that gives every branch that is not false, in the rulebook's order."""
    writer = Writer(rulebook)
    namespace = writer.namespace
    exec(writer.code(), namespace)  # noqa: S102 - the source is made of minted names only
    run: Run = namespace["run"]  # type: ignore[assignment] # the function the source defines
    return run


def interpreted(rulebook: Rulebook, facts: AnswerFacts) -> Iterator[Hit]:
    """Yield what the compiled function returns, by walking the conditions: the oracle in tests."""
    for rule in rulebook.rules.values():
        values = [branch.when.value(facts) for branch in rule.branches]
        yield from [hit_of(rule, n, value) for n, value in enumerate(values) if value is not False]


@dataclass
class Writer:
    """Writes the source of one rulebook's function and gathers what its names stand for."""

    rulebook: Rulebook
    namespace: dict[str, object] = field(default_factory=dict)

    def code(self) -> CodeType:
        """Return the compiled source."""
        tokens = ", ".join(f"t{number}" for number, _ in enumerate(self.rulebook.items))
        lines = [
            "def run(facts):",
            f" ({tokens},) = facts.answers.tokens",
            " taken = facts.answers.medicine_classes",
            " found = []",
        ]
        for rule in self.rulebook.rules.values():
            for number, branch in enumerate(rule.branches):
                lines += self._branch(rule, number, branch)
        return compile("\n".join([*lines, " return found"]), "<rulebook>", "exec")

    def _branch(self, rule: Rule, number: int, branch: Branch) -> list[str]:
        true = self._name(hit_of(rule, number, True))
        unknown = self._name(hit_of(rule, number, None))
        likely, certain = self._expression(branch.when, LIKELY), self._expression(branch.when, CERTAIN)
        return [f" if {likely}:", f"  found.append({true} if {certain} else {unknown})"]

    def _expression(self, condition: Condition, polarity: str) -> str:
        match condition:
            case All(parts) | AnyOf(parts):
                word = " and " if isinstance(condition, All) else " or "
                ordered = sorted(parts, key=lambda part: not isinstance(part, ChoiceLeaf))
                return f"({word.join(self._expression(part, polarity) for part in ordered)})"
            case ChoiceLeaf():
                return self._choice(condition, polarity)
            case MedicineLeaf(classes=classes):
                named = f"not {self._name(classes)}.isdisjoint(taken)" if classes else "True"
                return f"((taken is None or {named}) and {self._call(condition, polarity)})"
            case Leaf():
                return f"({self._token(condition.item)} is not False and {self._call(condition, polarity)})"
            case _:
                raise TypeError(f"no expression for {type(condition).__name__}")

    def _choice(self, leaf: ChoiceLeaf, polarity: str) -> str:
        if polarity == CERTAIN:
            return f"{self._token(leaf.item)} in {self._name(leaf.accepts)}"
        open_codes = {*leaf.accepts, *leaf.unsettled, None}
        held = {(HELD, code) for code in open_codes}
        return f"{self._token(leaf.item)} in {self._name(frozenset(open_codes | held))}"

    def _call(self, leaf: Leaf, polarity: str) -> str:
        return f"{self._name(leaf.value)}(facts) {polarity}"

    def _token(self, link_id: str) -> str:
        return f"t{list(self.rulebook.items).index(link_id)}"

    def _name(self, value: object) -> str:
        name = f"n{len(self.namespace)}"
        self.namespace[name] = value
        return name
