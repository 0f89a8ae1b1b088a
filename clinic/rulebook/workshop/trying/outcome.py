"""What comes of answers, in the words of the summary page, and what the active version says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic.results.findings import FindingView, FindingWords, date_or_nothing, stands_in_the_way
from clinic.results.open_questions import OpenQuestions, open_questions_of
from clinic.results.verdict import VerdictView, verdict_of
from clinic.rulebook.workshop.answers import Read
from clinic.rulebook.workshop.trying.typed import Tried
from screening.engine import Context, Rulebook, evaluate
from screening.services.rulebook import accepted_answers

NONE = "none"


@dataclass(frozen=True, slots=True)
class TreatmentView:
    """What one treatment planned comes to."""

    title: str
    eligibility: str
    earliest_date: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One evaluation as its page shows it."""

    result: Mapping[str, Any]
    verdict: VerdictView
    treatments: tuple[TreatmentView, ...]
    worse: tuple[FindingView, ...]
    milder: tuple[FindingView, ...]
    questions: OpenQuestions | None


@dataclass(frozen=True, slots=True)
class Differing:
    """A treatment or rule that comes out otherwise; "none": a side says nothing, empty: it has no such."""

    title: str
    before: str
    after: str
    before_date: str = ""
    after_date: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the active version says of the same answers, where it differs."""

    number: int
    treatments: tuple[Differing, ...]
    rules: tuple[Differing, ...]
    not_taken: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether it says the same."""
        return not (self.treatments or self.rules or self.not_taken)


def outcome_of(rulebook: Rulebook, read: Read, tried: Tried) -> Outcome | None:
    """Evaluate; None without a day or a treatment."""
    if tried.on is None or not tried.treatments:
        return None
    result: dict[str, Any] = evaluate(rulebook, read.answers, Context(tried.on, tried.treatments)).as_json()
    questions = open_questions_of(rulebook, result)
    findings = FindingWords(rulebook, result).views()
    return Outcome(
        result=result,
        verdict=verdict_of(rulebook, result, findings, questions),
        treatments=tuple(
            TreatmentView(
                rulebook.treatments[code].title,
                result["treatment_results"][code]["eligibility"],
                date_or_nothing(result["treatment_results"][code]["earliest_date"]),
            )
            for code in tried.treatments
        ),
        worse=tuple(one for one in findings if stands_in_the_way(one.severity)),
        milder=tuple(one for one in findings if not stands_in_the_way(one.severity)),
        questions=questions,
    )


def compared(rulebook: Rulebook, active: Rulebook, number: int, tried: Tried, outcome: Outcome) -> Compared:
    """Hold an outcome against that of the active version, for the treatments both know."""
    accepted = accepted_answers(active, outcome.result["answers"])
    codes = tuple(code for code in tried.treatments if code in active.treatments)
    labels = tuple(sorted(label_of(rulebook, link_id) for link_id in accepted.refused))
    if not codes:
        added = (
            Differing(rulebook.treatments[code].title, "", shown(outcome, code)) for code in tried.treatments
        )
        return Compared(number, tuple(added), (), labels)
    on = tried.on or date.min
    before = evaluate(active, accepted.answers, Context(on, codes)).as_json()
    return Compared(
        number,
        tuple(treatments_between(rulebook, before, outcome, tried)),
        rules_between(rulebook, active, before, outcome),
        labels,
    )


def shown(outcome: Outcome, code: str) -> str:
    """The eligibility of a treatment."""
    return str(outcome.result["treatment_results"][code]["eligibility"])


def treatments_between(
    rulebook: Rulebook, before: Mapping[str, Any], outcome: Outcome, tried: Tried
) -> list[Differing]:
    """The treatments that come out otherwise."""
    found = []
    for code in tried.treatments:
        own, theirs = outcome.result["treatment_results"][code], before["treatment_results"].get(code, {})
        sides = [
            (one.get("eligibility", ""), date_or_nothing(one.get("earliest_date"))) for one in (theirs, own)
        ]
        if sides[0] != sides[1]:
            (was, was_date), (now, now_date) = sides
            found.append(Differing(rulebook.treatments[code].title, was, now, was_date, now_date))
    return found


def rules_between(
    rulebook: Rulebook, active: Rulebook, before: Mapping[str, Any], outcome: Outcome
) -> tuple[Differing, ...]:
    """The rules that find something else."""
    old, new = severities(before), severities(outcome.result)
    return tuple(
        Differing(
            (rulebook.rules.get(rule) or active.rules[rule]).title, old.get(rule, NONE), new.get(rule, NONE)
        )
        for rule in dict.fromkeys([*new, *old])
        if old.get(rule) != new.get(rule)
    )


def severities(result: Mapping[str, Any]) -> dict[str, str]:
    """The severity of each finding."""
    return {finding["rule"]: finding["severity"] for finding in result["findings"]}


def label_of(rulebook: Rulebook, link_id: str) -> str:
    """What a question is called in short."""
    return rulebook.items[link_id].label if link_id in rulebook.items else link_id
