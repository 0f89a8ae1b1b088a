"""What each rule comes to: its branches that are not false, and its verdict per treatment."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from screening.engine.answers import AnswerFacts
from screening.engine.evaluation.program import Hit, Program, program_of
from screening.engine.evaluation.verdicts import SILENT, Verdict, verdicts_from
from screening.engine.rulebook.types import CONTRADICTION, UNANSWERED, Rulebook
from screening.engine.rules import Rule, Severity

NOTHING: Mapping[str, tuple[str, ...]] = {}
MOST_REMEMBERED = 20_000


class Outcome(NamedTuple):
    """What a rule comes to.

    `stray` are answers on items that do not apply, `missing` the required items without answer, by treatment.
    """

    rule: Rule
    hits: tuple[Hit, ...]
    verdicts: Mapping[str, Verdict]
    stray: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = NOTHING

    def verdict(self, treatment: str) -> Verdict:
        """Return the verdict on a treatment; SILENT where there is none."""
        return self.verdicts.get(treatment, SILENT)


def outcomes_of(rulebook: Rulebook, facts: AnswerFacts) -> list[Outcome]:
    """Return the outcome of every rule that is not silent, built-in ones included."""
    program = program_of(rulebook)
    by_rule: dict[str, list[Hit]] = {}
    for hit in program.hits(facts):
        by_rule.setdefault(hit.rule.id, []).append(hit)
    found = {name: outcome_of(hits, program) for name, hits in by_rule.items()}
    stray, missing = stray_answers(facts), missing_items(rulebook, facts)
    if stray:
        rule = rulebook.built_in(CONTRADICTION)
        held = dict.fromkeys(rulebook.treatments, Severity.CLEARANCE)
        own = found[rule.id].hits if rule.id in found else ()
        found[rule.id] = Outcome(rule, own, folded(own, held, held), stray=stray)
    if missing:
        rule = rulebook.built_in(UNANSWERED)
        possible = dict.fromkeys(missing, Severity.CLEARANCE)
        own = found[rule.id].hits if rule.id in found else ()
        found[rule.id] = Outcome(rule, own, folded(own, {}, possible), missing=missing)
    return list(found.values())


def outcome_of(hits: Sequence[Hit], program: Program) -> Outcome:
    """Return the outcome of one rule's hits; the same hits share their verdicts."""
    if len(hits) == 1:
        return Outcome(hits[0].rule, (hits[0],), hits[0].verdicts)
    key = tuple([hit.key for hit in hits])
    verdicts = program.verdicts.get(key)
    if verdicts is None:
        verdicts = folded(hits, {}, {})
        if len(program.verdicts) < MOST_REMEMBERED:
            program.verdicts[key] = verdicts
    return Outcome(hits[0].rule, tuple(hits), verdicts)


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


def stray_answers(facts: AnswerFacts) -> tuple[str, ...]:
    """Return the items that are answered although they do not apply."""
    states = facts.states
    return tuple(link_id for link_id in facts.answers.raw if states[link_id] is False)


def missing_items(rulebook: Rulebook, facts: AnswerFacts) -> dict[str, tuple[str, ...]]:
    """Return, per treatment, the required items without any answer; treatments without such are left out.

    An item behind an open gate counts where the gate has an answer of "not known"; where the gate itself has
    none, the gate is what is missing.
    """
    lacking = [link_id for link_id in facts.answers.unanswered if not facts.waits_for_gate(link_id)]
    if not lacking:
        return {}
    found = {code: tuple(i for i in lacking if i in needed) for code, needed in rulebook.required.items()}
    return {code: items for code, items in found.items() if items}
