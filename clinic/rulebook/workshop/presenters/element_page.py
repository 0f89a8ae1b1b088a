"""The page of an element: its form, what uses it, what patients get."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.elements.addresses import list_address
from clinic.rulebook.workshop.elements.looking import UNNAMED, LookedAt, Opened
from clinic.rulebook.workshop.elements.preview import Preview, preview_of
from clinic.rulebook.workshop.elements.showing import Showing, element_form
from clinic.rulebook.workshop.presenters.problems import PLACE, ProblemView, problem_views
from clinic.rulebook.workshop.presenters.uses import uses_of

QUESTIONS = "items"
PART_TITLES: dict[str, Words] = {
    "questions": _("Questions"),
    "treatments": _("Treatments"),
    "medicines": _("Medicines"),
    "care": _("Care"),
    "sources": _("Sources"),
}
"""What the parts of a draft are called."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a form is shown: what has the focus, whether what is not there yet is marked, why it was not saved.

    `asks`: somebody is about to remove what others speak of.
    """

    focus: str = ""
    loud: bool = True
    refusal: str = ""
    asks: bool = False


def page_context(here: Here, opened: Opened, found: LookedAt, manner: Manner) -> dict[str, object]:
    """What the page shows."""
    page = Showing(here, found.errors if manner.loud else {}, manner.focus, manner.loud, opened.published)
    form = element_form(here, opened, found, page)
    collection = opened.collection
    return {
        "here": here,
        "opened": opened,
        "collection": collection,
        "form": form,
        "focus": manner.focus,
        "refusal": manner.refusal,
        "asks": manner.asks,
        "back": list_address(here.draft, collection),
        "part_title": PART_TITLES.get(collection.part, ""),
        "uses": uses_of(here.draft, here.document, opened.place) if opened.name else [],
        "elsewhere": [] if found.errors else problems_as_saved(here, opened),
        "preview": question_preview(opened, found),
    }


def question_preview(opened: Opened, found: LookedAt) -> Preview | None:
    """What patients get of a question; None for other elements."""
    if opened.collection.name != QUESTIONS:
        return None
    link_id = found.element.get(opened.collection.key)
    return preview_of(found, link_id if isinstance(link_id, str) else opened.name or UNNAMED)


def problems_as_saved(here: Here, opened: Opened) -> list[ProblemView]:
    """What the check says of the element as it is saved beyond what stands at its fields."""
    matches = ((PLACE.match(problem.place), problem) for problem in here.check.problems)
    own = (opened.collection.name, opened.name)
    found = tuple(problem for match, problem in matches if match and match.groups()[:2] == own)
    return problem_views(here.draft, here.document, found)
