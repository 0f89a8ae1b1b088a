"""Where each role works: what stands in the top bar, and where the home page leads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.accounts.roles import (
    ADMINISTRATOR,
    CLINICAL,
    CLINICAL_LEAD,
    PRACTITIONER,
    RECEPTION,
    RULEBOOK_EDITOR,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the website. `name` is its first page, `roles` may open it, `home_of` begin there."""

    name: str
    word: "_StrPromise"
    roles: frozenset[str]
    home_of: frozenset[str]

    @property
    def area(self) -> str:
        """The namespace of its pages, by which the top bar marks where one is."""
        return self.name.partition(":")[0]

    @property
    def address(self) -> str:
        """The address of its first page."""
        return reverse(self.name)


PLACES = (
    Place(
        "review:worklist",
        _("Worklist"),
        roles=frozenset(CLINICAL),
        home_of=frozenset({PRACTITIONER, CLINICAL_LEAD}),
    ),
    Place(
        "desk:day",
        _("Desk"),
        roles=frozenset({RECEPTION, *CLINICAL}),
        home_of=frozenset({RECEPTION}),
    ),
    Place(
        "rulebook:index",
        _("Rulebook"),
        roles=frozenset({*CLINICAL, RULEBOOK_EDITOR, ADMINISTRATOR}),
        home_of=frozenset({RULEBOOK_EDITOR}),
    ),
    Place(
        "accounts:staff",
        _("Staff"),
        roles=frozenset({ADMINISTRATOR}),
        home_of=frozenset({ADMINISTRATOR}),
    ),
    Place(
        "audit:trail",
        _("Audit trail"),
        roles=frozenset({ADMINISTRATOR}),
        home_of=frozenset(),
    ),
    Place(
        "data:index",
        _("Data"),
        roles=frozenset({CLINICAL_LEAD, ADMINISTRATOR}),
        home_of=frozenset(),
    ),
)
"""In the order of the top bar. Somebody with several roles begins in the first that is theirs."""


def places_of(roles: frozenset[str]) -> list[Place]:
    """The parts these roles may open."""
    return [place for place in PLACES if roles & place.roles]


def home_address(roles: frozenset[str]) -> str:
    """Where these roles begin; empty where nothing is theirs."""
    own = [place.address for place in places_of(roles) if roles & place.home_of]
    return own[0] if own else ""
