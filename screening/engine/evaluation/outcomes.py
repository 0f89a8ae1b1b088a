"""What each rule comes to: its branches that are not false, and its verdict per treatment."""

from screening.engine.answers import AnswerFacts
from screening.engine.evaluation.hits import Outcome, folded
from screening.engine.evaluation.program import program_of
from screening.engine.evaluation.verdicts import bits_of
from screening.engine.rulebook.types import CONTRADICTION, UNANSWERED, Rulebook
from screening.engine.rules import Severity


def outcomes_of(rulebook: Rulebook, facts: AnswerFacts) -> list[Outcome]:
    """Return the outcome of every rule that is not silent, built-in ones included."""
    outcomes = program_of(rulebook).outcomes(facts)
    stray, missing = stray_answers(facts), missing_items(rulebook, facts)
    if not stray and not missing:
        return outcomes
    found = {outcome.rule.id: outcome for outcome in outcomes}
    if stray:
        rule = rulebook.built_in(CONTRADICTION)
        held = dict.fromkeys(rulebook.treatments, Severity.CLEARANCE)
        own = found[rule.id].hits if rule.id in found else ()
        verdicts = folded(own, held, held)
        found[rule.id] = Outcome(rule, own, verdicts, bits_of(verdicts, rulebook.treatments), stray=stray)
    if missing:
        rule = rulebook.built_in(UNANSWERED)
        possible = dict.fromkeys(missing, Severity.CLEARANCE)
        own = found[rule.id].hits if rule.id in found else ()
        verdicts = folded(own, {}, possible)
        found[rule.id] = Outcome(rule, own, verdicts, bits_of(verdicts, rulebook.treatments), missing=missing)
    return list(found.values())


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
    found = {code: tuple([i for i in lacking if i in needed]) for code, needed in rulebook.required.items()}
    return {code: items for code, items in found.items() if items}
