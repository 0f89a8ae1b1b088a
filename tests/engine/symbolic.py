"""The symbolic model beside the engine: given answers are put into the model, and both must say the same."""

from datetime import date

from screening.engine import Answers, Context, Rulebook, Severity, evaluate
from screening.engine.answers import facts_on
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.evaluation.verdicts import SILENT
from screening.engine.proofs.space import Space

ABOVE_NOTHING = tuple(severity for severity in Severity if severity)


def disagreements(space: Space, answers: Answers, on: date) -> list[str]:
    """Where model and engine differ on these answers: gates, each rule and treatment, what is reported."""
    model, rulebook = space.models[0], space.models[0].rulebook
    formulas = {
        (rule.id, code, severity): model.at_least(rule, code, severity)
        for rule in rulebook.rules.values()
        for code in rulebook.treatments
        for severity in ABOVE_NOTHING
    }
    reported = {
        (code, severity): model.reported_at_least(code, severity)
        for code in rulebook.treatments
        for severity in ABOVE_NOTHING
    }
    required, missing = space.required, dict(model.lacking)
    value = space.circuit.values(space.variables(answers, on))
    found = [f"not required: {formula}" for formula in required if not value[formula]]
    for link_id, state in model.states.items():
        symbolic = (value[state.sure], value[state.possible])
        if symbolic != bounds(answers.enabled[link_id]):
            found.append(f"gate of {link_id}: {symbolic}, engine {answers.enabled[link_id]}")
    facts = facts_on(answers, on)
    lacking = {item for item in answers.unanswered if not facts.waits_for_gate(item)}
    if (symbolic_lacking := {item for item, formula in missing.items() if value[formula]}) != lacking:
        found.append(f"lacking {sorted(symbolic_lacking)}, engine {sorted(lacking)}")
    outcomes = {outcome.rule.id: outcome for outcome in outcomes_of(rulebook, facts)}
    for (name, code, severity), pair in formulas.items():
        verdict = outcomes[name].verdict(code) if name in outcomes else SILENT
        symbolic = (value[pair.sure], value[pair.possible])
        if symbolic != (verdict.certain >= severity, verdict.worst >= severity):
            found.append(f"{name} on {code} at {severity.code}: {symbolic}, engine {verdict}")
    results = evaluate(rulebook, answers, Context(on, tuple(rulebook.treatments))).treatments
    for (code, severity), formula in reported.items():
        if value[formula] != (results[code].verdict.severity >= severity):
            found.append(f"{code} at {severity.code}: {value[formula]}, engine {results[code].verdict}")
    return found


def bounds(truth: bool | None) -> tuple[bool, bool]:
    """A three-valued truth as (sure, possible)."""
    return truth is True, truth is not False


def model_of(rulebook: Rulebook, on: date, entries: int = 3) -> Space:
    """The space of one rulebook on one day, with room for so many entries."""
    return Space(rulebook, days=(on,), entries=entries)
