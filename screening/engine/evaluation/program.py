"""A rulebook's branches as compiled functions, made once per rulebook.

For each branch expressions are generated: "not definitely false" and, where that holds, "definitely true";
for those that block, also "definitely true on some day", what is measured against the day taken as true. A
false branch, the usual case, costs one expression that stops at its first false part. Choices become set
membership of a token; everything else calls the leaf itself. Only names minted here stand in the source text;
what authors wrote reaches it through the namespace. The conditions' own `value` is the tests' oracle.
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
from screening.engine.rules import Branch, Rule, Severity

LIKELY, CERTAIN, EVER = "likely", "certain", "ever"


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


class Standing(NamedTuple):
    """A branch that defers or contraindicates, and that could be certainly true on some day."""

    rule: Rule
    branch: Branch


class Program(NamedTuple):
    """The two compiled functions of a rulebook.

    `hits` gives every branch that is not false, in the rulebook's order; `standing` every branch at deferred
    or worse that is, or on some other appointment day could be, certainly true.
    """

    hits: Callable[[AnswerFacts], list[Hit]]
    standing: Callable[[AnswerFacts], list[Standing]]


@lru_cache(maxsize=16)
def program_of(rulebook: Rulebook) -> Program:
    """Return the compiled functions of a rulebook; compiled once."""
    writer = Writer(rulebook)
    namespace = writer.namespace
    exec(writer.code(), namespace)  # noqa: S102 - the source is made of minted names only
    return Program(namespace["hits"], namespace["standing"])  # type: ignore[arg-type] # the source defines them


def interpreted(rulebook: Rulebook, facts: AnswerFacts) -> Iterator[Hit]:
    """Yield what the compiled `hits` returns, by walking the conditions: the oracle in tests."""
    for rule in rulebook.rules.values():
        values = [branch.when.value(facts) for branch in rule.branches]
        yield from [hit_of(rule, n, value) for n, value in enumerate(values) if value is not False]


@dataclass
class Writer:
    """Writes the source of one rulebook's functions and gathers what its names stand for."""

    rulebook: Rulebook
    namespace: dict[str, object] = field(default_factory=dict)

    def code(self) -> CodeType:
        """Return the compiled source."""
        branches = [(r, n, b) for r in self.rulebook.rules.values() for n, b in enumerate(r.branches)]
        blocking = [(r, b) for r, _, b in branches if max(b.severities.values()) >= Severity.DEFERRED]
        hits = [line for rule, number, branch in branches for line in self._hit(rule, number, branch)]
        standing = [line for rule, branch in blocking for line in self._standing(rule, branch)]
        lines = [*self._function("hits", hits), *self._function("standing", standing)]
        return compile("\n".join(lines), "<rulebook>", "exec")

    def _function(self, name: str, body: list[str]) -> list[str]:
        tokens = ", ".join(f"t{number}" for number, _ in enumerate(self.rulebook.items))
        return [
            f"def {name}(facts):",
            f" ({tokens},) = facts.answers.tokens",
            " taken = facts.answers.medicine_classes",
            " given = facts.answers.values",
            " found = []",
            *body,
            " return found",
        ]

    def _hit(self, rule: Rule, number: int, branch: Branch) -> list[str]:
        true, unknown = self._name(hit_of(rule, number, True)), self._name(hit_of(rule, number, None))
        likely, certain = self._expression(branch.when, LIKELY), self._expression(branch.when, CERTAIN)
        return [f" if {likely}:", f"  found.append({true} if {certain} else {unknown})"]

    def _standing(self, rule: Rule, branch: Branch) -> list[str]:
        ever = self._expression(branch.when, EVER)
        return [f" if {ever}:", f"  found.append({self._name(Standing(rule, branch))})"]

    def _expression(self, condition: Condition, polarity: str) -> str:
        match condition:
            case All(parts) | AnyOf(parts):
                word = " and " if isinstance(condition, All) else " or "
                ordered = sorted(parts, key=lambda part: not isinstance(part, ChoiceLeaf))
                return f"({word.join(self._expression(part, polarity) for part in ordered)})"
            case ChoiceLeaf():
                return self._choice(condition, polarity)
            case Leaf() if condition.by_day and polarity == EVER:
                return f"({self._token(condition.item)} is True and {self._name(condition.item)} in given)"
            case MedicineLeaf(classes=classes):
                named = f"not {self._name(classes)}.isdisjoint(taken)" if classes else "True"
                return f"((taken is None or {named}) and {self._call(condition, polarity)})"
            case Leaf():
                return f"({self._token(condition.item)} is not False and {self._call(condition, polarity)})"
            case _:
                raise TypeError(f"no expression for {type(condition).__name__}")

    def _choice(self, leaf: ChoiceLeaf, polarity: str) -> str:
        if polarity != LIKELY:
            return f"{self._token(leaf.item)} in {self._name(leaf.accepts)}"
        open_codes = {*leaf.accepts, *leaf.unsettled, None}
        held = {(HELD, code) for code in open_codes}
        return f"{self._token(leaf.item)} in {self._name(frozenset(open_codes | held))}"

    def _call(self, leaf: Leaf, polarity: str) -> str:
        test = "is not False" if polarity == LIKELY else "is True"
        return f"{self._name(leaf.value)}(facts) {test}"

    def _token(self, link_id: str) -> str:
        return f"t{list(self.rulebook.items).index(link_id)}"

    def _name(self, value: object) -> str:
        name = f"n{len(self.namespace)}"
        self.namespace[name] = value
        return name
