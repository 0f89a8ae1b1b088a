"""Failing cases by rule, each with what it expects and what comes out, to be taken over together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clinic.rulebook.presenters.cases import kind_of
from clinic.rulebook.presenters.mismatches import Failures, told
from clinic.rulebook.presenters.words import day_of
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.cases.filters import WHOLE
from screening.engine import Rulebook
from screening.services.rulebook.taking_over import Takeover, takeovers


@dataclass(frozen=True, slots=True)
class TakeoverRow:
    """One failing case. `left` says why it cannot be taken over; empty where it can."""

    name: str
    title: str
    kind: str
    on: date
    failing: Failures
    left: Failures
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class TakeoverGroup:
    """The failing cases of one rule, or of the whole questionnaire; `rule` names it in the address."""

    rule: str
    title: str
    rows: tuple[TakeoverRow, ...]

    @property
    def possible(self) -> int:
        """How many of them can be taken over."""
        return sum(not row.left for row in self.rows)


def takeover_groups(here: Here, rule: str, ticked: Collection[str] | None) -> list[TakeoverGroup]:
    """The failing cases by rule; `rule` empty: of every one. `ticked` None: all that can be are ticked."""
    found: dict[str, list[Takeover]] = {}
    for one in takeovers(here.rulebook, here.document) if here.partial.is_sound else ():
        found.setdefault(one.case.rule or WHOLE, []).append(one)
    chosen = {key: rows for key, rows in found.items() if not rule or key == rule}
    return [group_of(here.rulebook, key, rows, ticked) for key, rows in chosen.items()]


def group_of(
    rulebook: Rulebook, key: str, rows: list[Takeover], ticked: Collection[str] | None
) -> TakeoverGroup:
    """The failing cases of one rule."""
    title = _("The whole questionnaire") if key == WHOLE else rulebook.rules[key].title
    return TakeoverGroup(key, title, tuple(row_of(rulebook, one, ticked) for one in rows))


def row_of(rulebook: Rulebook, one: Takeover, ticked: Collection[str] | None) -> TakeoverRow:
    """One failing case."""
    return TakeoverRow(
        name=one.name,
        title=one.case.title or one.name,
        kind=kind_of(one.case),
        on=day_of(one.case.on),
        failing=told(rulebook, one.failing),
        left=told(rulebook, one.left),
        is_ticked=one.is_possible and (ticked is None or one.name in ticked),
    )
