"""What else could be offered: every treatment that is not planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from clinic.review.findings import date_or_nothing
from screening.engine import Rule, Rulebook

NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class OfferView:
    """One treatment: `code` an eligibility or "not_asked"; why, from when, and what was not asked."""

    title: str
    code: str
    earliest_date: str
    deciding: tuple[str, ...]
    not_asked: tuple[str, ...]

    @property
    def not_asked_words(self) -> str:
        """How many of its own questions were not asked."""
        count = len(self.not_asked)
        if not count:
            return ""
        return ngettext(
            "%(count)d question of its own not asked", "%(count)d questions of its own not asked", count
        ) % {"count": count}


def offers_of(rulebook: Rulebook, result: Mapping[str, Any]) -> list[OfferView]:
    """Every treatment of the rulebook that is not planned, in its order."""
    return [
        offer_of(rulebook, result, code)
        for code, found in result["treatment_results"].items()
        if not found["planned"]
    ]


def offer_of(rulebook: Rulebook, result: Mapping[str, Any], code: str) -> OfferView:
    """One treatment."""
    found = result["treatment_results"][code]
    rules = [rulebook.rules[rule] for rule in found["deciding"]]
    return OfferView(
        title=rulebook.treatments[code].short_title,
        code=NOT_ASKED if only_not_asked(rulebook, result, found) else found["eligibility"],
        earliest_date=date_or_nothing(found["earliest_date"]),
        deciding=tuple(rule.title for rule in rules if not rule.built_in),
        not_asked=tuple(rulebook.items[item].label for item in found["not_asked"]),
    )


def only_not_asked(rulebook: Rulebook, result: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether nothing is held against a treatment but that its own questions were not asked.

    Never where something is certain, which counts whatever those answers would be, nor where questions that
    were asked are open.
    """
    if found["certain"] == found["eligibility"] or not found["not_asked"] or result["unanswered"]:
        return False
    asked = set(result["data_required"])
    return all(waits_for(rulebook.rules[rule], set(found["not_asked"]), asked) for rule in found["deciding"])


def waits_for(rule: Rule, not_asked: set[str], asked: set[str]) -> bool:
    """Whether a rule is open for want of items that were not asked, and of no others."""
    read = {item for branch in rule.branches for leaf in branch.when.leaves() for item in leaf.items()}
    return rule.built_in != "" or (not read.isdisjoint(not_asked) and read.isdisjoint(asked))
