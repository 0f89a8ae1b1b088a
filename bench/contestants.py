"""What is timed on the answer sets."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bench.days import ON
from bench.handwritten import screen
from bench.prepared import prepared
from bench.rounds import Contestant
from bench.zen_rules import UNTRACED, Given, ZenRules
from screening.engine import Answers, Context, Evaluation, Rulebook, evaluate, parse_answers
from screening.engine.answers import facts_on
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.evaluation.program import program_of
from screening.engine.evaluation.reasons import reasons_of

BY_HAND = "hand-written functions"
ZEN = "zen-engine, decision table with trace"
ENGINE = "engine: evaluate, with reasons"
SAME_JOB = "engine: severities by rule, gates and classes known"


@dataclass(frozen=True)
class Contestants:
    """The contestants over one rulebook and some answer sets."""

    rulebook: Rulebook
    sets: Sequence[Answers]

    @property
    def main(self) -> list[Contestant[Any]]:
        """Those the goals are about, the hand-written functions first."""
        return [self.by_hand, self.zen, self.engine]

    @property
    def further(self) -> list[Contestant[Any]]:
        """Parts and extensions of the main ones; zen once more, for its rounds with SAME_JOB."""
        return [
            self.zen,
            Contestant("zen-engine, without trace", lambda: self.given, self.zen_untraced),
            Contestant("zen-engine with trace, making its input as well", self.fresh, self.zen_from_answers),
            Contestant(SAME_JOB, self.ready, self.severities),
            Contestant("engine: severities and reasons", self.fresh, self.severities_and_reasons),
            Contestant("engine: evaluate from JSON text", lambda: self.texts, self.from_text),
            Contestant("engine: the same to canonical JSON, digests", lambda: self.texts, self.text_to_text),
            Contestant("engine: the same, and evaluate under other rules", lambda: self.texts, self.replayed),
        ]

    @property
    def by_hand(self) -> Contestant[dict[str, object]]:
        """The hand-written functions: severities per rule and treatment, with link ids."""
        plain = [prepared(answers) for answers in self.sets]
        return Contestant(BY_HAND, lambda: plain, lambda answers: screen(answers, ON))

    @property
    def zen(self) -> Contestant[Given]:
        """zen's decision table with trace, folded to severities per rule and treatment."""
        return Contestant(ZEN, lambda: self.given, self.zen_rules.screen)

    @property
    def engine(self) -> Contestant[Answers]:
        """The engine: the whole evaluation over all treatments, every reason looked at."""
        return Contestant(ENGINE, self.fresh, self.looked_at)

    @cached_property
    def zen_rules(self) -> ZenRules:
        """zen's form of the rulebook."""
        return ZenRules(self.rulebook)

    @cached_property
    def given(self) -> list[Given]:
        """zen's inputs."""
        return [self.zen_rules.inputs(answers, ON) for answers in self.sets]

    @cached_property
    def texts(self) -> list[str]:
        """The answers as JSON text."""
        return [json.dumps(answers.raw) for answers in self.sets]

    @cached_property
    def context(self) -> Context:
        """All treatments."""
        return Context(ON, tuple(self.rulebook.treatments))

    def fresh(self) -> list[Answers]:
        """Return the answers without what earlier evaluations remembered in them."""
        return [replace(answers) for answers in self.sets]

    def ready(self) -> list[Answers]:
        """Return the answers with what zen is told beforehand too: what applies, which classes are taken."""
        answer_sets = self.fresh()
        for answers in answer_sets:
            _ = answers.enabled, answers.tokens, answers.taken
        return answer_sets

    def looked_at(self, answers: Answers) -> list[str]:
        """Evaluate, and touch every reason."""
        findings = evaluate(self.rulebook, answers, self.context).findings
        return [reason.item for finding in findings for reason in finding.because]

    def severities(self, answers: Answers) -> dict[str, object]:
        """Return certain and worst per rule and treatment, as zen's rows do."""
        outcomes = program_of(self.rulebook).outcomes(facts_on(answers, ON))
        return {outcome.rule.id: outcome.verdicts for outcome in outcomes}

    def severities_and_reasons(self, answers: Answers) -> list[object]:
        """Return what the hand-written functions do, with worded reasons."""
        facts = facts_on(answers, ON)
        outcomes = outcomes_of(self.rulebook, facts)
        return [(outcome.verdicts, reasons_of(self.rulebook, outcome, facts)) for outcome in outcomes]

    def zen_untraced(self, given: Given) -> object:
        """Run zen without its trace."""
        return self.zen_rules.rows(given, UNTRACED)

    def zen_from_answers(self, answers: Answers) -> object:
        """Make zen's input, then run it with trace."""
        return self.zen_rules.screen(self.zen_rules.inputs(answers, ON))

    def from_text(self, text: str) -> Evaluation:
        """Parse and evaluate."""
        return evaluate(self.rulebook, parse_answers(self.rulebook, json.loads(text), ON), self.context)

    def text_to_text(self, text: str) -> str:
        """Parse, evaluate, and write what is stored."""
        return self.from_text(text).canonical

    def replayed(self, text: str) -> tuple[str, Evaluation]:
        """Parse what is stored, make its canonical JSON and digest again, and evaluate under other rules."""
        answers = parse_answers(self.rulebook, json.loads(text), ON)
        again = evaluate(self.rulebook, answers, self.context).canonical
        return again, evaluate(self.rulebook, answers.under(self.rulebook), self.context)
