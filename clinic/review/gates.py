"""The gate in words: for lists its state, for the page of one record also why it is on hold."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clinic.results.words import day_words
from screening.models import Review
from screening.services.review import GateNow, Hold

Gate = Review.Gate


@dataclass(frozen=True, slots=True)
class GateView:
    """A tone, an icon and a word, and whether it says more than "not yet"."""

    tone: str
    icon: str
    word: str
    is_closed: bool


def gate_view(gate: str) -> GateView:
    """How a gate looks."""
    looks = {
        Gate.ON_HOLD: ("", "hourglass", pgettext("gate", "On hold")),
        Gate.CLEARED: ("go", "circle-check", pgettext("gate", "Cleared")),
        Gate.DECLINED: ("stop", "ban", pgettext("gate", "Declined")),
    }
    tone, icon, word = looks[Gate(gate)]
    return GateView(tone, icon, word, gate == Gate.ON_HOLD)


def hold_words(gate: GateNow, review: Review) -> list[str]:
    """Why a gate is on hold; nothing where it is not."""
    words = {
        Hold.CANCELLED: _("The appointment has been cancelled."),
        Hold.WITHDRAWN: _("The patient has withdrawn the form."),
        Hold.NO_ANSWERS: _("There are no answers yet."),
        Hold.NOT_SIGNED_OFF: _("Nobody has signed it off."),
        Hold.POSTPONED: postponed_words(review),
        Hold.NOT_CHECKED: _("It has not been checked against the newest rulebook yet."),
        Hold.ANSWERS_TOO_OLD: _("The answers are too old. Ask the patient to go through them again."),
        Hold.RECHECK_DUE: _("The patient has yet to say whether anything has changed."),
    }
    return [words[hold] for hold in gate.holds]


def postponed_words(review: Review) -> str:
    """Until when it was postponed."""
    if review.recall_on is None:
        return _("It was postponed.")
    return _("It was postponed to %(day)s.") % {"day": day_words(review.recall_on)}
