"""Sign-offs in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.results.words import day_words, sentence, stamp_words
from screening.models import SignOff
from screening.services.review import is_genuine

Outcome = SignOff.Outcome


@dataclass(frozen=True, slots=True)
class SignedView:
    """One sign-off. `is_genuine`: what is kept as signed is what the digest was made from."""

    title: str
    tone: str
    icon: str
    by: str
    conditions: str
    note: str
    digest: str
    decisions: int
    evaluation: str
    is_genuine: bool
    why: str


def signed_view(sign_off: SignOff) -> SignedView:
    """One sign-off."""
    tone, icon = looks_of(sign_off)
    return SignedView(
        title=outcome_words(sign_off),
        tone=tone,
        icon=icon,
        by=f"{sign_off.made_by}, {stamp_words(sign_off.made_at)}",
        conditions=sign_off.conditions,
        note=sign_off.note,
        digest=sign_off.digest,
        decisions=len(sign_off.signed["decisions"]),
        evaluation=sign_off.signed["evaluation"],
        is_genuine=is_genuine(sign_off),
        why=why_words(sign_off),
    )


def looks_of(sign_off: SignOff) -> tuple[str, str]:
    """Tone and icon of an outcome."""
    looks = {
        Outcome.PROCEED: ("go", "circle-check"),
        Outcome.PROCEED_WITH_CONDITIONS: ("care", "circle-check"),
        Outcome.POSTPONE: ("wait", "calendar-clock"),
        Outcome.DECLINE: ("stop", "ban"),
    }
    return looks[Outcome(sign_off.outcome)]


def outcome_words(sign_off: SignOff) -> str:
    """The outcome, with its day where it has one."""
    if sign_off.postponed_to is not None:
        return _("Postpone to %(day)s") % {"day": day_words(sign_off.postponed_to)}
    return sentence(str(Outcome(sign_off.outcome).label))


def why_words(sign_off: SignOff) -> str:
    """Why and when a sign-off fell away; empty for the one that stands."""
    if sign_off.fell_away_at is None:
        return ""
    return _("No longer stands since %(when)s: %(why)s.") % {
        "when": stamp_words(sign_off.fell_away_at),
        "why": sign_off.get_fell_away_why_display(),
    }
