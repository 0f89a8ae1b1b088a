"""Rules that never fire, branches that change nothing, rules that always fire together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations

from screening.engine.answers import AnswerError, facts_on, parse_answers
from screening.engine.evaluation.hits import Outcome
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.proofs.analysis.findings import (
    NEVER_CERTAIN,
    NEVER_FIRES,
    REDUNDANT_BRANCH,
    SAME_RULES,
    AnalysisFinding,
)
from screening.engine.proofs.formulas import Formula
from screening.engine.proofs.search import Example, Search
from screening.engine.proofs.space import Raw
from screening.engine.rulebook.types import Rulebook
from screening.engine.rules import Rule


class RuleAnalysis:
    """Looks at the rules of one model."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._model = search.space.models[0]
        self._rulebook = self._model.rulebook
        self._fires = {rule.id: self._model.fires(rule) for rule in self._rulebook.rules.values()}

    def look_at(self, rule: Rule) -> Iterator[AnalysisFinding]:
        """Yield what is odd about one rule; a built-in one speaks for the engine and may well be silent."""
        if not rule.built_in:
            yield from self.silent(rule)
        yield from self.redundant(rule)

    def silent(self, rule: Rule) -> Iterator[AnalysisFinding]:
        """Yield that a rule can never fire, or never for certain."""
        fires = self._fires[rule.id]
        if not self._search.can(fires.possible):
            message = f'"{rule.title}" can never fire, whatever is answered.'
            yield AnalysisFinding(NEVER_FIRES, f"rules/{rule.id}", message)
        elif not self._search.can(fires.sure):
            example = self._example([fires.possible], lambda found: is_open(found.get(rule.id)))
            message = f'"{rule.title}" can be possible, but never certain.'
            yield finding(NEVER_CERTAIN, rule, message, example)

    def redundant(self, rule: Rule) -> Iterator[AnalysisFinding]:
        """Yield each branch beside which the others are always as bad, wherever it holds."""
        for number, truth in enumerate(self._model.branches[rule.id] if len(rule.branches) > 1 else []):
            if self._search.can(self._matters(rule, number)) or not self._search.can(truth.possible):
                continue
            certain = self._search.can(truth.sure)
            formula = truth.sure if certain else truth.possible
            example = self._example([formula], partial(is_needless, rule.id, number, certain))
            message = (
                f'Branch {number + 1} of "{rule.title}" changes nothing: wherever it holds, another branch '
                "of the rule is as bad."
            )
            yield replace(finding(REDUNDANT_BRANCH, rule, message, example), branch=number)

    def _matters(self, rule: Rule, number: int) -> Formula:
        """Return "without this branch the rule would say less somewhere"."""
        circuit, truth = self._model.circuit, self._model.branches[rule.id][number]
        less = []
        for code, severity in rule.branches[number].severities.items():
            rest = self._model.at_least(rule, code, severity, skipped=number)
            less.append(circuit.all_of((truth.sure, circuit.negated(rest.sure))))
            less.append(circuit.all_of((truth.possible, circuit.negated(rest.possible))))
        return circuit.any_of(less)

    def together(self) -> Iterator[AnalysisFinding]:
        """Yield pairs of rules that are certain, and possible, for the very same answers."""
        can, rules = self._search.can, self._rulebook.rules.values()
        firing = [rule for rule in rules if not rule.built_in and can(self._fires[rule.id].possible)]
        for one, other in combinations(firing, 2):
            fires, others = self._fires[one.id], self._fires[other.id]
            if any(map(self._search.differ, fires, others)):
                continue
            certain = self._search.can(fires.sure)
            both = fires.sure if certain else fires.possible
            example = self._example([both], partial(fire, (one.id, other.id), certain))
            message = f'"{one.title}" and "{other.title}" always fire together.'
            yield replace(finding(SAME_RULES, one, message, example), other=f"rules/{other.id}")

    def _example(
        self, formulas: list[Formula], agrees: Callable[[Mapping[str, Outcome]], bool]
    ) -> Example | None:
        return self._search.example(formulas, lambda raw, on: agrees(outcomes(self._rulebook, raw, on)))


def finding(kind: str, rule: Rule, message: str, example: Example | None) -> AnalysisFinding:
    """Return a finding on a rule."""
    shown = example or Example({}, date.min, is_confirmed=False, problem="the solver found no example")
    return AnalysisFinding(
        kind,
        f"rules/{rule.id}",
        message,
        example=shown.answers,
        on=shown.on,
        problem=shown.problem,
    )


def outcomes(rulebook: Rulebook, raw: Raw, on: date) -> dict[str, Outcome]:
    """Return what the engine makes of answers, by rule; nothing where it refuses them."""
    try:
        answers = parse_answers(rulebook, raw, on)
    except AnswerError:
        return {}
    return {outcome.rule.id: outcome for outcome in outcomes_of(rulebook, facts_on(answers, on))}


def is_open(outcome: Outcome | None) -> bool:
    """Whether a rule is possible and not certain."""
    if outcome is None:
        return False
    return not any(hit.value for hit in outcome.hits) and not outcome.stray


def fire(rules: tuple[str, ...], certain: bool, found: Mapping[str, Outcome]) -> bool:
    """Whether all of these rules fire, for certain or at all."""
    return all(rule in found and (not certain or not is_open(found[rule])) for rule in rules)


def is_needless(rule: str, number: int, certain: bool, found: Mapping[str, Outcome]) -> bool:
    """Whether a branch of a rule holds (or may, unless `certain`), and the others say no less."""
    outcome = found.get(rule)
    own = [hit for hit in outcome.hits if hit.number == number] if outcome else []
    if outcome is None or not own or (certain and not own[0].value):
        return False
    others = [hit for hit in outcome.hits if hit.number != number]
    return all(
        any(o.branch.severities.get(code, 0) >= severity and o.value in {True, own[0].value} for o in others)
        for code, severity in own[0].branch.severities.items()
    )
