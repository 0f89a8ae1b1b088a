"""Who else has a record open, and what has changed since a page was opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.results.words import stamp_words
from screening.models import Appointment, Presence, Review, ReviewChange
from screening.services.audit import Actor
from screening.services.review import changes_since, keep_open


@dataclass(frozen=True, slots=True)
class PresentView:
    """The others who are here, how much is new and what it is, and where to ask again."""

    others: tuple[str, ...]
    count: str
    changes: tuple[str, ...]
    href: str
    refresh: str


def present_view(appointment: Appointment, by: Actor, revision: int, now: datetime) -> PresentView:
    """Note that `by` has the record open since `revision`, and tell of the others."""
    others = keep_open(appointment=appointment, by=by, now=now)
    changes = changes_since(Review.objects.get(appointment=appointment), revision)
    count = len(changes)
    words = ngettext(
        "%(count)d change since you opened it", "%(count)d changes since you opened it", count
    ) % {"count": count}
    return PresentView(
        others=tuple(other_words(one) for one in others),
        count=words if count else "",
        changes=tuple(change_words(changes)),
        href=reverse("review:summary", args=[appointment.pk]),
        refresh=reverse("review:presence", args=[appointment.pk, revision]),
    )


def other_words(presence: Presence) -> str:
    """Who has it open, since when."""
    return _("%(who)s has this open since %(at)s") % {
        "who": presence.user,
        "at": f"{timezone.localtime(presence.opened_at):%H:%M}",
    }


def change_words(changes: Iterable[ReviewChange]) -> list[str]:
    """Each change, with who made it and when."""
    return [
        f"{change.get_kind_display()} {change.by}, {stamp_words(change.at)}"
        if change.by
        else f"{change.get_kind_display()} {stamp_words(change.at)}"
        for change in changes
    ]
