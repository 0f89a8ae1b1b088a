"""A rulebook's branches as compiled functions, made once per rulebook.

For each branch expressions are generated: "not definitely false" and, where that holds, "definitely true";
for those that block, also "definitely true on some day", what is measured against the day taken as true. A
false branch, the usual case, costs one expression that stops at its first false part. What a rule comes to is
a value shared by all answers with the same hits. The conditions' own `value` is the oracle the tests hold
this against.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import CodeType
from typing import NamedTuple

from screening.engine.answers import AnswerFacts
from screening.engine.conditions.tokens import FAR
from screening.engine.conditions.writing import Expressions, Polarity, Span
from screening.engine.dates import first_younger
from screening.engine.evaluation.hits import Hit, Outcome, Remembered, RuleHits, outcome_of, rule_hits
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Branch, Rule, Severity


class Standing(NamedTuple):
    """A branch that defers or contraindicates, and that could be certainly true on some day."""

    rule: Rule
    branch: Branch


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled functions of a rulebook.

    `outcomes` gives, in the rulebook's order, what every rule with a branch that is not false comes to;
    `standing` every branch at deferred or worse that is, or on some other appointment day could be, certainly
    true.
    """

    outcomes: Callable[[AnswerFacts], list[Outcome]]
    standing: Callable[[AnswerFacts], list[Standing]]


@lru_cache(maxsize=16)
def program_of(rulebook: Rulebook) -> Program:
    """Return the compiled functions of a rulebook; compiled once."""
    write = Expressions(rulebook.items, rulebook.areas, whole=True)
    code = source(rulebook, write)
    write.namespace["days"] = days_by_appointment(tuple(write.days))
    exec(code, write.namespace)  # noqa: S102 - the source is made of minted names only
    return Program(write.namespace["outcomes"], write.namespace["standing"])  # type: ignore[arg-type] # defined there


def interpreted(rulebook: Rulebook, facts: AnswerFacts) -> Iterator[Hit]:
    """Yield the hits behind the compiled `outcomes`, by walking the conditions: the oracle in tests."""
    pairs = [pair for own in rule_hits(rulebook) for pair in own.pairs]
    values = [(pair, pair[0].branch.when.value(facts)) for pair in pairs]
    yield from (true if value else unknown for (true, unknown), value in values if value is not False)


def days_by_appointment(spans: tuple[Span, ...]) -> Callable[[date], tuple[int, ...]]:
    """Return a function from the appointment day to its ordinal and, per span, the first day within it."""

    @lru_cache(maxsize=1000)
    def days(on: date) -> tuple[int, ...]:
        found = [first_younger(s, on) if isinstance(s, int) else s.first_within(on) for s in spans]
        return (on.toordinal(), *(FAR if day is None else day for day in found))

    return days


def source(rulebook: Rulebook, write: Expressions) -> CodeType:
    """Return the compiled source of both functions."""
    rules = rule_hits(rulebook)
    blocking = [true for own in rules for true, _ in own.pairs if blocks(true.branch)]
    outcomes = [line for own in rules for line in outcome_lines(own, write)]
    standing = [line for hit in blocking for line in standing_lines(hit, write)]
    lines = [*function("outcomes", outcomes, write), *function("standing", standing, write)]
    return compile("\n".join(lines), "<rulebook>", "exec")


def blocks(branch: Branch) -> bool:
    """Whether a branch defers or contraindicates a treatment."""
    return max(branch.severities.values()) >= Severity.DEFERRED


def function(name: str, body: list[str], write: Expressions) -> list[str]:
    """Return the lines of one function."""
    return [
        f"def {name}(facts):",
        " answers = facts.answers",
        f" ({write.tokens()}) = answers.tokens",
        " near, region, placed = answers.around",
        " taken, given, states = answers.taken, answers.values, facts.states",
        f" ({', '.join(['today', *write.days.values()])},) = days(facts.on)",
        " found = []",
        *body,
        " return found",
    ]


def outcome_lines(own: RuleHits, write: Expressions) -> list[str]:
    """Return the lines that look at one rule: its only branch, or the sum of what each adds to the code."""
    expressions = [[write.of(true.branch.when, p) for p in TWO] for true, _ in own.pairs]
    if len(own.pairs) == 1:
        true, unknown = (write.name(outcome_of([hit], own.treatments)) for hit in own.pairs[0])
        likely, certain = expressions[0]
        return [f" if {likely}:", f"  found.append({true} if {certain} else {unknown})"]
    lines = [" code = 0"]
    for number, (likely, certain) in enumerate(expressions):
        lines += [f" if {likely}:", f"  code += {2 * 3**number} if {certain} else {3**number}"]
    return [*lines, f" if code: found.append({write.name(Remembered(own))}[code])"]


TWO = (Polarity.LIKELY, Polarity.CERTAIN)


def standing_lines(hit: Hit, write: Expressions) -> list[str]:
    """Return the lines that look at one blocking branch on any day."""
    ever = write.of(hit.branch.when, Polarity.EVER)
    return [f" if {ever}:", f"  found.append({write.name(Standing(hit.rule, hit.branch))})"]
