"""The symbolic model of a rulebook: what evaluate() works out, as formulas over all answers.

It mirrors the engine part by part (conditions, gates, outcomes, verdicts); tests hold one against the other.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from screening.engine.conditions import Condition
from screening.engine.proofs.domains import Domain
from screening.engine.proofs.formulas import ALWAYS, NEVER, Circuit, Formula, Pair
from screening.engine.proofs.leaves import truth_of
from screening.engine.proofs.scope import Scope
from screening.engine.proofs.waiting import Waiting
from screening.engine.rulebook.types import CONTRADICTION, UNANSWERED, Rulebook
from screening.engine.rules import Rule, Severity

HELD = Severity.CLEARANCE


class Model:
    """One rulebook over the domains of its items."""

    def __init__(self, circuit: Circuit, rulebook: Rulebook, domains: Mapping[str, Domain]) -> None:
        self.circuit = circuit
        self.rulebook = rulebook
        self.domains = domains
        self.states: dict[str, Pair] = dict.fromkeys(rulebook.items, ALWAYS)
        self.scope = Scope(circuit, rulebook, domains, self.states)
        for link_id in rulebook.gate_order:
            gate = rulebook.items[link_id].enable_when
            if gate is not None:
                self.states[link_id] = self.truth(gate)
        self._waiting = Waiting(self.scope)

    def truth(self, condition: Condition) -> Pair:
        """Return the three-valued truth of a condition of the rulebook."""
        return truth_of(condition, self.scope)

    def lacks_answer(self, link_id: str) -> Formula:
        """Return "no answer at all", of a score: nor all its parts."""
        return self.scope.lacks_answer(link_id)

    @cached_property
    def stray(self) -> Formula:
        """Return "an item that does not apply has an answer"."""
        negated = self.circuit.negated
        return self.circuit.any_of(
            self.circuit.all_of((domain.answered, negated(self.states[link_id].possible)))
            for link_id, domain in self.domains.items()
        )

    @cached_property
    def lacking(self) -> dict[str, Formula]:
        """Return, per item, "it applies, or may, has no answer, and does not wait for its gates"."""
        waits, all_of = self._waiting.waits, self.circuit.all_of
        return {
            link_id: all_of(
                (state.possible, self.lacks_answer(link_id), self.circuit.negated(waits(link_id)))
            )
            for link_id, state in self.states.items()
        }

    def missing(self, treatment: str) -> Formula:
        """Return "a required item has no answer"."""
        needed = sorted(self.rulebook.required[treatment])
        return self.circuit.any_of(self.lacking[link_id] for link_id in needed)

    @cached_property
    def branches(self) -> dict[str, list[Pair]]:
        """Return the truth of every branch, by rule."""
        rules = self.rulebook.rules.values()
        return {rule.id: [self.truth(branch.when) for branch in rule.branches] for rule in rules}

    def fires(self, rule: Rule) -> Pair:
        """Return "some branch holds", for a built-in rule: or the engine makes its finding."""
        return self.circuit.any_pairs(self.branches[rule.id] + self._own_findings(rule, None))

    def at_least(self, rule: Rule, treatment: str, severity: Severity, skipped: int | None = None) -> Pair:
        """Return whether "certain" and "worst" of a rule on a treatment are this bad, one branch left out."""
        numbered = enumerate(zip(rule.branches, self.branches[rule.id], strict=True))
        said = [
            truth
            for number, (branch, truth) in numbered
            if number != skipped and branch.severities.get(treatment, Severity.NONE) >= severity
        ]
        return self.circuit.any_pairs(
            said + (self._own_findings(rule, treatment) if severity <= HELD else [])
        )

    def _own_findings(self, rule: Rule, treatment: str | None) -> list[Pair]:
        """Return what the engine itself says in the name of a rule; of all treatments where none is named."""
        if rule.built_in == CONTRADICTION:
            return [Pair(self.stray, self.stray)]
        if rule.built_in != UNANSWERED:
            return [NEVER]
        codes = list(self.rulebook.treatments) if treatment is None else [treatment]
        return [Pair(NEVER.sure, self.circuit.any_of(self.missing(code) for code in codes))]

    def verdict_at_least(self, treatment: str, severity: Severity) -> Pair:
        """Return "certain" and "worst" of a treatment over all rules are at least this bad."""
        rules: Iterable[Rule] = self.rulebook.rules.values()
        return self.circuit.any_pairs([self.at_least(rule, treatment, severity) for rule in rules])

    def reported_at_least(self, treatment: str, severity: Severity) -> Formula:
        """Return "the treatment is reported at least this bad": what is merely possible is held."""
        if severity is Severity.NONE:
            return ALWAYS.sure
        verdict = self.verdict_at_least(treatment, severity)
        return verdict.possible if severity <= HELD else verdict.sure
