"""Worked examples and whether they come out as expected, run while the page is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from clinic.look import look_of
from clinic.rulebook.presenters.mismatches import Failures, told
from clinic.rulebook.presenters.words import Words, day_of
from screening.engine import Case, Rulebook
from screening.engine.checks.cases import mismatches

KINDS: dict[str, Words] = {
    "firing": _("fires"),
    "silent": _("stays silent"),
    "unanswered": _("is left open"),
    "boundary": _("boundary"),
}
RULEBOOKS_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class CaseView:
    """One worked example: what it expects in a word, and in `failures` what did not come out so."""

    rule: str
    title: str
    kind: str
    on: date
    failures: Failures


class ByDigest:
    """A rulebook as a key: two of the same digest are the same rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByDigest) and other.rulebook.digest == self.rulebook.digest

    def __hash__(self) -> int:
        return hash(self.rulebook.digest)


def cases_of_rule(rulebook: Rulebook, rule: str) -> list[CaseView]:
    """A rule's own examples, run."""
    return run(rulebook, (case for case in rulebook.cases if case.rule == rule))


def all_cases(rulebook: Rulebook) -> tuple[CaseView, ...]:
    """Every example, run once per process and digest: that takes about half a second."""
    return remembered(ByDigest(rulebook))


@lru_cache(maxsize=RULEBOOKS_REMEMBERED)
def remembered(key: ByDigest) -> tuple[CaseView, ...]:
    """Every example of a rulebook, run."""
    return tuple(run(key.rulebook, key.rulebook.cases))


def run(rulebook: Rulebook, cases: Iterable[Case]) -> list[CaseView]:
    """The examples with what did not come out as they expect."""
    return [view_of(case, told(rulebook, mismatches(rulebook, case))) for case in cases]


def view_of(case: Case, failures: Failures) -> CaseView:
    """One example that was run."""
    return CaseView(case.rule, case.title, kind_of(case), day_of(case.on), failures)


def kind_of(case: Case) -> str:
    """What a case of a rule is for; the eligibility a case of the whole questionnaire expects."""
    return str(KINDS[case.kind] if case.rule else look_of(case.eligibility).word)
