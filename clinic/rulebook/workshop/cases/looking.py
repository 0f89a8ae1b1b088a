"""What is wrong with a typed case, what comes out of it, and what its expectations would have to be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinic.rulebook.presenters.mismatches import Failures, told
from clinic.rulebook.workshop.answers import Read, read_answers
from clinic.rulebook.workshop.cases.typed import TypedCase, element_of
from clinic.rulebook.workshop.partial import Partial
from clinic.rulebook.workshop.trying.typed import day_of
from screening.engine import Case, Context, Rulebook, RulebookSource, Severity, evaluate
from screening.engine.answers import facts_on
from screening.engine.checks.cases import mismatches
from screening.engine.evaluation.outcomes import outcomes_of
from screening.engine.rulebook.cases import read_case
from screening.engine.rulebook.parse import groups_of
from screening.engine.rulebook.reader import Problems, Reader

FIELDS = {"expect": "expect", "answers": "answers"}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A typed case. `failures` are None while it cannot be run."""

    typed: TypedCase
    element: dict[str, object]
    read: Read
    errors: dict[str, list[str]]
    failures: Failures | None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the id of its field."""
        answers = [(f"slot-{link_id}", message) for link_id, message in self.read.errors.items()]
        return [*((name, message) for name, found in self.errors.items() for message in found), *answers]


def looked_at(typed: TypedCase, partial: Partial) -> LookedAt:
    """Look at a case as the rulebook's own reader does, and run it."""
    rulebook = partial.rulebook
    element = element_of(typed)
    problems = Problems(RulebookSource({}))
    reader = Reader(element, ("cases", 0), "case", problems)
    groups = groups_of({code: treatment.attributes for code, treatment in rulebook.treatments.items()})
    case = read_case(reader, 0, rulebook.rules, rulebook.bases, groups)
    errors: dict[str, list[str]] = {}
    for problem in problems.found:
        key = problem.place.removeprefix(reader.place).removeprefix(".")
        errors.setdefault(key.partition(".")[0].partition("[")[0] or "title", []).append(
            words_of(problem.reason)
        )
    read = read_with_base(rulebook, typed)
    return LookedAt(typed, element, read, errors, ran(partial, case, runs=not errors and not read.errors))


def ran(partial: Partial, case: Case, *, runs: bool) -> Failures | None:
    """What does not come out as it expects."""
    if not (runs and partial.is_sound):
        return None
    return told(partial.rulebook, mismatches(partial.rulebook, case))


def read_with_base(rulebook: Rulebook, typed: TypedCase) -> Read:
    """The case's own answers, those of its base counting too."""
    base = rulebook.bases.get(typed.base, {})
    read = read_answers(rulebook, {**base, **typed.answers})
    return replace(read, raw=typed.answers)


def taken_over(typed: TypedCase, partial: Partial) -> TypedCase:
    """The case with what comes out as what is expected; unchanged while it cannot be run."""
    on, read = day_of(typed.on), read_with_base(partial.rulebook, typed)
    if on is None or not partial.is_sound:
        return typed
    if typed.rule:
        return replace(
            typed, expect=severities_of(partial.rulebook, read, typed.rule, on), earliest_date="", settled=""
        )
    if not typed.treatments:
        return typed
    known = tuple(code for code in typed.treatments if code in partial.rulebook.treatments)
    return expecting(typed, evaluate(partial.rulebook, read.answers, Context(on, known)).as_json())


def expecting(typed: TypedCase, result: Mapping[str, Any]) -> TypedCase:
    """A case of the whole questionnaire that expects this result."""
    topics = {
        finding["topic"]
        for finding in result["findings"]
        if Severity.from_code(finding["severity"]) > Severity.INFORMATION
    }
    return replace(
        typed,
        eligibility=result["eligibility"],
        topics=tuple(sorted(topics)),
        earliest_date=result["earliest_date"] or "",
        settled="yes" if result["settled"] else "no",
    )


def severities_of(rulebook: Rulebook, read: Read, rule: str, on: date) -> dict[str, str]:
    """What one rule says of each treatment."""
    outcome = next((o for o in outcomes_of(rulebook, facts_on(read.answers, on)) if o.rule.id == rule), None)
    none = Severity.NONE.code
    return {
        code: none if outcome is None else outcome.verdict(code).severity.code for code in rulebook.treatments
    }


def words_of(reason: str) -> str:
    """A reason of the rulebook's reader as a sentence for a form."""
    known = {
        "is missing": _("Fill this in."),
        "is empty": _("Choose at least one."),
    }
    return known.get(reason, reason[:1].upper() + reason[1:] + ".")
