"""A rulebook's branches as compiled functions, made once per rulebook.

For each branch expressions are generated: "not definitely false" and, where that holds, "definitely true";
for those that block, also "definitely true on some day", what is measured against the day taken as true. A
false branch, the usual case, costs one expression that stops at its first false part. The conditions' own
`value` is the oracle the tests hold this against.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

from screening.engine.answers import AnswerFacts
from screening.engine.conditions import Truth
from screening.engine.conditions.writing import Expressions, Polarity
from screening.engine.evaluation.verdicts import Verdict, verdicts_from
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Branch, Rule, Severity


class Hit(NamedTuple):
    """A branch that is true, or unknown (None), with what it alone says per treatment; `key` is its own."""

    key: int
    rule: Rule
    number: int
    branch: Branch
    value: Truth
    verdicts: Mapping[str, Verdict]


class Standing(NamedTuple):
    """A branch that defers or contraindicates, and that could be certainly true on some day."""

    rule: Rule
    branch: Branch


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled functions of a rulebook, and the verdicts of hits met so far.

    `hits` gives every branch that is not false, in the rulebook's order; `standing` every branch at deferred
    or worse that is, or on some other appointment day could be, certainly true.
    """

    hits: Callable[[AnswerFacts], list[Hit]]
    standing: Callable[[AnswerFacts], list[Standing]]
    verdicts: dict[tuple[int, ...], Mapping[str, Verdict]] = field(default_factory=dict)


@lru_cache(maxsize=16)
def program_of(rulebook: Rulebook) -> Program:
    """Return the compiled functions of a rulebook; compiled once."""
    write = Expressions(rulebook.items, lists=True)
    exec(source(rulebook, write), write.namespace)  # noqa: S102 - the source is made of minted names only
    return Program(write.namespace["hits"], write.namespace["standing"])  # type: ignore[arg-type] # defined there


def interpreted(rulebook: Rulebook, facts: AnswerFacts) -> Iterator[Hit]:
    """Yield what the compiled `hits` returns, by walking the conditions: the oracle in tests."""
    values = [(*place, place[2].when.value(facts)) for place in branches_of(rulebook)]
    yield from [hit_of(key, rule, branch, value) for key, rule, branch, value in values if value is not False]


def branches_of(rulebook: Rulebook) -> list[tuple[int, Rule, Branch]]:
    """Return every branch with its rule, numbered through."""
    branches = [(rule, branch) for rule in rulebook.rules.values() for branch in rule.branches]
    return [(key, rule, branch) for key, (rule, branch) in enumerate(branches)]


def hit_of(key: int, rule: Rule, branch: Branch, value: Truth) -> Hit:
    """Return the hit of a rule's branch."""
    number = next(n for n, own in enumerate(rule.branches) if own is branch)
    certain = branch.severities if value else {}
    verdicts = verdicts_from(certain, branch.severities)
    return Hit(2 * key + (value is True), rule, number, branch, value, verdicts)


def source(rulebook: Rulebook, write: Expressions) -> CodeType:
    """Return the compiled source of both functions."""
    places = branches_of(rulebook)
    blocking = [place for place in places if max(place[2].severities.values()) >= Severity.DEFERRED]
    hits = [line for place in places for line in hit_lines(*place, write)]
    standing = [line for _, rule, branch in blocking for line in standing_lines(rule, branch, write)]
    lines = [*function("hits", hits, write), *function("standing", standing, write)]
    return compile("\n".join(lines), "<rulebook>", "exec")


def function(name: str, body: list[str], write: Expressions) -> list[str]:
    """Return the lines of one function."""
    return [
        f"def {name}(facts):",
        " answers = facts.answers",
        f" ({write.tokens()}) = answers.tokens",
        " taken, waiting = answers.listed",
        " given = answers.values",
        " found = []",
        *body,
        " return found",
    ]


def hit_lines(key: int, rule: Rule, branch: Branch, write: Expressions) -> list[str]:
    """Return the lines that look at one branch."""
    true, unknown = (write.name(hit_of(key, rule, branch, value)) for value in (True, None))
    likely, certain = (write.of(branch.when, p) for p in (Polarity.LIKELY, Polarity.CERTAIN))
    return [f" if {likely}:", f"  found.append({true} if {certain} else {unknown})"]


def standing_lines(rule: Rule, branch: Branch, write: Expressions) -> list[str]:
    """Return the lines that look at one blocking branch on any day."""
    ever = write.of(branch.when, Polarity.EVER)
    return [f" if {ever}:", f"  found.append({write.name(Standing(rule, branch))})"]
