"""What a draft would change in the results of past questionnaires: counts, and the list of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.look import LOOKS, look_of
from clinic.results.findings import date_or_nothing
from clinic.results.words import day_words
from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.discretion import (
    FEWEST_RECORDS,
    STEP,
    count_words,
    counts_told,
    is_brief,
    is_lead,
    told,
)
from clinic.rulebook.workshop.impact.flows import Flows, flows_of, titled
from screening.engine.invariants import ELIGIBILITIES
from screening.models import ImpactRow, QuestionnaireResponse

NONE = "none"
REPLAYS: Mapping[str, Words] = {
    "different": _("came out differently"),
    "unreadable": _("could not be read"),
    "rulebook-broken": _("belong to a rulebook that cannot be read"),
    "refused": _("have answers their own rulebook refuses now"),
}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """What the results of one eligibility become: a count per eligibility, and how it is told."""

    before: str
    cells: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class ImpactView:
    """The result of a preview; `counts` as they are told, exactly or in steps of `step`.

    `is_brief`: counts alone, for there are fewer than `fewest` questionnaires.
    """

    result: Mapping[str, Any]
    counts: Mapping[str, str]
    matrix: tuple[MatrixRow, ...]
    columns: tuple[str, ...]
    rules: tuple[Flows, ...]
    treatments: tuple[Flows, ...]
    dates: tuple[tuple[str, str], ...]
    not_accepted: tuple[tuple[str, str], ...]
    replays: tuple[tuple[Words, int], ...]
    is_brief: bool
    is_exact: bool
    fewest: int = FEWEST_RECORDS
    step: int = STEP


@dataclass(frozen=True, slots=True)
class RowView:
    """One questionnaire that changes, for a clinical lead. `href` leads to the record."""

    day: str
    row: ImpactRow
    treatments: tuple[str, ...]
    rules: tuple[str, ...]
    href: str


def impact_view(here: Here, found: Mapping[str, Any]) -> ImpactView:
    """Put what whoever looks may know of a preview's counts into an order people read."""
    result = told(here, found)
    overall = result["overall"]
    codes = [
        code for code in ELIGIBILITIES if code in overall or any(code in row for row in overall.values())
    ]
    return ImpactView(
        result=result,
        counts=counts_told(here, result),
        matrix=tuple(
            MatrixRow(before, tuple(cell(here, after, overall[before].get(after, 0)) for after in codes))
            for before in codes
            if before in overall
        ),
        columns=tuple(codes),
        rules=flows_of(here, "rules", result["rules"]),
        treatments=flows_of(here, "treatments", result["treatments"]),
        dates=counted(here, "treatments", result["dates"]),
        not_accepted=counted(here, "items", result["not_accepted"]),
        replays=tuple(
            (REPLAYS.get(how, how), count) for how, count in result["replay"].items() if how != "same"
        ),
        is_brief=is_brief(here, found),
        is_exact=is_lead(here),
    )


def cell(here: Here, after: str, count: int) -> tuple[str, int, str]:
    """One count of the matrix, and how it is told."""
    return after, count, count_words(here, count)


def counted(here: Here, collection: str, found: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """A title and a count each, the greatest first."""
    pairs = sorted(((-count, titled(here, collection, name)) for name, count in found.items()))
    return tuple((title, count_words(here, -less)) for less, title in pairs)


def row_views(here: Here, rows: Sequence[ImpactRow]) -> list[RowView]:
    """The questionnaires that change, as a clinical lead sees them."""
    records = appointments_of(rows)
    return [row_view(here, row, records.get(row.response_id, "")) for row in rows]


def row_view(here: Here, row: ImpactRow, href: str) -> RowView:
    """One questionnaire."""
    detail = row.detail
    rules = detail.get("rules", {})
    return RowView(
        day=day_words(row.on),
        row=row,
        treatments=tuple(
            line_of(titled(here, "treatments", code), side(was, was_day), side(then, then_day))
            for code, (was, was_day, then, then_day) in detail.get("treatments", {}).items()
        ),
        rules=tuple(
            line_of(titled(here, "rules", rule), side(was), side(then)) for rule, (was, then) in rules.items()
        ),
        href=href,
    )


def line_of(title: str, before: str, after: str) -> str:
    """One change in a line."""
    return gettext("%(title)s: %(before)s, then %(after)s") % {
        "title": title,
        "before": before,
        "after": after,
    }


def side(code: str | None, day: str | None = None) -> str:
    """A severity or eligibility in a word, with its date."""
    if not code or code == NONE:
        return gettext("nothing")
    word = str(look_of(code).word) if code in {*LOOKS, "not_asked"} else code
    if not day:
        return word
    return gettext("%(word)s until %(day)s") % {"word": word, "day": date_or_nothing(day)}


def appointments_of(rows: Sequence[ImpactRow]) -> dict[object, str]:
    """For each questionnaire the address of its record."""
    found = QuestionnaireResponse.objects.filter(pk__in=[row.response_id for row in rows])
    pairs = found.values_list("pk", "appointment_id")
    return {pk: reverse("review:summary", args=[appointment]) for pk, appointment in pairs}
