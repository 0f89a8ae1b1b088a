"""What is timed on the answer sets."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from bench.handwritten import screen
from bench.handwritten.answers import Answers as PlainAnswers
from bench.patients import ON
from bench.prepared import prepared
from bench.rounds import Contestant
from bench.zen_rules import UNTRACED, Given, ZenRules
from screening.engine import (
    Answers,
    Context,
    Evaluation,
    Rulebook,
    canonical_json,
    evaluate,
    parse_answers,
)
from screening.engine.answers import facts_on
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.evaluation.reasons import reasons_of

BY_HAND = "hand-written functions"
ZEN = "zen-engine, decision table with trace"
ENGINE = "engine: evaluate"


def main_contestants(rulebook: Rulebook, sets: Sequence[Answers]) -> list[Contestant]:
    """Return those the goals are about, the hand-written functions first."""
    return [by_hand(sets), zen_traced(rulebook, sets), engine(rulebook, sets)]


def further_contestants(rulebook: Rulebook, sets: Sequence[Answers]) -> list[Contestant]:
    """Return parts and extensions of the main ones."""
    context = Context(ON, tuple(rulebook.treatments))
    texts = [json.dumps(answers.raw) for answers in sets]
    zen_rules = ZenRules(rulebook)
    given = [zen_rules.inputs(answers, ON) for answers in sets]

    def scope_of_the_others(answers: object) -> None:
        facts = facts_on(cast("Answers", answers), ON)
        for outcome in outcomes_of(rulebook, facts):
            reasons_of(rulebook, outcome, facts)

    def from_text(text: object) -> Evaluation:
        return evaluate(rulebook, parse_answers(rulebook, json.loads(str(text)), ON), context)

    return [
        Contestant(
            "zen-engine, without trace",
            lambda: given,
            lambda each: zen_rules.rows(cast("Given", each), UNTRACED),
        ),
        Contestant("engine: severities and reasons alone", lambda: fresh(sets), scope_of_the_others),
        Contestant("engine: evaluate, from JSON text", lambda: texts, from_text),
        Contestant(
            "engine: evaluate, from JSON text to canonical JSON and digest",
            lambda: texts,
            lambda text: canonical_json(from_text(text).as_json()),
        ),
    ]


def by_hand(sets: Sequence[Answers]) -> Contestant:
    """Return the hand-written functions: severities per rule and treatment, with link ids."""
    plain = [prepared(answers) for answers in sets]
    return Contestant(BY_HAND, lambda: plain, lambda each: screen(cast("PlainAnswers", each), ON))


def zen_traced(rulebook: Rulebook, sets: Sequence[Answers]) -> Contestant:
    """Return zen's decision table with trace, folded to severities per rule and treatment."""
    zen_rules = ZenRules(rulebook)
    given = [zen_rules.inputs(answers, ON) for answers in sets]
    return Contestant(ZEN, lambda: given, lambda each: zen_rules.screen(cast("Given", each)))


def engine(rulebook: Rulebook, sets: Sequence[Answers]) -> Contestant:
    """Return the engine: the whole evaluation over all treatments, every reason looked at."""
    context = Context(ON, tuple(rulebook.treatments))

    def run(answers: object) -> list[str]:
        findings = evaluate(rulebook, cast("Answers", answers), context).findings
        return [reason.item for finding in findings for reason in finding.because]

    return Contestant(ENGINE, lambda: fresh(sets), run)


def fresh(sets: Sequence[Answers]) -> list[Answers]:
    """Return the same answers without what earlier evaluations remembered in them."""
    return [replace(answers) for answers in sets]
