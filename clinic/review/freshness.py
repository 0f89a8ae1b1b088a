"""How old the answers are, and whether anything has changed since, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.results.words import day_words, span_words
from screening.services.review import Freshness


@dataclass(frozen=True, slots=True)
class FreshnessView:
    """Two sentences, each with a tone and an icon: the age, and what the patient has said since."""

    age: str
    age_tone: str
    age_icon: str
    told: str
    told_tone: str
    told_icon: str


def freshness_view(freshness: Freshness, today: date, appointment_on: date) -> FreshnessView:
    """The state of the answers on a day."""
    told, tone, icon = told_words(freshness, today, appointment_on)
    return FreshnessView(
        age=f"{age_words(freshness, today)} {expiry_words(freshness, appointment_on)}".strip(),
        age_tone=age_tone(freshness, appointment_on),
        age_icon="clock",
        told=told,
        told_tone=tone,
        told_icon=icon,
    )


def age_words(freshness: Freshness, today: date) -> str:
    """How old the answers are, and until when they count."""
    given = timezone.localdate(freshness.given_at)
    words = {
        "day": day_words(given),
        "age": span_words(given, max(given, today)),
        "last": day_words(freshness.valid_until),
    }
    if freshness.is_too_old:
        text = _("Answered on %(day)s, %(age)s ago: too old since %(last)s. Ask the patient to answer anew.")
    elif given >= today:
        text = _("Answered today, and valid until %(last)s.")
    else:
        text = _("Answered on %(day)s, %(age)s ago, and valid until %(last)s.")
    return text % words


def expires_before(freshness: Freshness, appointment_on: date) -> bool:
    """Whether the answers still count today, and no longer on the day of the appointment."""
    return not freshness.is_too_old and freshness.valid_until < appointment_on


def expiry_words(freshness: Freshness, appointment_on: date) -> str:
    """A warning where the appointment lies after the day until which the answers count."""
    if not expires_before(freshness, appointment_on):
        return ""
    return _("The appointment lies after that day: the patient has to answer anew before it.")


def age_tone(freshness: Freshness, appointment_on: date) -> str:
    """How much the age of the answers matters."""
    if freshness.is_too_old:
        return "stop"
    return "care" if expires_before(freshness, appointment_on) else ""


def told_words(freshness: Freshness, today: date, appointment_on: date) -> tuple[str, str, str]:
    """What the patient has said about changes; a tone and an icon."""
    first = freshness.asked_from
    if freshness.is_due and today <= appointment_on:
        text = _("“Has anything changed?” is due: the patient has not said so yet.")
        return text, "care", "circle-question-mark"
    if freshness.told_at is not None and timezone.localdate(freshness.told_at) >= first:
        return nothing_changed(freshness.told_at, freshness.told_to), "go", "circle-check"
    if today < first:
        text = _("From %(day)s the patient is asked whether anything has changed.") % {
            "day": day_words(first)
        }
        return text, "", "circle-question-mark"
    if timezone.localdate(freshness.given_at) >= first:
        return (
            _("Answered so shortly before the appointment that nothing is asked again."),
            "",
            "circle-check",
        )
    return _("The patient was not asked whether anything had changed."), "care", "circle-question-mark"


def nothing_changed(at: datetime, to: str) -> str:
    """When the patient said that nothing had changed, and to whom."""
    day = day_words(timezone.localdate(at))
    if to:
        return _("Nothing has changed, the patient said on %(day)s to %(name)s.") % {"day": day, "name": to}
    return _("Nothing has changed, the patient said on %(day)s.") % {"day": day}
