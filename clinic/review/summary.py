"""The summary of one submitted questionnaire, as its page shows it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.findings import FindingView, FindingWords, numbered
from clinic.results.open_questions import OpenQuestions, open_questions_of
from clinic.results.verdict import VerdictView, verdict_of
from clinic.results.words import day_words, moment_words, when_words
from clinic.review.answer_sections import KeptAnswer, SectionView, SectionWords, kept_answers
from clinic.review.changes import ChangeView, change_of
from clinic.review.codes import answer_code
from clinic.review.decided import Decided
from clinic.review.history import EvaluationRow, history_of
from clinic.review.offers import OfferView, offers_of
from clinic.review.worklist import area_words, treatment_words
from clinic.sources import SourceView
from screening.engine import TREATMENT_AREAS, Severity
from screening.models import Appointment
from screening.services.review import Summary


@dataclass(frozen=True, slots=True)
class SummaryHead:
    """Whom and what the page is about, as of the evaluation shown."""

    appointment_id: uuid.UUID
    name: str
    age: str
    birth_date: str
    when: str
    moment: str
    treatments: str
    areas: str
    is_cancelled: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Something the patient wrote freely."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """Everything the page shows. The block of open questions stands between `worse` and `milder` findings."""

    head: SummaryHead
    verdict: VerdictView
    change: ChangeView | None
    worse: tuple[FindingView, ...]
    questions: OpenQuestions | None
    milder: tuple[FindingView, ...]
    own_words: tuple[OwnWords, ...]
    kept: tuple[KeptAnswer, ...]
    sections: tuple[SectionView, ...]
    offers: tuple[OfferView, ...]
    history: tuple[EvaluationRow, ...]
    shown: EvaluationRow
    rulebook_title: str
    printed: str
    rulebook_digest: str
    sources: tuple[SourceView, ...]


def page_of(summary: Summary, today: date) -> SummaryPage:
    """The page of one evaluation of a submitted questionnaire."""
    rulebook, result = summary.rulebook, summary.result
    findings, sources = numbered(FindingWords(rulebook, result).views())
    questions = open_questions_of(rulebook, result)
    sections = tuple(SectionWords(rulebook, result, findings).views())
    history = tuple(history_of(summary))
    worse = tuple(finding for finding in findings if stands_before(finding, questions))
    return SummaryPage(
        head=head_of(summary, today),
        verdict=verdict_of(rulebook, result, findings, questions),
        change=change_of(summary),
        worse=worse,
        questions=questions,
        milder=findings[len(worse) :],
        own_words=own_words_in(sections),
        kept=tuple(kept_answers(rulebook, summary.set_aside)),
        sections=sections,
        offers=tuple(offers_of(rulebook, result)),
        history=history,
        shown=next(row for row in history if row.is_shown),
        rulebook_title=rulebook.title,
        printed=day_words(today),
        rulebook_digest=rulebook.digest,
        sources=sources,
    )


def with_decisions(page: SummaryPage, decided: Mapping[str, Decided], askable: frozenset[str]) -> SummaryPage:
    """The page with what was decided on each finding, and a way to correct each answer in `askable`."""

    def correctable(section: SectionView) -> SectionView:
        answers = [
            replace(one, correct_href=reverse("review:correct", args=[appointment, answer_code(one.link_id)]))
            if one.link_id in askable
            else one
            for one in section.answers
        ]
        return replace(section, answers=tuple(answers))

    appointment = page.head.appointment_id
    return replace(
        page,
        worse=tuple(replace(finding, decided=decided[finding.rule]) for finding in page.worse),
        milder=tuple(replace(finding, decided=decided[finding.rule]) for finding in page.milder),
        sections=tuple(map(correctable, page.sections)),
    )


def head_of(summary: Summary, today: date) -> SummaryHead:
    """The head of the page."""
    evaluation, result = summary.evaluation, summary.result
    return SummaryHead(
        appointment_id=summary.appointment.pk,
        name=summary.patient.name,
        age=years_old(summary.patient.age_on(evaluation.on)),
        birth_date=day_words(summary.patient.birth_date),
        when=when_words(evaluation.appointment_at, today),
        moment=moment_words(evaluation.appointment_at),
        treatments=treatment_words(summary.rulebook, result["treatments"]),
        areas=area_words(summary.rulebook, result["answers"].get(TREATMENT_AREAS, [])) or _("no area given"),
        is_cancelled=summary.appointment.status == Appointment.Status.CANCELLED,
        is_current=evaluation.is_current,
    )


def years_old(age: int) -> str:
    """An age in completed years."""
    return ngettext("%(age)d year", "%(age)d years", age) % {"age": age}


def stands_before(finding: FindingView, questions: OpenQuestions | None) -> bool:
    """Whether a finding stands above the block of open questions."""
    if questions is None:
        return True
    return Severity.from_code(finding.severity) >= Severity.from_code(questions.severity)


def own_words_in(sections: tuple[SectionView, ...]) -> tuple[OwnWords, ...]:
    """What the patient wrote freely, all of it in one place."""
    answers = [answer for section in sections for answer in section.answers]
    return tuple(OwnWords(answer.question, text) for answer in answers for text in answer.own_words)
