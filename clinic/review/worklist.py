"""The worklist, row by row: who comes when, what was found, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.findings import FindingView, FindingWords
from clinic.results.open_questions import OpenQuestions, open_questions_of
from clinic.results.verdict import silent_rules
from clinic.results.words import listed, when_words
from clinic.review.changes import finding_words, result_words
from clinic.review.gates import GateView, gate_view
from clinic.review.next_steps import Reader, next_step
from screening.engine import TREATMENT_AREAS, Rulebook
from screening.models import Review
from screening.services.review import Direction, WorklistRow
from screening.services.rulebook import rulebook_of

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment. Without answers, or with the form withdrawn, `eligibility` and what decides it are
    empty; `is_silent`: nothing stands in the way.
    """

    anchor: str
    href: str
    when: str
    is_today: bool
    is_new: bool
    name: str
    age: str
    treatments: str
    areas: str
    eligibility: str
    decides: str
    detail: str
    changed: str
    by_rulebook: str
    is_silent: bool
    is_withdrawn: bool
    gate: GateView
    todo: str
    wish: str


def row_of(
    row: WorklistRow,
    active: Rulebook,
    reader: Reader,
    today: date,
    *,
    is_new: bool = False,
    changed: str = "",
) -> Row:
    """One row as `reader` sees it; `changed`: since last time. ScreeningUnavailable without its rulebook."""
    review, appointment = row.review, row.review.appointment
    evaluation, result = review.evaluation, row.result
    rulebook = active if evaluation is None else rulebook_of(evaluation.rulebook_version)
    decides, detail = ("", "") if result is None else deciding_words(rulebook, result)
    is_withdrawn = review.state == Review.State.WITHDRAWN
    eligibility = "" if evaluation is None or is_withdrawn else evaluation.eligibility
    return Row(
        anchor=f"row-{review.pk.hex[:8]}",
        href=reverse("review:summary", args=[appointment.pk]),
        when=when_words(appointment.starts_at, today),
        is_today=appointment.day == today,
        is_new=is_new,
        name=appointment.patient.name,
        age=str(appointment.patient.age_on(appointment.day)),
        treatments=treatment_words(rulebook, appointment.treatments),
        areas=area_words(rulebook, areas_in(row)),
        eligibility=eligibility,
        decides=decides,
        detail=detail,
        changed=changed,
        by_rulebook=rulebook_effect_words(row, rulebook),
        is_silent=eligibility == "eligible",
        is_withdrawn=is_withdrawn,
        gate=gate_view(row.gate.gate),
        todo=next_step(row, rulebook, reader),
        wish=_("The patient asks for a correction") if row.asks_correction else "",
    )


def rulebook_effect_words(row: WorklistRow, rulebook: Rulebook) -> str:
    """What another rulebook made of the result, where nobody has looked at it since; empty for nothing."""
    effect, result = row.by_rulebook, row.result
    if effect is None or result is None:
        return ""
    words = {
        Direction.WORSE: _("Worse under the new rulebook: %(change)s."),
        Direction.BETTER: _("Better under the new rulebook, to be looked at: %(change)s."),
        Direction.OTHER: _("Different under the new rulebook: %(change)s."),
    }
    text = words[effect.direction] % {"change": result_words(effect.before, result)}
    return " ".join([text, *finding_words(rulebook, effect.before, result)])


def areas_in(row: WorklistRow) -> list[str]:
    """The areas to be treated, with those the patient added where there are answers."""
    if row.result is None:
        return list(row.review.appointment.areas)
    areas: list[str] = row.result["answers"].get(TREATMENT_AREAS, [])
    return areas


def treatment_words(rulebook: Rulebook, codes: list[str]) -> str:
    """The treatments planned; the code itself of one that the rulebook does not know."""
    known = rulebook.treatments
    return listed([known[code].short_title if code in known else code for code in codes])


def area_words(rulebook: Rulebook, codes: list[str]) -> str:
    """The areas to be treated."""
    known = rulebook.areas.areas
    return ", ".join(known[code].title if code in known else code for code in codes)


def deciding_words(rulebook: Rulebook, result: Mapping[str, Any]) -> tuple[str, str]:
    """What decides the result, and one line more about it."""
    findings = FindingWords(rulebook, result).views()
    questions = open_questions_of(rulebook, result)
    if findings and findings[0].severity == result["eligibility"]:
        return findings[0].title, finding_detail(findings, questions)
    if questions is not None:
        return questions.title, named(questions)
    return silent_words(rulebook, result), "; ".join(finding.title for finding in findings)


def finding_detail(findings: list[FindingView], questions: OpenQuestions | None) -> str:
    """The line below the worst finding: its date, how many more there are, what is open."""
    others = len(findings) - 1
    parts = [
        _("earliest %(day)s") % {"day": findings[0].earliest_date} if findings[0].earliest_date else "",
        ngettext("%(count)d more finding", "%(count)d more findings", others) % {"count": others}
        if others
        else "",
        questions.title if questions else "",
    ]
    return " · ".join(part for part in parts if part)


def named(questions: OpenQuestions) -> str:
    """The first of the open questions by name."""
    labels = [question.label for question in (*questions.unanswered, *questions.unclear)]
    more = ["…"] if len(labels) > MOST_NAMED else []
    return ", ".join([*labels[:MOST_NAMED], *more])


def silent_words(rulebook: Rulebook, result: Mapping[str, Any]) -> str:
    """That nothing was found, or nothing but what is for information."""
    if result["findings"]:
        return _("Only for information")
    count = silent_rules(rulebook, result)
    return ngettext("Nothing found in %(count)d rule", "Nothing found in %(count)d rules", count) % {
        "count": count
    }
