"""The clinic's side of one record, as its pages show it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.findings import FindingWords
from clinic.results.words import day_words, sentence
from clinic.review.decided import Decided, DecisionView, DecisionWords
from clinic.review.gates import GateView, gate_view, hold_words
from clinic.review.papers import Papers, papers_of
from clinic.review.signed import SignedView, signed_view
from screening.engine import Severity
from screening.models import Appointment, Review
from screening.services.review import Hold, Record, Summary, fallen

if TYPE_CHECKING:
    from screening.models import PatientRequest

State = Review.State


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finding that only waits for answers, with what was decided about it."""

    title: str
    severity: str
    decided: Decided


@dataclass(frozen=True, slots=True)
class StandingView:
    """State, gate, sign-off, and everything decided, asked and written.

    `revision` is what a decision has to name. `gone` are decisions that stand no longer; `lost` says what the
    newest evaluation took away. `to_recheck`: the patient is to be asked whether anything has changed.
    """

    revision: int
    state: str
    since: str
    todo: str
    gate: GateView
    holds: tuple[str, ...]
    sign_off: SignedView | None
    earlier: tuple[SignedView, ...]
    by_rule: dict[str, Decided]
    waiting: tuple[Waiting, ...]
    gone: tuple[tuple[str, DecisionView], ...]
    lost: tuple[str, ...]
    papers: Papers
    to_recheck: bool
    may_await: bool
    is_awaiting: bool
    is_asking: bool
    is_withdrawn: bool
    sign_off_href: str


def standing_view(record: Record, summary: Summary) -> StandingView:
    """The clinic's side of the record whose newest evaluation `summary` is."""
    review, result = record.review, summary.result
    words = DecisionWords(summary.rulebook, result, record)
    by_rule = words.by_rule()
    return StandingView(
        revision=review.revision,
        state=sentence(str(State(review.state).label)),
        since=day_words(timezone.localdate(review.since)),
        todo=todo_words(record, summary),
        gate=gate_view(record.gate.gate),
        holds=tuple(hold_words(record.gate, review)),
        sign_off=signed_view(record.sign_off) if record.sign_off else None,
        earlier=tuple(signed_view(one) for one in reversed(record.sign_offs) if not one.is_current),
        by_rule=by_rule,
        waiting=waiting_of(summary, by_rule),
        gone=tuple(words.gone()),
        lost=tuple(lost_words(record, summary, words)),
        papers=papers_of(record, summary.rulebook),
        to_recheck=Hold.RECHECK_DUE in record.gate.holds,
        may_await=review.state == State.NEEDS_REVIEW and is_held(record),
        is_awaiting=review.state == State.WAITING_FOR_CLEARANCE,
        is_asking=record.open_request is not None,
        is_withdrawn=review.state == State.WITHDRAWN,
        sign_off_href=reverse("review:sign_off", args=[review.appointment_id]),
    )


def is_held(record: Record) -> bool:
    """Whether anything found waits for clearance."""
    return any(one.is_undecided and one.held.severity is Severity.CLEARANCE for one in record.findings)


def waiting_of(summary: Summary, by_rule: dict[str, Decided]) -> tuple[Waiting, ...]:
    """The findings that only wait for answers."""
    findings = FindingWords(summary.rulebook, summary.result).waiting()
    rules = summary.rulebook.rules
    return tuple(Waiting(rules[one["rule"]].title, one["severity"], by_rule[one["rule"]]) for one in findings)


def todo_words(record: Record, summary: Summary) -> str:
    """What is left to do before it can go ahead, in a sentence."""
    if summary.appointment.status == Appointment.Status.CANCELLED:
        return ""
    if record.review.state == State.WITHDRAWN:
        return _("The answers may not be used any more. Reception knows, and speaks with the patient.")
    if record.open_request is not None:
        return asked_words(record.open_request)
    if record.sign_off is not None:
        return ""
    if record.asks_correction:
        return _("The patient says that an answer is wrong. Look at it, and reply, before it can proceed.")
    undecided = {finding.held.rule for finding in record.findings if finding.is_undecided}
    if not undecided:
        return _("Nothing stands in the way of signing it off.")
    return ngettext(
        "%(count)d finding has to be overridden or resolved before this can proceed.",
        "%(count)d findings have to be overridden or resolved before this can proceed.",
        len(undecided),
    ) % {"count": len(undecided)}


def asked_words(request: "PatientRequest") -> str:
    """What the patient is being asked."""
    count = len(request.items)
    words = ngettext(
        "The patient was asked %(count)d question on %(day)s.",
        "The patient was asked %(count)d questions on %(day)s.",
        count,
    )
    return words % {"count": count, "day": day_words(timezone.localdate(request.made_at))}


def lost_words(record: Record, summary: Summary, words: DecisionWords) -> list[str]:
    """What the newest evaluation took away: decisions that no longer fit, and a sign-off."""
    if summary.previous is None:
        return []
    made_at = summary.evaluation.created_at
    before = [one for one in record.decisions if one.made_at < made_at]
    texts = [
        _("No longer stands: %(decision)s “%(title)s”, by %(who)s.")
        % {"decision": one.get_kind_display(), "title": words.title(one.rule), "who": one.made_by}
        for one in fallen(summary.previous, summary.result, before)
    ]
    gone = [one for one in record.sign_offs if one.fell_away_at and one.fell_away_at >= made_at]
    texts += [
        _("The sign-off “%(outcome)s” by %(who)s no longer stands: %(why)s.")
        % {
            "outcome": one.get_outcome_display(),
            "who": one.made_by,
            "why": one.get_fell_away_why_display(),
        }
        for one in gone
        if one.fell_away_why != one.Why.SIGNED_ANEW
    ]
    return texts
