"""What happened to an appointment, in words."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clinic.results.words import stamp_words
from clinic.review.history import cause_words
from screening.engine import Rulebook
from screening.models import (
    AuditEvent,
    FindingDecision,
    OutboxMessage,
    ReviewChange,
    SignOff,
    TreatmentRecord,
)
from screening.services.review import Entry, What

AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line: when, what, who; `times` words where it recurred.

    Where it is an evaluation, `eligibility` is its result and `href` leads to what was known then.
    """

    at: str
    text: str
    who: str
    eligibility: str
    times: str
    tone: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The newest lines, and the others, which are folded away."""

    newest: tuple[TimelineRow, ...]
    older: tuple[TimelineRow, ...]


def timeline_view(entries: Sequence[Entry], rulebook: Rulebook, appointment_id: uuid.UUID) -> TimelineView:
    """The timeline of an appointment; rules and treatments are named by this rulebook."""
    rows = tuple(replace(row_of(entry, rulebook), href=href_of(entry, appointment_id)) for entry in entries)
    return TimelineView(rows[:AT_ONCE], rows[AT_ONCE:])


def href_of(entry: Entry, appointment_id: uuid.UUID) -> str:
    """Where an evaluation stands as it was made; empty for anything else."""
    if entry.what is not What.EVALUATED:
        return ""
    return reverse("review:evaluation", args=[appointment_id, entry.number])


def row_of(entry: Entry, rulebook: Rulebook) -> TimelineRow:
    """One line."""
    return TimelineRow(
        at=stamp_words(entry.at),
        text=WORDS[entry.what](entry, rulebook),
        who=entry.name or by_words(entry),
        eligibility=entry.detail if entry.what is What.EVALUATED else "",
        times=times_words(entry.times),
        tone=TONES.get((entry.what, entry.code), ""),
    )


def by_words(entry: Entry) -> str:
    """Who did something that no member of staff did."""
    if entry.by == AuditEvent.ActorKind.PATIENT:
        return pgettext("made by", "the patient")
    return pgettext("made by", "the system")


def times_words(times: int) -> str:
    """How often on that day; empty for once."""
    if times < 2:
        return ""
    return ngettext("%(count)d time that day", "%(count)d times that day", times) % {"count": times}


def link_made(entry: Entry, _rulebook: Rulebook) -> str:
    """How a link was handed out."""
    return {"copy": _("Link copied"), "print": _("Link printed as QR code")}.get(entry.code, _("Link made"))


def message_sent(entry: Entry, _rulebook: Rulebook) -> str:
    """Which message went out."""
    kind = OutboxMessage.Kind(entry.code).label
    return _("E-mail sent: %(message)s") % {"message": kind}


def message_failed(entry: Entry, _rulebook: Rulebook) -> str:
    """Which message could not be delivered."""
    kind = OutboxMessage.Kind(entry.code).label
    return _("E-mail could not be delivered: %(message)s") % {"message": kind}


def changed(entry: Entry, _rulebook: Rulebook) -> str:
    """What else happened in the review."""
    return str(ReviewChange.Kind(entry.code).label).rstrip(".")


def decided(entry: Entry, rulebook: Rulebook) -> str:
    """What was decided about which finding."""
    rule = rulebook.rules.get(entry.detail)
    title = entry.detail if rule is None else rule.title
    words = {
        FindingDecision.Kind.ACKNOWLEDGED: _("Acknowledged: %(finding)s"),
        FindingDecision.Kind.OVERRIDDEN: _("Overridden: %(finding)s"),
        FindingDecision.Kind.RESOLVED: _("Resolved by a letter: %(finding)s"),
        FindingDecision.Kind.PATIENT_ASKED: _("Patient asked about: %(finding)s"),
    }
    return words[FindingDecision.Kind(entry.code)] % {"finding": title}


def signed_off(entry: Entry, _rulebook: Rulebook) -> str:
    """How it was signed off."""
    return _("Signed off: %(outcome)s") % {"outcome": SignOff.Outcome(entry.code).label}


def fell_away(entry: Entry, _rulebook: Rulebook) -> str:
    """Why a sign-off no longer stood."""
    return _("The sign-off fell away: %(why)s") % {"why": SignOff.Why(entry.code).label}


def treated(entry: Entry, rulebook: Rulebook) -> str:
    """What was recorded on the treatment day."""
    treatment = rulebook.treatments.get(entry.detail)
    words = {"treatment": entry.detail if treatment is None else treatment.short_title}
    if entry.code == TreatmentRecord.Status.ENTERED_IN_ERROR:
        return _("Record of the treatment withdrawn: %(treatment)s") % words
    if entry.what is What.AMENDED:
        return _("Record of the treatment amended: %(treatment)s") % words
    if entry.code == TreatmentRecord.Status.STOPPED:
        return _("Treated, ended early: %(treatment)s") % words
    return _("Treated: %(treatment)s") % words


WORDS: dict[What, Callable[[Entry, Rulebook], str]] = {
    What.BOOKED: lambda _entry, _rulebook: _("Appointment booked"),
    What.MOVED: lambda _entry, _rulebook: _("Appointment moved"),
    What.PROCEDURE_CHANGED: lambda _entry, _rulebook: _("Treatment or areas changed"),
    What.CANCELLED: lambda _entry, _rulebook: _("Appointment cancelled"),
    What.LINK_MADE: link_made,
    What.LINK_OPENED: lambda _entry, _rulebook: _("Link opened"),
    What.LINK_REVOKED: lambda _entry, _rulebook: _("Link revoked"),
    What.MESSAGE_SENT: message_sent,
    What.MESSAGE_FAILED: message_failed,
    What.TABLET_STARTED: lambda _entry, _rulebook: _("Questionnaire started on the tablet"),
    What.STARTED: lambda _entry, _rulebook: _("Questionnaire begun"),
    What.EVALUATED: lambda entry, _rulebook: cause_words(entry.code),
    What.READ: lambda _entry, _rulebook: _("Summary read"),
    What.EXPORTED: lambda _entry, _rulebook: _("Summary saved as PDF"),
    What.COPIED: lambda _entry, _rulebook: _("Own answers saved as PDF"),
    What.CHANGED: changed,
    What.DECIDED: decided,
    What.SIGNED_OFF: signed_off,
    What.FELL_AWAY: fell_away,
    What.TREATED: treated,
    What.AMENDED: treated,
}

TONES: dict[tuple[What, str], str] = {
    (What.SIGNED_OFF, SignOff.Outcome.PROCEED): "go",
    (What.SIGNED_OFF, SignOff.Outcome.PROCEED_WITH_CONDITIONS): "go",
    (What.SIGNED_OFF, SignOff.Outcome.POSTPONE): "wait",
    (What.SIGNED_OFF, SignOff.Outcome.DECLINE): "stop",
    (What.MESSAGE_FAILED, OutboxMessage.Kind.INVITATION): "stop",
}
"""What is marked by a tone beside its words."""
