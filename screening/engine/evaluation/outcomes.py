"""What each rule comes to: its branches that are not false, and its verdict per treatment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from screening.engine.answers import AnswerFacts
from screening.engine.conditions import Truth
from screening.engine.evaluation.result import Verdict
from screening.engine.rulebook.types import CONTRADICTION, UNANSWERED, Rulebook
from screening.engine.rules import Branch, Rule, Severity

SILENT = Verdict(Severity.NONE, Severity.NONE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A branch that is true, or unknown (None)."""

    number: int
    branch: Branch
    value: Truth


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule comes to. `stray` are answers on items that do not apply, `missing` the open items by treatment."""

    rule: Rule
    hits: tuple[Hit, ...]
    verdicts: Mapping[str, Verdict]
    stray: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def verdict(self, treatment: str) -> Verdict:
        """Return the verdict on a treatment; SILENT where there is none."""
        return self.verdicts.get(treatment, SILENT)


def outcomes_of(rulebook: Rulebook, facts: AnswerFacts) -> list[Outcome]:
    """Return the outcome of every rule that is not silent, in the rulebook's order, built-in ones included."""
    stray = stray_answers(rulebook, facts)
    missing = missing_items(rulebook, facts)
    found = []
    for rule in rulebook.rules.values():
        hits = hits_of(rule, facts)
        if rule.built_in == CONTRADICTION and stray:
            certain = dict.fromkeys(rulebook.treatments, Severity.CLEARANCE)
            found.append(Outcome(rule, hits, verdicts_of(hits, certain, {}), stray=stray))
        elif rule.built_in == UNANSWERED and missing:
            possible = dict.fromkeys(missing, Severity.CLEARANCE)
            found.append(Outcome(rule, hits, verdicts_of(hits, {}, possible), missing=missing))
        elif hits:
            found.append(Outcome(rule, hits, verdicts_of(hits, {}, {})))
    return found


def hits_of(rule: Rule, facts: AnswerFacts) -> tuple[Hit, ...]:
    """Return the branches of a rule that are not false."""
    values = [(number, branch, branch.when.value(facts)) for number, branch in enumerate(rule.branches)]
    return tuple(Hit(number, branch, value) for number, branch, value in values if value is not False)


def verdicts_of(
    hits: Iterable[Hit], certain: dict[str, Severity], possible: dict[str, Severity]
) -> dict[str, Verdict]:
    """Fold branches, and what is certain or possible besides, into one verdict per treatment: the worst wins."""
    worst = {code: max(severity, certain.get(code, Severity.NONE)) for code, severity in possible.items()}
    worst = {**certain, **worst}
    for hit in hits:
        for code, severity in hit.branch.severities.items():
            if severity > worst.get(code, Severity.NONE):
                worst[code] = severity
            if hit.value and severity > certain.get(code, Severity.NONE):
                certain[code] = severity
    return {code: Verdict(certain.get(code, Severity.NONE), severity) for code, severity in worst.items()}


def stray_answers(rulebook: Rulebook, facts: AnswerFacts) -> tuple[str, ...]:
    """Return the items that are answered although they do not apply."""
    enabled = facts.states
    return tuple(link_id for link_id in facts.answers.raw if enabled[link_id] is False)


def missing_items(rulebook: Rulebook, facts: AnswerFacts) -> dict[str, tuple[str, ...]]:
    """Return, per treatment, the required items without any answer; treatments without such are left out.

    An item behind an open gate counts where the gate has an answer of "not known"; where the gate itself has
    none, the gate is what is missing.
    """
    lacking = {link_id for link_id in rulebook.items if is_missing(facts, link_id)}
    found = {
        code: tuple(i for i in rulebook.items if i in lacking and i in needed)
        for code, needed in rulebook.required.items()
    }
    return {code: items for code, items in found.items() if items}


def is_missing(facts: AnswerFacts, link_id: str) -> bool:
    """Whether an item waits for its first answer."""
    answers = facts.answers
    enabled = facts.states[link_id]
    if enabled is False or not answers.is_unanswered(link_id):
        return False
    return enabled is True or not all(answers.is_unanswered(gate) for gate in facts.unsettled_gates(link_id))
