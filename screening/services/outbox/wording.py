"""What the messages say. Anybody may see a mail: no health word, no name, no treatment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from screening.models import OutboxMessage

When = Mapping[str, str]
"""The appointment's `day` and `time`, as they are written in the language in force."""

LEFT_TO_RIGHT = "\u200e"
"""Keeps the groups of a telephone number in their order within a text that runs from right to left."""


@dataclass(frozen=True, slots=True)
class Words:
    """A message before it is laid out: paragraphs, and what the button to the link says."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it is sent."""

    subject: str
    text: str
    html: str


def written_out(local: datetime) -> str:
    """The day in words, in the language in force."""
    return date_format(local, pgettext("Django's format of a day written out", "l j F Y"))


def compose(message: OutboxMessage, *, link: str = "") -> Mail:
    """The message in its patient's language, with the link where it brings one."""
    appointment = message.appointment
    local = timezone.localtime(appointment.starts_at)
    with translation.override(appointment.patient.language):
        day = written_out(local)
        words = WRITERS[message.kind]({"day": day, "time": f"{local:%H:%M}"})
        context = {
            "words": words,
            "link": link,
            "language": appointment.patient.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "left_to_right": LEFT_TO_RIGHT if translation.get_language_bidi() else "",
            "clinic_name": settings.CLINIC_NAME,
            "clinic_phone": settings.CLINIC_PHONE,
        }
        return Mail(
            subject=words.subject,
            text=render_to_string("mail/message.txt", context),
            html=render_to_string("mail/message.html", context),
        )


def invitation(when: When) -> Words:
    """The questions are there to be answered."""
    return Words(
        _("A few questions before your appointment"),
        (
            _("You have an appointment with us on %(day)s at %(time)s.") % when,
            _("Please answer a few questions before you come. You can stop and go on later."),
        ),
        _("Answer the questions"),
    )


def reminder(when: When) -> Words:
    """Some questions are still open."""
    return Words(
        _("Reminder: a few questions before your appointment"),
        (
            _("Your appointment is on %(day)s at %(time)s, and some questions are still open.") % when,
            _("Please answer them before you come. What you have filled in already is still there."),
        ),
        _("Go on with the questions"),
    )


def recheck(when: When) -> Words:
    """Shortly before the appointment."""
    return Words(
        _("Has anything changed before your appointment?"),
        (
            _("We look forward to seeing you on %(day)s at %(time)s.") % when,
            _("Please tell us whether anything has changed since you answered our questions."),
        ),
        _("Tell us"),
    )


def request(when: When) -> Words:
    """The clinic asks for some answers again."""
    return Words(
        _("Please complete a few answers"),
        (
            _("For your appointment on %(day)s at %(time)s we need a few more answers.") % when,
            _("Please follow the link and complete them. It takes a few minutes."),
        ),
        _("Complete the answers"),
    )


def moved(when: When) -> Words:
    """The appointment has another time."""
    return Words(
        _("Your appointment has a new time"),
        (
            _("Your appointment has been moved. It is now on %(day)s at %(time)s.") % when,
            _("If this does not suit you, please call us."),
        ),
    )


def cancelled(when: When) -> Words:
    """The appointment does not take place."""
    return Words(
        _("Your appointment has been cancelled"),
        (
            _("Your appointment on %(day)s at %(time)s has been cancelled.") % when,
            _("If you would like another one, please call us."),
        ),
    )


WRITERS: Mapping[str, Callable[[When], Words]] = {
    OutboxMessage.Kind.INVITATION: invitation,
    OutboxMessage.Kind.REMINDER: reminder,
    OutboxMessage.Kind.RECHECK: recheck,
    OutboxMessage.Kind.REQUEST: request,
    OutboxMessage.Kind.MOVED: moved,
    OutboxMessage.Kind.CANCELLED: cancelled,
}
