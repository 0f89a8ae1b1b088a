"""Findings as a practitioner reads them: worst first, each with its reasons and its sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinic.look import look_of
from clinic.results.reasons import ReasonView, ReasonWords
from clinic.results.words import day_words, listed
from clinic.sources import SourceView, sources_of
from screening.engine import TREATMENT_AREAS, Rulebook, Severity, Tense

PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding. `scope` and `per_treatment` say which of several treatments it is about; `open_words` what
    is not settled about it, `settled_by` the questions whose answers would settle it. `numbers` are those of
    its sources in the list at the end; `decided` is what was decided
    on it, on the page of the newest evaluation only.
    """

    rule: str
    anchor: str
    title: str
    severity: str
    scope: str
    per_treatment: tuple[tuple[str, str], ...]
    reasons: tuple[ReasonView, ...]
    open_words: str
    settled_by: tuple[str, ...]
    earliest_date: str
    review_date: str
    message: str
    action: str
    resolution: str
    evidence: str
    review_by: str
    sources: tuple[SourceView, ...]
    numbers: tuple[int, ...] = ()
    decided: object | None = None

    @property
    def sources_short(self) -> str:
        """The publishers, for one line."""
        return "; ".join(dict.fromkeys(source.publisher for source in self.sources))


@dataclass(frozen=True)
class FindingWords:
    """Puts the findings of one evaluation into words."""

    rulebook: Rulebook
    result: Mapping[str, Any]

    def views(self) -> list[FindingView]:
        """The findings with a reason of their own, worst first; what only waits for answers is left out."""
        own = [finding for finding in self.result["findings"] if not self.only_waits(finding)]
        return [self.view(finding) for finding in sorted(own, key=worst_first)]

    def waiting(self) -> list[Mapping[str, Any]]:
        """The findings left out there: the block on unanswered questions stands for them."""
        return [finding for finding in self.result["findings"] if self.only_waits(finding)]

    def only_waits(self, finding: Mapping[str, Any]) -> bool:
        """Whether a finding is merely possible, and no answer of the patient's points to it."""
        return not is_certain(finding) and not any(map(self.is_told, finding["because"]))

    def is_told(self, reason: Mapping[str, Any]) -> bool:
        """Whether a reason is something the patient said about their health."""
        item = self.rulebook.items.get(reason["item"])
        if item is None:  # a reason of an older rulebook
            return reason["answer"] is not None
        about_health = item.link_id != TREATMENT_AREAS and item.tense is not Tense.BIRTH
        return about_health and item.asked == PATIENT and reason["answer"] is not None

    def view(self, finding: Mapping[str, Any]) -> FindingView:
        """One finding."""
        rule = self.rulebook.rules[finding["rule"]]
        return FindingView(
            rule=rule.id,
            anchor=f"finding-{rule.id}",
            title=rule.title,
            severity=finding["severity"],
            scope=self.scope(finding),
            per_treatment=self.per_treatment(finding),
            reasons=tuple(ReasonWords(self.rulebook, self.result).views(finding["because"])),
            open_words=open_words(finding),
            settled_by=tuple(self.rulebook.items[item].label for item in finding["would_settle"]),
            earliest_date=date_or_nothing(finding["earliest_date"]),
            review_date=date_or_nothing(finding["review_date"]),
            sources=tuple(sources_of(self.rulebook, rule.sources)),
            message=rule.message,
            action=rule.action,
            resolution=rule.resolution,
            evidence=rule.evidence,
            review_by=date_or_nothing(rule.review_by or None),
        )

    def titles(self, codes: Sequence[str]) -> str:
        """The short titles of treatments, in words."""
        return listed([self.rulebook.treatments[code].short_title for code in codes])

    def per_treatment(self, finding: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """Title and severity per treatment planned, where they differ; "none" where it says nothing."""
        found = {code: severity_for(finding, code) for code in self.result["treatments"]}
        if len(set(found.values())) == 1:
            return ()
        return tuple((self.titles([code]), severity) for code, severity in found.items())

    def scope(self, finding: Mapping[str, Any]) -> str:
        """That only an add-on is affected, where that is so."""
        planned = self.result["treatments"]
        held = [code for code in planned if stands_in_the_way(severity_for(finding, code))]
        add_ons = [code for code in held if self.rulebook.treatments[code].add_on]
        if not held or held != add_ons or len(held) == len(planned):
            return ""
        return _("Only %(titles)s is affected, not the main treatment.") % {"titles": self.titles(add_ons)}


def worst_first(finding: Mapping[str, Any]) -> tuple[int, bool, int]:
    """Order by severity, what is certain before what is open, and of dates the latest first: it decides."""
    day = finding["earliest_date"]
    late = 0 if day is None else date.fromisoformat(day).toordinal()
    return (-Severity.from_code(finding["severity"]), not finding["settled"], -late)


def severity_for(finding: Mapping[str, Any], treatment: str) -> str:
    """The code of a finding's severity for a treatment; "none" where it says nothing about it."""
    verdict = finding["treatments"].get(treatment)
    return "none" if verdict is None else str(verdict["severity"])


def stands_in_the_way(severity: str) -> bool:
    """Whether a severity is more than information."""
    return Severity.from_code(severity) > Severity.INFORMATION


def is_certain(finding: Mapping[str, Any]) -> bool:
    """Whether something about a finding is certain for a treatment planned."""
    return any(verdict["certain"] != "none" for verdict in finding["treatments"].values())


def open_words(finding: Mapping[str, Any]) -> str:
    """What is still possible where a finding is not settled; empty where it is."""
    if finding["settled"]:
        return ""
    worst = max(Severity.from_code(verdict["worst"]) for verdict in finding["treatments"].values())
    if worst.code == finding["severity"]:
        return _("Not settled: it may turn out to be nothing.") if not is_certain(finding) else ""
    return _("Not settled: at worst %(word)s.") % {"word": str(look_of(worst.code).word).lower()}


def date_or_nothing(given: str | None) -> str:
    """A day in words; empty where there is none."""
    return "" if given is None else day_words(date.fromisoformat(given))


def numbered(findings: Sequence[FindingView]) -> tuple[tuple[FindingView, ...], tuple[SourceView, ...]]:
    """The findings with the numbers of their sources, and these, each once, in the order of their numbers."""
    sources = tuple(dict.fromkeys(source for finding in findings for source in finding.sources))
    number = {source: place for place, source in enumerate(sources, 1)}
    told = (replace(one, numbers=tuple(number[source] for source in one.sources)) for one in findings)
    return tuple(told), sources
