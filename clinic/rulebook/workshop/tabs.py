"""The parts of a draft in groups: what stands in it, whether it is safe, and how it is published.

The address of a part is named `draft_<part>`, those below it `draft_<part>_<what>`; their tab is marked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from screening.models import RulebookDraft

OVERVIEW = "draft"
GROUPS: Mapping[Words, Mapping[str, Words]] = {
    _("Overview"): {OVERVIEW: _("Overview")},
    _("Content"): {
        "draft_rules": _("Rules"),
        "draft_questions": _("Questions"),
        "draft_treatments": _("Treatments"),
        "draft_medicines": _("Medicines"),
        "draft_care": _("Care"),
        "draft_languages": _("Languages"),
        "draft_sources": _("Sources"),
    },
    _("Safety"): {
        "draft_checks": _("Checks"),
        "draft_cases": _("Cases"),
        "draft_invariants": _("Invariants"),
        "draft_try": _("Try it"),
        "draft_impact": _("Impact"),
    },
    _("Publish"): {
        "draft_difference": _("Difference"),
        "draft_history": _("History"),
        "draft_approval": _("Approval"),
    },
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One part: where it is, what it is called, and whether the page belongs to it."""

    address: str
    word: Words
    is_here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together; a click on it leads to the first."""

    word: Words
    tabs: tuple[Tab, ...]

    @property
    def address(self) -> str:
        """Where it leads."""
        return self.tabs[0].address

    @property
    def is_here(self) -> bool:
        """Whether the page belongs to one of its parts."""
        return any(tab.is_here for tab in self.tabs)

    @property
    def is_one(self) -> bool:
        """Whether it is a part of its own, with nothing to choose from."""
        return len(self.tabs) == 1


def groups_of(draft: RulebookDraft, page: str) -> list[Group]:
    """The tabs of a draft; `page` is the name of the page's address."""
    return [
        Group(word, tuple(tab_of(draft, page, name, part) for name, part in parts.items()))
        for word, parts in GROUPS.items()
    ]


def tab_of(draft: RulebookDraft, page: str, name: str, word: Words) -> Tab:
    """The tab of one part."""
    return Tab(reverse(f"rulebook:{name}", args=[draft.pk]), word, belongs(page, name))


def belongs(page: str, name: str) -> bool:
    """Whether a page is that part, or lies below it."""
    return page == name or (name != OVERVIEW and page.startswith(f"{name}_"))
