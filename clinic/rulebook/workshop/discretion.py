"""What an impact preview keeps from whoever is no clinical lead: all that could tell what one patient has."""

from collections.abc import Mapping
from typing import Any

from clinic.accounts.roles import CLINICAL_LEAD
from clinic.rulebook.workshop.access import Here

FEWEST_RECORDS = 10
"""From so many questionnaires on, somebody who is no clinical lead is shown the details of a preview.

Who knows on which day somebody has an appointment can narrow the days until only that questionnaire is looked
at; every rule, result and date shown is then that patient's. Editors write rules and read no records.
"""

FEWEST_ALIKE = 3
"""From so many questionnaires on, they are told how often a rule changes in one way, and how."""

TOLD_OF_FEW = ("records", "changed", "worse", "better", "other", "replay", "is_replayed")
DETAILS = ("overall", "treatments", "rules", "dates", "not_accepted")


def is_lead(here: Here) -> bool:
    """Whether whoever looks may read the records themselves."""
    return CLINICAL_LEAD in here.roles


def is_brief(here: Here, result: Mapping[str, Any]) -> bool:
    """Whether the details of this result are kept back."""
    return not is_lead(here) and result["records"] < FEWEST_RECORDS


def told(here: Here, result: Mapping[str, Any]) -> Mapping[str, Any]:
    """The result as far as whoever looks may know it: where it is brief, counts alone, and no details."""
    if not is_brief(here, result):
        return result
    return {**{name: result[name] for name in TOLD_OF_FEW}, **{name: {} for name in DETAILS}}
