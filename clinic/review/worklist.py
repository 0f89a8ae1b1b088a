"""The list of submitted questionnaires, row by row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.review.findings import FindingView, FindingWords
from clinic.review.open_questions import OpenQuestions, open_questions_of
from clinic.review.verdict import silent_rules
from clinic.review.words import day_words, listed, when_words
from screening.engine import TREATMENT_AREAS, Rulebook
from screening.models import Appointment, Evaluation, QuestionnaireResponse
from screening.services.rulebook import rulebook_of

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One submitted questionnaire. `is_silent`: nothing stands in the way."""

    href: str
    when: str
    is_today: bool
    name: str
    age: str
    treatments: str
    areas: str
    eligibility: str
    decides: str
    detail: str
    is_silent: bool


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One appointment whose patient has not handed in the questionnaire: no answer is shown."""

    when: str
    is_today: bool
    name: str
    age: str
    treatments: str
    state: str


def row_of(evaluation: Evaluation, today: date) -> Row:
    """The row of one submitted questionnaire. ScreeningUnavailable where its rulebook cannot be used."""
    rulebook = rulebook_of(evaluation.rulebook_version)
    result = json.loads(evaluation.body)
    appointment = evaluation.response.appointment
    decides, detail = deciding_words(rulebook, result)
    return Row(
        href=reverse("review:summary", args=[appointment.pk]),
        when=when_words(evaluation.appointment_at, today),
        is_today=evaluation.on == today,
        name=appointment.patient.name,
        age=str(appointment.patient.age_on(evaluation.on)),
        treatments=treatment_words(rulebook, result["treatments"]),
        areas=area_words(rulebook, result["answers"].get(TREATMENT_AREAS, [])),
        eligibility=evaluation.eligibility,
        decides=decides,
        detail=detail,
        is_silent=evaluation.eligibility == Evaluation.Eligibility.ELIGIBLE,
    )


def waiting_row_of(appointment: Appointment, rulebook: Rulebook, today: date) -> WaitingRow:
    """The row of one appointment that waits for the patient."""
    return WaitingRow(
        when=when_words(appointment.starts_at, today),
        is_today=appointment.day == today,
        name=appointment.patient.name,
        age=str(appointment.patient.age_on(appointment.day)),
        treatments=treatment_words(rulebook, appointment.treatments),
        state=state_words(appointment.response),
    )


def state_words(response: QuestionnaireResponse) -> str:
    """How far the patient is."""
    if response.started_at is None:
        return _("Not started")
    return _("Begun on %(day)s") % {"day": day_words(timezone.localdate(response.started_at))}


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
