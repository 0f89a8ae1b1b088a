"""What else could be offered: every treatment that is not planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from clinic.results.findings import FindingWords, date_or_nothing
from clinic.results.open_questions import rank_of
from clinic.results.reading import items_read
from screening.engine import Rule, Rulebook

NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Deciding:
    """A rule that makes a treatment what it is; `href` where the page shows its finding."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class OfferView:
    """One treatment: `code` an eligibility or "not_asked"; why, from when, and what was not asked."""

    title: str
    code: str
    earliest_date: str
    deciding: tuple[Deciding, ...]
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
    """Every treatment of the rulebook that is not planned: the freest first, then in the rulebook's order."""
    offers = [
        offer_of(rulebook, result, code)
        for code, found in result["treatment_results"].items()
        if not found["planned"]
    ]
    return sorted(offers, key=freedom)


def freedom(offer: OfferView) -> tuple[bool, int]:
    """What is freest to be offered first; what was not asked, and so is not known, last."""
    if offer.code == NOT_ASKED:
        return True, 0
    return False, rank_of(offer.code)


def offer_of(rulebook: Rulebook, result: Mapping[str, Any], code: str) -> OfferView:
    """One treatment. Rules that only wait for its own questions are not named: those were not asked."""
    found = result["treatment_results"][code]
    deciding = [rulebook.rules[rule] for rule in found["deciding"]]
    is_certain = found["certain"] == found["eligibility"]
    told = [
        rule for rule in deciding if is_certain or not waits_for(rulebook, result, rule, found["not_asked"])
    ]
    return OfferView(
        title=rulebook.treatments[code].short_title,
        code=NOT_ASKED if found["not_asked"] and not told and not is_certain else found["eligibility"],
        earliest_date=date_or_nothing(found["earliest_date"]),
        deciding=tuple(Deciding(rule.title, place_of(rulebook, result, rule)) for rule in told),
        not_asked=tuple(rulebook.items[item].label for item in found["not_asked"]),
    )


def place_of(rulebook: Rulebook, result: Mapping[str, Any], rule: Rule) -> str:
    """Where the page shows the finding of a rule; empty where it is about no treatment planned."""
    words = FindingWords(rulebook, result)
    shown = [one for one in result["findings"] if one["rule"] == rule.id and not words.only_waits(one)]
    return f"#finding-{rule.id}" if shown else ""


def waits_for(rulebook: Rulebook, result: Mapping[str, Any], rule: Rule, not_asked: list[str]) -> bool:
    """Whether a rule is open for want of questions that were not asked, and of no others.

    Never one that is certain about a treatment planned. The one on unanswered questions waits unless
    questions that were asked are among them.
    """
    if any(finding["rule"] == rule.id for finding in result["findings"]):
        return False
    if rule.built_in:
        return not result["unanswered"]
    read = items_read(rulebook, rule)
    return not read.isdisjoint(not_asked) and read.isdisjoint(result["data_required"])
