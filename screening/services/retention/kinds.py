"""The kinds of what is stored, each with how long it is kept and how it is removed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DAYS, YEARS = "DAYS", "YEARS"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `setting` says how long; none: it goes once it is of no more use, as `word` says.

    `count` tells how many are past their time at a moment; `remove` removes some of them, at most as many as
    it is told, each batch in a transaction of its own, and returns how many.
    """

    code: str
    word: "_StrPromise"
    count: Callable[[datetime], int]
    remove: Callable[[datetime, int], int]
    setting: str = ""

    @property
    def period(self) -> str:
        """How long it is kept, in words."""
        if not self.setting:
            return str(_("until it is of no more use"))
        number = getattr(settings, self.setting)
        if self.setting.endswith(YEARS):
            return ngettext("%(count)d year", "%(count)d years", number) % {"count": number}
        return ngettext("%(count)d day", "%(count)d days", number) % {"count": number}


_kinds: dict[str, Kind] = {}


def add_kinds(*kinds: Kind) -> None:
    """Have these removed as well (each app adds its own, when it is made ready)."""
    _kinds.update({kind.code: kind for kind in kinds})


def kinds() -> tuple[Kind, ...]:
    """All of them, in the order they are removed: those somebody set a time for first."""
    return tuple(sorted(_kinds.values(), key=lambda kind: not kind.setting))


def days_before(now: datetime, setting: str) -> datetime:
    """The moment before which what is kept for that many days is past its time."""
    return now - timedelta(days=getattr(settings, setting))


def years_before(now: datetime, years: int) -> datetime:
    """The same day and time that many years before; of a 29 February, the 28th."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)
