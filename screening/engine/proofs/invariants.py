"""Proving a rulebook's invariants over all answers and appointment days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from screening.engine.answers import AnswerError, Answers, facts_on, parse_answers
from screening.engine.evaluation import Context, evaluate
from screening.engine.invariants import ELIGIBILITIES, Invariant
from screening.engine.proofs.domains.base import Unencoded
from screening.engine.proofs.formulas import Formula
from screening.engine.proofs.model import Model
from screening.engine.proofs.search import Example, Search
from screening.engine.proofs.solver import Undecided
from screening.engine.proofs.space import Raw, Space
from screening.engine.rulebook.types import Rulebook, feeding_items
from screening.engine.rules import Severity

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True, slots=True)
class ProofResult:
    """Whether an invariant holds; None where that could not be told, `reason` says why.

    A broken one has a counterexample that the engine confirmed: raw answers, the context in which they give
    `eligibility`, though they should not. `is_vacuous`: it holds because its premise never does.
    """

    invariant: Invariant
    holds: bool | None
    counterexample: Raw | None = None
    context: Context | None = None
    eligibility: str = ""
    is_vacuous: bool = False
    reason: str = ""


def prove_invariants(rulebook: Rulebook, progress: Progress | None = None) -> list[ProofResult]:
    """Return a result for each invariant, in the rulebook's order; what `progress` raises goes through."""
    if not rulebook.invariants:
        return []
    search = Search(Space(rulebook))
    found = []
    for done, invariant in enumerate(rulebook.invariants.values()):
        if progress is not None:
            progress(done, len(rulebook.invariants))
        found.append(proved(search, invariant))
    if progress is not None:
        progress(len(found), len(found))
    return found


def proved(search: Search, invariant: Invariant) -> ProofResult:
    """Prove one invariant, or refute it."""
    model = search.space.models[0]
    any_of, all_of = model.circuit.any_of, model.circuit.all_of
    premises = {code: premise(model, invariant, code) for code in invariant.treatments}
    broken = any_of(all_of((premises[code], too_mild(model, invariant, code))) for code in premises)
    rulebook = model.rulebook
    try:
        example = search.example([broken], lambda raw, on: bool(breaking(rulebook, invariant, raw, on)))
        if example is not None:
            return refuted(rulebook, invariant, example)
        return upheld(search, invariant, any_of(premises.values()))
    except Undecided as undecided:
        return ProofResult(invariant, None, reason=f"the solver gave up: {undecided}")


def refuted(rulebook: Rulebook, invariant: Invariant, example: Example) -> ProofResult:
    """Return what a counterexample shows; nothing where the engine does not agree with it."""
    if not example.is_confirmed:
        reason = f"error of the proof, its counterexample is none: {example.problem}"
        return ProofResult(invariant, None, example.answers, reason=reason)
    code, eligibility = breaking(rulebook, invariant, example.answers, example.on)[0]
    context = Context(example.on, (code,))
    return ProofResult(invariant, False, example.answers, context, eligibility)


def upheld(search: Search, invariant: Invariant, holds: Formula) -> ProofResult:
    """Return that an invariant holds; the engine must say so too of answers for which the premise holds."""
    solution = search.find([holds])
    if solution is None:
        return ProofResult(invariant, True, is_vacuous=True)
    rulebook = search.space.models[0].rulebook
    try:
        raw, on = search.space.raw(solution), search.space.day(solution)
    except Unencoded:
        return ProofResult(invariant, True)
    if not meeting(rulebook, invariant, raw, on) or breaking(rulebook, invariant, raw, on):
        return ProofResult(invariant, None, raw, reason="error of the proof: the engine says otherwise")
    return ProofResult(invariant, True)


def premise(model: Model, invariant: Invariant, code: str) -> Formula:
    """Return "the premise holds" for one treatment."""
    if invariant.when is not None:
        return model.truth(invariant.when).sure
    circuit = model.circuit
    return circuit.any_of(
        circuit.all_of((model.states[link_id].possible, model.lacks_answer(link_id)))
        for link_id in fed_by(model.rulebook, invariant.feeds, code)
    )


def too_mild(model: Model, invariant: Invariant, code: str) -> Formula:
    """Return "the eligibility of a treatment is out of bounds"."""
    not_reached = model.circuit.negated
    if invariant.at_least:
        return not_reached(model.reported_at_least(code, ELIGIBILITIES[invariant.at_least]))
    never = ELIGIBILITIES[invariant.never]
    lower = Severity.NONE if never is Severity.INFORMATION else never
    worse = [not_reached(model.reported_at_least(code, Severity(never + 1)))] if never < max(Severity) else []
    return model.circuit.all_of((model.reported_at_least(code, lower), *worse))


def fed_by(rulebook: Rulebook, severity: Severity, code: str) -> list[str]:
    """Return the items that feed a branch this bad, or worse, for a treatment."""
    branches = [branch for rule in rulebook.rules.values() for branch in rule.branches]
    bad = [branch.when for branch in branches if branch.severities.get(code, Severity.NONE) >= severity]
    return sorted(frozenset().union(*(feeding_items(when, rulebook.items) for when in bad)))


def breaking(rulebook: Rulebook, invariant: Invariant, raw: Raw, on: date) -> list[tuple[str, str]]:
    """Return the treatments for which the engine breaks an invariant on these answers, and what it gives."""
    meant = meeting(rulebook, invariant, raw, on)
    if not meant:
        return []
    results = evaluate(rulebook, parse_answers(rulebook, raw), Context(on, tuple(meant))).treatments
    verdicts = {code: results[code] for code in meant}
    return [
        (code, result.eligibility)
        for code, result in verdicts.items()
        if invariant.is_broken_by(result.verdict.severity)
    ]


def meeting(rulebook: Rulebook, invariant: Invariant, raw: Raw, on: date) -> list[str]:
    """Return the treatments for which the engine finds the premise true of these answers."""
    try:
        answers = parse_answers(rulebook, raw, on)
    except AnswerError:
        return []
    if invariant.when is not None:
        holds = invariant.when.value(facts_on(answers, on)) is True
        return list(invariant.treatments) if holds else []
    lacking = {link_id for link_id in rulebook.items if lacks(answers, link_id)}
    feeds = {code: fed_by(rulebook, invariant.feeds, code) for code in invariant.treatments}
    return [code for code, items in feeds.items() if not lacking.isdisjoint(items)]


def lacks(answers: Answers, link_id: str) -> bool:
    """Whether an item applies, or may, and has no answer."""
    return answers.enabled[link_id] is not False and answers.is_unanswered(link_id)
