"""What stands on the page where an appointment is signed off."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from clinic.results.findings import FindingWords
from clinic.review.codes import finding_code
from clinic.review.decided import Decided
from clinic.review.standing import StandingView
from screening.services.errors import Blocking
from screening.services.review import Summary


@dataclass(frozen=True, slots=True)
class ToSign:
    """One finding with what was decided about it; `only_waits`: it is there for want of answers only."""

    title: str
    severity: str
    decided: Decided
    only_waits: bool


@dataclass(frozen=True, slots=True)
class BlockingView:
    """One finding that forbids to proceed with one treatment, and where to decide about it."""

    title: str
    treatment: str
    severity: str
    href: str


def findings_to_sign(summary: Summary, standing: StandingView) -> list[ToSign]:
    """Everything found but what is for information, the undecided first."""
    waiting = {one["rule"] for one in FindingWords(summary.rulebook, summary.result).waiting()}
    rows = [
        ToSign(
            title=summary.rulebook.rules[one["rule"]].title,
            severity=one["severity"],
            decided=standing.by_rule[one["rule"]],
            only_waits=one["rule"] in waiting,
        )
        for one in summary.result["findings"]
        if one["severity"] != "information"
    ]
    return sorted(rows, key=lambda row: not row.decided.is_undecided)


def blocking_of(summary: Summary, blocking: Iterable[Blocking]) -> list[BlockingView]:
    """What forbids to proceed, each with its link."""
    known = summary.rulebook.treatments
    return [
        BlockingView(
            title=one.title,
            treatment=known[one.treatment].short_title if one.treatment in known else one.treatment,
            severity=one.severity,
            href=reverse("review:finding", args=[summary.appointment.pk, finding_code(one.rule)]),
        )
        for one in blocking
    ]
