"""What still stands between a draft and its approval."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.rulebook.workshop.access import Here
from screening.engine import Problem
from screening.engine.rulebook.elements import element_at
from screening.services.errors import InvariantsNotProved
from screening.services.rulebook import refuse_unproved


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way, and where it is mended; `address` is empty where there is no page for it."""

    text: str
    address: str
    link: str


def obstacles_of(here: Here) -> list[Obstacle]:
    """Everything that stands in the way, the worst first; nothing where approval can be asked for."""
    errors = here.check.errors
    failing = [problem for problem in errors if is_of_case(problem)]
    found = []
    if count := len(errors) - len(failing):
        words = ngettext("%(count)d error in the rulebook", "%(count)d errors in the rulebook", count)
        address = reverse("rulebook:draft", args=[here.draft.pk])
        found.append(Obstacle(words % {"count": count}, f"{address}#errors", _("Show the errors")))
    if count := len({problem.place for problem in failing}):
        words = ngettext(
            "%(count)d case does not come out as expected",
            "%(count)d cases do not come out as expected",
            count,
        )
        found.append(Obstacle(words % {"count": count}, part(here, "draft_cases"), _("Open the cases")))
    return found + invariant_obstacles(here)


def invariant_obstacles(here: Here) -> list[Obstacle]:
    """Invariants that are broken, or not proved for the draft as it is."""
    address = part(here, "draft_invariants")
    try:
        refuse_unproved(here.draft)
    except InvariantsNotProved as refusal:
        if not refusal.broken:
            return [Obstacle(str(refusal), address, _("Prove them"))]
        return [
            Obstacle(_("Broken: %(title)s") % {"title": invariant_title(here, name)}, address, _("See where"))
            for name in refusal.broken
        ]
    return []


def invariant_title(here: Here, name: str) -> str:
    """What an invariant is called."""
    element = element_at(here.document, f"invariants/{name}") or {}
    return str(element.get("title") or name)


def is_of_case(problem: Problem) -> bool:
    """Whether a problem is a case that does not come out as it says."""
    return problem.place.startswith(("case ", "cases "))


def part(here: Here, name: str) -> str:
    """The address of a part of the draft; empty where there is no such part."""
    try:
        return reverse(f"rulebook:{name}", args=[here.draft.pk])
    except NoReverseMatch:
        return ""
