"""What was written, asked, corrected and filed on one record."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.results.answers import AnswerWords
from clinic.results.words import stamp_words
from screening.engine import Rulebook
from screening.models import AnswerCorrection, Evidence, PatientRequest
from screening.services.review import Record


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter."""

    name: str
    about: str
    by: str
    href: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """What the patient was asked once."""

    questions: tuple[str, ...]
    message: str
    by: str
    status: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One corrected answer."""

    question: str
    before: str
    after: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Papers:
    """All of it, the newest first."""

    notes: tuple[NoteView, ...]
    letters: tuple[LetterView, ...]
    requests: tuple[RequestView, ...]
    corrections: tuple[CorrectionView, ...]


def papers_of(record: Record, rulebook: Rulebook) -> Papers:
    """The papers of a record."""
    return Papers(
        notes=tuple(
            NoteView(one.text, f"{one.made_by}, {stamp_words(one.made_at)}") for one in record.notes[::-1]
        ),
        letters=tuple(letter_view(one, record) for one in record.evidence[::-1]),
        requests=tuple(request_view(one, rulebook) for one in record.requests[::-1]),
        corrections=tuple(correction_view(one, rulebook) for one in record.corrections[::-1]),
    )


def letter_view(letter: Evidence, record: Record) -> LetterView:
    """One letter."""
    return LetterView(
        name=letter.name,
        about=f"{Evidence.MediaType(letter.media_type).label}, {filesizeformat(letter.size)}",
        by=f"{letter.uploaded_by}, {stamp_words(letter.uploaded_at)}",
        href=reverse("review:letter", args=[record.review.appointment_id, letter.pk]),
    )


def request_view(request: PatientRequest, rulebook: Rulebook) -> RequestView:
    """One request."""
    who = str(request.made_by) if request.made_by else _("the patient, who said that something has changed")
    closed = f", {stamp_words(request.closed_at)}" if request.closed_at else ""
    return RequestView(
        questions=tuple(label_in(rulebook, link_id) for link_id in request.items),
        message=request.message,
        by=f"{who}, {stamp_words(request.made_at)}",
        status=f"{request.get_status_display()}{closed}",
        is_open=request.status == PatientRequest.Status.OPEN,
    )


def correction_view(correction: AnswerCorrection, rulebook: Rulebook) -> CorrectionView:
    """One correction."""
    return CorrectionView(
        question=label_in(rulebook, correction.link_id),
        before=value_words(rulebook, correction.link_id, correction.before),
        after=value_words(rulebook, correction.link_id, correction.after),
        reason=correction.reason,
        by=f"{correction.made_by}, {stamp_words(correction.made_at)}",
    )


def label_in(rulebook: Rulebook, link_id: str) -> str:
    """A question's label; its id where this rulebook does not know it."""
    return rulebook.items[link_id].label if link_id in rulebook.items else link_id


def value_words(rulebook: Rulebook, link_id: str, value: object) -> str:
    """An answer in one line."""
    if link_id not in rulebook.items:
        return str(value)
    lines = AnswerWords(rulebook).lines(rulebook.items[link_id], value)
    return "; ".join(line.text for line in lines) or _("not answered")
