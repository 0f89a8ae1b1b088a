"""The parts of a draft, in the order of their tabs.

The address of a part is named `draft_<part>`, those below it `draft_<part>_<what>`; their tab is marked.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from screening.models import RulebookDraft

OVERVIEW = "draft"
PARTS: dict[str, Words] = {
    OVERVIEW: _("Overview"),
    "draft_checks": _("Checks"),
    "draft_rules": _("Rules"),
    "draft_questions": _("Questions"),
    "draft_treatments": _("Treatments"),
    "draft_medicines": _("Medicines"),
    "draft_care": _("Care"),
    "draft_sources": _("Sources"),
    "draft_cases": _("Cases"),
    "draft_invariants": _("Invariants"),
    "draft_try": _("Try it"),
    "draft_impact": _("Impact"),
    "draft_difference": _("Difference"),
    "draft_history": _("History"),
    "draft_approval": _("Approval"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One part: where it is, what it is called, and whether the page belongs to it."""

    address: str
    word: Words
    is_here: bool


def tabs_of(draft: RulebookDraft, page: str) -> list[Tab]:
    """The tabs of a draft; `page` is the name of the page's address."""
    return [
        Tab(reverse(f"rulebook:{name}", args=[draft.pk]), word, belongs(page, name))
        for name, word in PARTS.items()
    ]


def belongs(page: str, name: str) -> bool:
    """Whether a page is that part, or lies below it."""
    return page == name or (name != OVERVIEW and page.startswith(f"{name}_"))
