"""Who may perform and sign off which treatment: a grid of people and treatments with two ticks each.

A tick is named `kind:user:treatment`. Only what somebody changed is stored, so that two administrators who
work on different cells do not undo each other's work.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import User
from clinic.accounts.roles import CLINICAL
from screening.models import TreatmentPermission
from screening.services.audit import Actor
from screening.services.review import list_permissions, set_permission
from screening.services.rulebook import active_version, rulebook_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PERFORM, SIGN_OFF = "perform", "sign_off"
KINDS: "dict[str, _StrPromise]" = {PERFORM: _("Performs"), SIGN_OFF: _("Signs off")}


class ChangedMeanwhile(Exception):
    """A tick stands for a person or a treatment that is not on the page any more, or never was."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One box: whose, for which treatment and what; whether it is ticked, and whether it was when stored."""

    kind: str
    user: User
    treatment: str
    title: str
    on: bool
    stored: bool

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{self.kind}:{self.user.pk}:{self.treatment}"

    @property
    def word(self) -> str:
        """What it says beside the box."""
        return str(KINDS[self.kind])


@dataclass(frozen=True, slots=True)
class Person:
    """One row: a person with the ticks of each treatment."""

    user: User
    cells: tuple[tuple[Tick, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The page: short titles of the treatments, and a row for everybody who may decide."""

    treatments: tuple[str, ...]
    people: tuple[Person, ...]

    @property
    def ticks(self) -> dict[str, Tick]:
        """Every tick by its name."""
        return {tick.name: tick for person in self.people for ticks in person.cells for tick in ticks}

    def with_ticks(self, names: Set[str]) -> "Grid":
        """The same with these boxes ticked, as somebody left them on the page."""
        people = [
            replace(
                person,
                cells=tuple(
                    tuple(replace(tick, on=tick.name in names) for tick in ticks) for ticks in person.cells
                ),
            )
            for person in self.people
        ]
        return replace(self, people=tuple(people))


def read_grid() -> Grid:
    """The grid as it is stored: active practitioners and leads by name, treatments of the active rulebook.

    ScreeningUnavailable where there is no rulebook to name the treatments.
    """
    treatments = rulebook_of(active_version()).treatments
    allowed = {(row.user_id, row.treatment): row for row in list_permissions()}
    users = User.objects.filter(is_active=True, groups__name__in=CLINICAL).distinct()
    people = [
        Person(
            user,
            tuple(
                ticks_of(user, code, treatment.short_title, allowed.get((user.pk, code)))
                for code, treatment in treatments.items()
            ),
        )
        for user in users.order_by("full_name", "email")
    ]
    return Grid(tuple(one.short_title for one in treatments.values()), tuple(people))


def ticks_of(user: User, code: str, title: str, row: TreatmentPermission | None) -> tuple[Tick, ...]:
    """The two ticks of one cell."""
    stored = {
        PERFORM: row is not None and row.may_perform,
        SIGN_OFF: row is not None and row.may_sign_off,
    }
    return tuple(Tick(kind, user, code, title, on, on) for kind, on in stored.items())


@transaction.atomic
def change_permissions(*, given: Iterable[str], taken: Iterable[str], by: Actor) -> int:
    """Tick and clear the boxes of these names; how many boxes were changed. All are stored or none.

    ChangedMeanwhile where a name is not on the page.
    """
    wanted = dict.fromkeys(given, True) | dict.fromkeys(taken, False)
    # Whoever else changes permissions waits here, so that what is read next stays true until it is stored.
    list(User.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    ticks = read_grid().ticks
    if not set(wanted) <= set(ticks):
        raise ChangedMeanwhile
    changed = [ticks[name] for name, on in wanted.items() if ticks[name].stored != on]
    for user, treatment in {(tick.user, tick.treatment): None for tick in changed}:
        after = {
            tick.kind: wanted.get(tick.name, tick.stored)
            for tick in ticks.values()
            if (tick.user, tick.treatment) == (user, treatment)
        }
        set_permission(
            treatment=treatment,
            user=user,
            may_perform=after[PERFORM],
            may_sign_off=after[SIGN_OFF],
            by=by,
        )
    return len(changed)
