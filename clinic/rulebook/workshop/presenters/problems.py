"""What is wrong with a draft, each with a way to the place where it is mended."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.elements.addresses import address_at
from clinic.rulebook.workshop.presenters.case_problems import case_problem
from screening.engine import Problem
from screening.engine.rulebook.elements import COLLECTIONS, rows_of
from screening.models import RulebookDraft

TITLES = ("title", "label", "question", "text")
"""The keys by whose words people call an element, the best first."""

PLACE = re.compile(r"(\w+) ([^.\s]+)(?:\.(.*))?")
PAGES = {
    "rules": ("draft_rules_edit", True),
    "cases": ("draft_cases_edit", True),
    "invariants": ("draft_invariants_edit", True),
}
"""For each collection the name of its elements' page, and whether its address takes their id."""

BY_TITLE = frozenset({"plans"})
"""Collections whose problems name the title, by which no page is found."""

WORDS: dict[str, Words] = {
    "rules": _("Rule"),
    "items": _("Question"),
    "sections": _("Section"),
    "option_sets": _("Options"),
    "treatments": _("Treatment"),
    "plans": _("Plan"),
    "care_steps": _("Care step"),
    "red_flags": _("Warning sign"),
    "medicine_classes": _("Medicine class"),
    "sources": _("Source"),
    "areas": _("Area"),
    "regions": _("Region"),
    "attributes": _("Kind of treatment"),
    "invariants": _("Invariant"),
    "bases": _("Base"),
    "cases": _("Case"),
}


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem; `address` leads to the page of what has it, empty where that has none."""

    what: str
    key: str
    reason: str
    address: str


def problem_views(
    draft: RulebookDraft, document: Mapping[str, object], problems: tuple[Problem, ...]
) -> list[ProblemView]:
    """Problems as people read them; `document` is the draft's."""
    return [problem_view(draft, document, problem) for problem in problems]


def problem_view(draft: RulebookDraft, document: Mapping[str, object], problem: Problem) -> ProblemView:
    """One problem."""
    of_case = case_problem(document, problem)
    if of_case is not None:
        what = titled(WORDS["cases"], of_case.title)
        return ProblemView(what, of_case.key, of_case.reason, address_of(draft, "cases", of_case.name))
    match = PLACE.match(problem.place)
    if match is None:
        single = problem.place.partition(".")[0]
        return ProblemView(problem.place, "", problem.reason, address_at(draft, single, ""))
    collection, name, key = match.groups()
    name = "" if collection in BY_TITLE else name
    title = title_of_named(document, collection, match[2])
    word = WORDS.get(collection, collection)
    what = titled(word, title) if title else f"{word} {match[2]}"
    return ProblemView(what, key or "", problem.reason, address_of(draft, collection, name))


def titled(word: Words, title: str) -> str:
    """What kind of thing it is, and what it is called, if anything."""
    return f"{word}: {title}" if title else str(word)


def title_of_named(document: Mapping[str, object], collection: str, name: str) -> str:
    """What people call an element; empty where it is not there or has no title."""
    rows = rows_of(document, collection) if collection in COLLECTIONS else []
    return next((words_of(row) for row in rows if row.get(COLLECTIONS[collection]) == name), "")


def words_of(element: Mapping[str, object]) -> str:
    """The first title an element has; empty where it has none."""
    return next((v for key in TITLES if isinstance(v := element.get(key), str) and v), "")


def address_of(draft: RulebookDraft, collection: str, name: str) -> str:
    """The page of an element; empty where it has none."""
    page, has_id = PAGES.get(collection, ("", False))
    if not page:
        return address_at(draft, collection, name)
    try:
        return reverse(f"rulebook:{page}", args=[draft.pk, name] if has_id else [draft.pk])
    except NoReverseMatch:
        return ""  # an id with a slash, which a broken draft may have: there is no page of its own


def errors_by_rule(problems: tuple[Problem, ...]) -> dict[str, int]:
    """How many problems each rule has, its missing cases among them."""
    matches = (PLACE.match(problem.place) for problem in problems)
    return dict(Counter(match[2] for match in matches if match and match[1] == "rules"))


def of_rule(problems: tuple[Problem, ...], rule_id: str) -> tuple[Problem, ...]:
    """The problems of one rule as it is saved."""
    found = ((PLACE.match(problem.place), problem) for problem in problems)
    return tuple(problem for match, problem in found if match and match[1] == "rules" and match[2] == rule_id)
