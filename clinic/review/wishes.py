"""What the patient wants put right, as the record shows it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.results.words import stamp_words
from screening.engine import Rulebook
from screening.models import Appointment, CorrectionRequest


@dataclass(frozen=True, slots=True)
class Wish:
    """One request: what it is about, in the patient's words, and the reply where there is one."""

    about: str
    text: str
    when: str
    is_open: bool
    state: str
    reply: str
    by: str
    href: str


def wishes_of(appointment: Appointment, rulebook: Rulebook) -> tuple[Wish, ...]:
    """Everything the patient asked to have put right at this appointment; what waits comes first."""
    rows = list(CorrectionRequest.objects.filter(appointment=appointment.pk).in_order())
    return tuple(wish_of(one, rulebook) for one in sorted(rows, key=lambda one: not one.is_open))


def wish_of(one: CorrectionRequest, rulebook: Rulebook) -> Wish:
    """One request."""
    return Wish(
        about=about_words(one, rulebook),
        text=one.text,
        when=stamp_words(one.made_at),
        is_open=one.is_open,
        state=one.get_status_display(),
        reply=one.reply,
        by=f"{one.closed_by}, {stamp_words(one.closed_at)}" if one.closed_at else "",
        href=reverse("review:wish", args=[one.appointment_id, one.pk]),
    )


def about_words(one: CorrectionRequest, rulebook: Rulebook) -> str:
    """What a request is about."""
    if one.about == CorrectionRequest.About.CONTACT:
        return _("Name or contact details")
    return rulebook.items[one.link_id].label if one.link_id in rulebook.items else _("An answer")
