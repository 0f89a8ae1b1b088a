"""What an impact preview keeps from whoever is no clinical lead: all that could tell what one patient has.

Editors write rules and read no records. Somebody who knows on which day a person has an appointment could
narrow the days, or compare two previews that differ by that one record. So editors look at whole years, or at
everything; they are told no exact count, only in steps of five, of which the lowest holds "none" as well; and
they get no list of the questionnaires.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from clinic.accounts.roles import CLINICAL_LEAD
from clinic.rulebook.workshop.access import Here
from screening.engine.invariants import ELIGIBILITIES

FEWEST_RECORDS = 10
"""From so many questionnaires on, somebody who is no clinical lead is told what changes to what."""
STEP = 5
"""Counts are told in steps of so many; a change of fewer is not told of at all."""

SAME = "same"
COUNTS = ("records", "changed", "worse", "better", "other", "not_evaluated")
DETAILS = ("overall", "treatments", "rules", "dates", "not_accepted")
Tree = Mapping[str, Any]


def is_lead(here: Here) -> bool:
    """Whether whoever looks may read the records themselves."""
    return CLINICAL_LEAD in here.roles


def is_brief(here: Here, result: Tree) -> bool:
    """Whether the details of this result are kept back."""
    return not is_lead(here) and result["records"] < FEWEST_RECORDS


def told(here: Here, result: Tree) -> Tree:
    """The result as far as whoever looks may know it: exact for a clinical lead, else in steps.

    In steps a count is the lowest of its step. Where it is brief there are no details.
    """
    if is_lead(here):
        return result
    details: dict[str, Any] = {name: {} for name in DETAILS}
    if not is_brief(here, result):
        details |= {name: stepped(result[name]) for name in DETAILS}
        details["overall"] = every_cell(details["overall"])
    replay = {how: count for how, count in result["replay"].items() if how != SAME}
    counts = {name: step_of(result.get(name, 0)) for name in COUNTS}
    return {"is_replayed": result["is_replayed"], "replay": replay, **counts, **details}


def step_of(count: int) -> int:
    """The lowest count of the step this one is in."""
    return count - count % STEP


def stepped(found: Tree) -> dict[str, Any]:
    """Counts in tables, each in its step; those of the lowest step are left out, as if there were none."""
    inner = {name: stepped(one) if isinstance(one, Mapping) else step_of(one) for name, one in found.items()}
    return {name: one for name, one in inner.items() if one}


def every_cell(overall: Tree) -> dict[str, dict[str, int]]:
    """From every eligibility to every other, so that no gap tells that there is none."""
    return {
        before: {after: overall.get(before, {}).get(after, 0) for after in ELIGIBILITIES}
        for before in ELIGIBILITIES
    }


def count_words(here: Here, count: int) -> str:
    """A count that `told` gave, as it is told: "12" to a clinical lead, else "10 to 14"."""
    if is_lead(here):
        return str(count)
    return _("%(least)d to %(most)d") % {"least": count, "most": count + STEP - 1}


def counts_told(here: Here, result: Tree) -> dict[str, str]:
    """Every count of a result that `told` gave, as it is told."""
    return {name: count_words(here, result.get(name, 0)) for name in COUNTS}
