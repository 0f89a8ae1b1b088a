"""Storing an element of a draft from its form: what every such page does the same way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.conflict import conflict_page
from screening.engine.rulebook.elements import element_at
from screening.models import RulebookChange
from screening.services.errors import DraftClosed, EditConflict, InvalidInput
from screening.services.rulebook import change_element

REFUSED = 422
LONGEST_ID = 80


class Edit(NamedTuple):
    """What is to stand at a place (None: nothing any more), and what was seen there."""

    place: str
    element: Mapping[str, object] | None
    seen: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of it: the change (None: nothing was different), else a page to choose on, or a refusal."""

    change: RulebookChange | None = None
    choice: HttpResponse | None = None
    refusal: str = ""


def keep(request: HttpRequest, here: Here, edit: Edit, *, title: str, back: str) -> Kept:
    """Store an edit; `title` and `back` are for whoever has to choose between two versions."""
    try:
        place, element, seen = edit
        return Kept(change_element(draft=here.draft, place=place, element=element, seen=seen, by=here.by))
    except EditConflict as conflict:
        return Kept(choice=conflict_page(request, here, conflict, title=title, back=back))
    except InvalidInput as refused:
        return Kept(refusal=refused.problems[0].message)
    except DraftClosed as refused:
        return Kept(refusal=refused.message)


def refusal_of_name(here: Here, collection: str, name: str, taken: str) -> str:
    """Why something new cannot have this short name; `taken` is said where there is one of it already."""
    if len(name) > LONGEST_ID or not name.isprintable():
        return _("The short name may have 80 letters at most.")
    if element_at(here.document, f"{collection}/{name}") is not None:
        return taken % {"name": name}
    return ""
