"""Which mutants a rulebook's cases notice: a rule's own cases first, the whole questionnaire only then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from screening.engine.answers import AnswerError, Answers, parse_answers
from screening.engine.checks.cases import rule_mismatches, whole_mismatches
from screening.engine.checks.mutation.mutants import Mutant, mutants
from screening.engine.checks.static import rule_problems
from screening.engine.rulebook.types import Case, Rulebook

Progress = Callable[[int, int], None]


def nobody(done: int, total: int) -> None:
    """Take no notice of progress."""


def survivors(rulebook: Rulebook, progress: Progress = nobody) -> list[Mutant]:
    """Return the mutants that no case and no static check notices, in the order of the rules.

    `progress(done, total)` is called before each mutant and at the end; what it raises ends the run. A mutant
    no answers can tell from the original survives as well: whether there are such answers is not looked at.
    """
    found = mutants(rulebook)
    watch = Watch.of(rulebook)
    surviving = []
    for number, mutant in enumerate(found):
        progress(number, len(found))
        if not watch.notices(mutant):
            surviving.append(mutant)
    progress(len(found), len(found))
    return surviving


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case that comes out as expected, with its answers read."""

    case: Case
    answers: Answers
    on: date

    def fails(self, rulebook: Rulebook) -> bool:
        """Whether it comes out otherwise with other rules."""
        answers = self.answers.under(rulebook)
        run = rule_mismatches if self.case.rule else whole_mismatches
        return bool(run(rulebook, self.case, answers, self.on))


@dataclass(frozen=True)
class Watch:
    """The cases of a rulebook, ready to be run against its mutants."""

    rulebook: Rulebook
    built_in: frozenset[str]
    of_rule: dict[str, list[Prepared]]

    @classmethod
    def of(cls, rulebook: Rulebook) -> "Watch":
        """Read the cases; those that fail already can notice nothing and are left out."""
        by_rule: dict[str, list[Prepared]] = {}
        for case in rulebook.cases:
            one = prepared(rulebook, case)
            if one is not None and not one.fails(rulebook):
                by_rule.setdefault(case.rule, []).append(one)
        return cls(rulebook, frozenset(r.id for r in rulebook.rules.values() if r.built_in), by_rule)

    def notices(self, mutant: Mutant) -> bool:
        """Whether a case fails with the mutant, or a static check refuses it.

        Its own cases look at the mutated rule alone, so that is all that is compiled. What they let pass is
        held against cases of the whole questionnaire, and of the built-in rules, whose findings depend on
        what every rule asks for.
        """
        rules = self.rulebook.rules
        if mutant.rule not in self.built_in:
            few = {mutant.rule: mutant.changed} | {name: rules[name] for name in self.built_in}
            if self.fail(mutant.rule, replace(self.rulebook, rules=few)):
                return True
        if next(rule_problems(self.rulebook, mutant.changed), None):
            return True
        changed = replace(self.rulebook, rules={**rules, mutant.rule: mutant.changed})
        return any(self.fail(name, changed) for name in ("", *sorted(self.built_in)))

    def fail(self, rule: str, rulebook: Rulebook) -> bool:
        """Whether one of a rule's cases fails with a changed rulebook."""
        return any(one.fails(rulebook) for one in self.of_rule.get(rule, ()))


def prepared(rulebook: Rulebook, case: Case) -> Prepared | None:
    """Return a case with its answers read; None where they cannot be."""
    try:
        answers = parse_answers(rulebook, {**rulebook.bases.get(case.base, {}), **case.answers})
    except AnswerError:
        return None
    return Prepared(case, answers, date.fromisoformat(case.on))
