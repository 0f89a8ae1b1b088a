"""What to do next about one appointment, in a few words."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.findings import FindingWords
from clinic.results.words import day_words
from screening.engine import Rulebook
from screening.models import QuestionnaireResponse, Review
from screening.services.review import Hold, WorklistRow

State = Review.State


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their id, and whether they may be the second person."""

    user_id: uuid.UUID
    is_lead: bool


def next_step(row: WorklistRow, rulebook: Rulebook, reader: Reader) -> str:
    """What this reader does next with a row."""
    if any(one.made_by_id != reader.user_id for one in row.pending) and reader.is_lead:
        return _("Confirm or refuse an override")
    words: Mapping[str, Callable[[], str]] = {
        State.AWAITING_ANSWERS: lambda: awaited_words(row.review.appointment.response),
        State.NEEDS_REVIEW: lambda: to_decide(row, rulebook),
        State.WAITING_FOR_PATIENT: lambda: since(_("Patient asked on %(day)s"), row.review),
        State.WAITING_FOR_CLEARANCE: lambda: since(_("Letter awaited since %(day)s"), row.review),
        State.SIGNED_OFF: lambda: after_sign_off(row),
        State.WITHDRAWN: lambda: since(_("Withdrawn by the patient on %(day)s"), row.review),
    }
    return words[row.review.state]()


def awaited_words(response: QuestionnaireResponse) -> str:
    """How far the patient is with the questionnaire."""
    if response.started_at is None:
        return _("Questionnaire not started")
    begun = day_words(timezone.localdate(response.started_at))
    return _("Questionnaire begun on %(day)s") % {"day": begun}


def since(template: str, review: Review) -> str:
    """The template with the day the review came into its state."""
    return template % {"day": day_words(timezone.localdate(review.since))}


def to_decide(row: WorklistRow, rulebook: Rulebook) -> str:
    """How many findings to decide and open questions to clear up; with none left, to sign off."""
    if row.result is None:
        return ""
    held = {one.rule for one in row.undecided}
    waiting = {finding["rule"] for finding in FindingWords(rulebook, row.result).waiting()}
    parts = [
        findings_words(len(held - waiting)),
        questions_words(len(row.result["unanswered"])) if held & waiting else "",
        _("Second person awaited") if row.pending else "",
    ]
    return " · ".join(part for part in parts if part) or _("Sign off")


def findings_words(count: int) -> str:
    """So many findings to decide; nothing for none."""
    if not count:
        return ""
    return ngettext("Decide %(count)d finding", "Decide %(count)d findings", count) % {"count": count}


def questions_words(count: int) -> str:
    """So many questions to clear up."""
    return ngettext(
        "Clear up %(count)d open question", "Clear up %(count)d open questions", max(count, 1)
    ) % {"count": max(count, 1)}


def after_sign_off(row: WorklistRow) -> str:
    """What is left to do once it is signed off."""
    words = {
        Hold.POSTPONED: since_recall(row.review),
        Hold.ANSWERS_TOO_OLD: _("Have the answers given anew"),
        Hold.RECHECK_DUE: _("Ask whether anything has changed"),
        Hold.NOT_CHECKED: _("Is being checked anew"),
    }
    return next((words[hold] for hold in row.gate.holds if hold in words), _("Nothing left to do"))


def since_recall(review: Review) -> str:
    """From when to book again."""
    if review.recall_on is None:
        return _("Book again")
    return _("Book again from %(day)s") % {"day": day_words(review.recall_on)}
