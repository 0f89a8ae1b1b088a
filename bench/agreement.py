"""Whether the contestants say the same as the engine, set by set."""

from collections.abc import Mapping
from datetime import date

from bench.handwritten import Finding, screen
from bench.prepared import prepared
from bench.zen_rules import ZenRules
from screening.engine import Answers, Rulebook
from screening.engine.answers import AnswerFacts, facts_on
from screening.engine.conditions import MedicineLeaf, Witness
from screening.engine.evaluation.hits import Outcome
from screening.engine.evaluation.outcomes import outcomes_of

Said = tuple[int, int]
"""What is certain and what is possible."""


def differences(rulebook: Rulebook, answers: Answers, on: date) -> list[str]:
    """Return where the hand-written functions differ from the engine, in severities or in what made them."""
    facts = facts_on(answers, on)
    outcomes = {outcome.rule.id: outcome for outcome in outcomes_of(rulebook, facts)}
    findings = screen(prepared(answers), on).findings
    engine = {rule: (said_by_engine(outcome), rests_on(outcome, facts)) for rule, outcome in outcomes.items()}
    hand = {rule: (said_by_hand(finding), frozenset(finding.because)) for rule, finding in findings.items()}
    return [
        f"{rule}: engine {engine.get(rule)}, by hand {hand.get(rule)}"
        for rule in dict.fromkeys([*engine, *hand])
        if engine.get(rule) != hand.get(rule)
    ]


def zen_differences(zen_rules: ZenRules, answers: Answers, on: date) -> list[str]:
    """Return the branches, certain or possible, that zen and the engine do not both see."""
    outcomes = outcomes_of(zen_rules.rulebook, facts_on(answers, on))
    engine = {(hit.rule.id, hit.number, hit.value is True) for outcome in outcomes for hit in outcome.hits}
    rows = zen_rules.rows(zen_rules.inputs(answers, on))
    zen = {(row["rule"], row["branch"], row["certain"]) for row in rows}
    return [f"{'engine' if fired in engine else 'zen'} alone: {fired}" for fired in sorted(engine ^ zen)]


def rests_on(outcome: Outcome, facts: AnswerFacts) -> frozenset[str]:
    """Return the link ids behind the branches that are not false, and of what is stray or missing."""
    witnesses = [witness for hit in outcome.hits for witness in hit.branch.when.witnesses(facts)]
    missing = [item for items in outcome.missing.values() for item in items]
    return frozenset({*outcome.stray, *missing, *(item for w in witnesses for item in told_by(w))})


def told_by(witness: Witness) -> tuple[str, ...]:
    """Return the link ids a leaf rests on: one, or the medicine lists that made it what it is."""
    leaf, value, facts = witness.leaf, witness.value, witness.facts
    if isinstance(leaf, MedicineLeaf):
        return tuple(name for name in leaf.lists if leaf.in_list(facts, name) is value)
    return (leaf.item,)


def said_by_engine(outcome: Outcome) -> Mapping[str, Said]:
    """Return the engine's verdicts per treatment."""
    return {code: (verdict.certain, verdict.worst) for code, verdict in outcome.verdicts.items()}


def said_by_hand(finding: Finding) -> Mapping[str, Said]:
    """Return a hand-written finding per treatment."""
    return {code: (finding.certain.get(code, 0), worst) for code, worst in finding.worst.items()}
