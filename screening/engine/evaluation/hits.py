"""Hits: the branches of a rule that are not false, and the outcome of a rule with such hits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from screening.engine.conditions import Truth
from screening.engine.evaluation.verdicts import SILENT, Verdict, bits_of, verdicts_from
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Branch, Rule, Severity

MOST_REMEMBERED = 1000


class Hit(NamedTuple):
    """A branch that is true, or unknown (None), with what it alone says per treatment; `key` is its own."""

    key: int
    rule: Rule
    number: int
    branch: Branch
    value: Truth
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a rule comes to; `bits` are its verdicts once more (see verdicts.bits_of).

    Hashed as itself: most are shared by all answers, so that what follows from one can be remembered.
    `stray` are answers on items that do not apply, `missing` the required items without answer, by treatment.
    """

    rule: Rule
    hits: tuple[Hit, ...]
    verdicts: Mapping[str, Verdict]
    bits: int
    stray: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def verdict(self, treatment: str) -> Verdict:
        """Return the verdict on a treatment; SILENT where there is none."""
        return self.verdicts.get(treatment, SILENT)


class RuleHits(NamedTuple):
    """The branches of one rule, each with the hit where it is true and the hit where it is unknown."""

    treatments: tuple[str, ...]
    rule: Rule
    pairs: tuple[tuple[Hit, Hit], ...]


class Remembered(dict[int, Outcome]):
    """The outcomes of one rule by which branches hold: digits in base 3, 2 for true and 1 for unknown.

    Equal hits share one outcome; of a rule with very many branches, as many as fit are remembered.
    """

    def __init__(self, own: RuleHits) -> None:
        super().__init__()
        self._own = own

    def __missing__(self, code: int) -> Outcome:
        hits = []
        rest = code
        for true, unknown in self._own.pairs:
            rest, digit = divmod(rest, 3)
            if digit:
                hits.append(true if digit == 2 else unknown)
        outcome = outcome_of(hits, self._own.treatments)
        if len(self) < MOST_REMEMBERED:
            self[code] = outcome
        return outcome


def rule_hits(rulebook: Rulebook) -> list[RuleHits]:
    """Return every rule of a rulebook with its possible hits."""
    found, start = [], 0
    for rule in rulebook.rules.values():
        numbers = range(len(rule.branches))
        pairs = [
            (hit_of(start + n, rule, n, value=True), hit_of(start + n, rule, n, value=None)) for n in numbers
        ]
        found.append(RuleHits(tuple(rulebook.treatments), rule, tuple(pairs)))
        start += len(rule.branches)
    return found


def hit_of(key: int, rule: Rule, number: int, *, value: Truth) -> Hit:
    """Return the hit of a rule's branch, the `key`th of the rulebook."""
    branch = rule.branches[number]
    certain = branch.severities if value else {}
    verdicts = verdicts_from(certain, branch.severities)
    return Hit(2 * key + (value is True), rule, number, branch, value, verdicts)


def outcome_of(hits: Sequence[Hit], treatments: tuple[str, ...]) -> Outcome:
    """Return the outcome of one rule's hits."""
    verdicts = hits[0].verdicts if len(hits) == 1 else folded(hits, {}, {})
    return Outcome(hits[0].rule, tuple(hits), verdicts, bits_of(verdicts, treatments))


def folded(
    hits: Iterable[Hit], certain: Mapping[str, Severity], possible: Mapping[str, Severity]
) -> Mapping[str, Verdict]:
    """Fold branches, and what is certain or possible besides, per treatment: the worst wins."""
    sure, worst = dict(certain), dict(possible)
    for hit in hits:
        raise_to(worst, hit.branch.severities)
        if hit.value:
            raise_to(sure, hit.branch.severities)
    return verdicts_from(sure, worst)


def raise_to(found: dict[str, Severity], severities: Mapping[str, Severity]) -> None:
    """Raise each treatment's severity to at least the one given."""
    for code, severity in severities.items():
        if severity > found.get(code, Severity.NONE):
            found[code] = severity
