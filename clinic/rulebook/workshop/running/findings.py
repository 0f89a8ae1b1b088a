"""What the analysis found, by kind, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.presenters.places import page_of, title_of
from clinic.rulebook.workshop.running.examples import ExampleView, example_view
from screening.engine.rulebook.elements import PlaceError, element_at

KINDS: Mapping[str, tuple[Words, Words]] = {
    "milder": (
        _("Milder than the active version"),
        _("For the same answers the draft says less than what patients are checked against now."),
    ),
    "never_fires": (_("Rules that can never fire"), _("No answers whatever make them true.")),
    "never_certain": (
        _("Rules that are never certain"),
        _("They are only ever possible: no answers make them certainly true."),
    ),
    "redundant_branch": (
        _("Branches that change nothing"),
        _("Whenever they are true, another branch of the rule is at least as bad."),
    ),
    "same_rules": (_("Rules that always fire together"), _("They may be one rule.")),
    "unused_option": (_("Answers nothing reacts to"), _("Choosing them changes no result.")),
    "unused_question": (_("Questions asked for nothing"), _("No answer to them changes any result.")),
    "undecided": (_("Not decided"), _("The solver gave up here: look for yourself.")),
}
"""For each kind its heading and what it means."""


@dataclass(frozen=True, slots=True)
class FoundView:
    """One finding of the analysis. `before` are the same answers as the active version takes them."""

    title: str
    address: str
    message: str
    example: ExampleView | None
    problem: str


@dataclass(frozen=True, slots=True)
class FoundKind:
    """The findings of one kind."""

    kind: str
    title: Words
    about: Words
    findings: tuple[FoundView, ...]


def found_kinds(here: Here, rows: list[Mapping[str, Any]]) -> list[FoundKind]:
    """The findings by kind, in the order of the kinds; a kind without findings is left out."""
    kinds = dict.fromkeys([*KINDS, *(row["kind"] for row in rows)])
    grouped = {kind: tuple(found_view(here, row) for row in rows if row["kind"] == kind) for kind in kinds}
    return [
        FoundKind(kind, title, about, grouped[kind])
        for kind in kinds
        for title, about in [KINDS.get(kind, (kind, ""))]
        if grouped[kind]
    ]


def found_view(here: Here, row: Mapping[str, Any]) -> FoundView:
    """One finding."""
    place = row["place"]
    raw = row["example"]
    return FoundView(
        title=titled(here, place),
        address=page_of(here.draft, place) if "/" in place else "",
        message=row["message"],
        example=None if raw is None else example_view(here.rulebook, raw, row["on"] or "", row["treatments"]),
        problem=row["problem"],
    )


def titled(here: Here, place: str) -> str:
    """What people call the element at a place; a place of the draft as it was may be gone."""
    try:
        return title_of(place, element_at(here.document, place) if "/" in place else None)
    except PlaceError:
        return place
