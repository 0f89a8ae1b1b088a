"""The result of an evaluation: findings, eligibility per treatment, and their one JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from screening.engine.canonical import digest_of_text, spelled
from screening.engine.evaluation.reasons import Reason
from screening.engine.evaluation.verdicts import Verdict
from screening.engine.rules import Severity, eligibility_code


@dataclass(frozen=True, slots=True)
class Context:
    """What is planned: the appointment day and the treatment codes."""

    on: date
    treatments: tuple[str, ...]


class ContextError(ValueError):
    """Raised where no treatment is planned, or one that the rulebook does not know."""


class Finding(NamedTuple):
    """What one rule found for the planned treatments. (A named tuple, as the others here: made fast.)"""

    rule: str
    topic: str
    verdicts: Mapping[str, Verdict]
    branches: tuple[int, ...]
    branch_keys: tuple[str, ...]
    because: tuple[Reason, ...]
    would_settle: tuple[str, ...]
    earliest_date: date | None
    review_date: date | None

    @property
    def severity(self) -> Severity:
        """The worst reported severity over the planned treatments."""
        return max(verdict.severity for verdict in self.verdicts.values())

    @property
    def settled(self) -> bool:
        """Whether certain and worst agree on every planned treatment."""
        return all(verdict.settled for verdict in self.verdicts.values())

    def fingerprints(self) -> dict[str, str]:
        """Return, per treatment, what an override of this finding holds on to.

        Rule, true branches, treatment, severity and the answers that made it, or lack; not the days elapsed.
        """
        rows: list[object] = [[r.item, r.entry, r.field, r.answer, r.treated] for r in self.because]
        rows += self.would_settle
        answers = sorted({spelled(row) for row in rows}) if len(rows) > 1 else [spelled(row) for row in rows]
        held = spelled([self.rule, sorted(self.branch_keys), answers])
        return {
            code: digest_of_text(f"{held}\n{code}\n{verdict.severity.code}")
            for code, verdict in self.verdicts.items()
        }

    def as_json(self) -> dict[str, object]:
        """Return the JSON form."""
        prints = self.fingerprints()
        return {
            "rule": self.rule,
            "topic": self.topic,
            "severity": self.severity.code,
            "settled": self.settled,
            "treatments": {code: verdict_json(v, prints[code]) for code, v in self.verdicts.items()},
            "earliest_date": iso(self.earliest_date),
            "review_date": iso(self.review_date),
            "branches": list(self.branches),
            "because": [reason.as_json() for reason in self.because],
            "would_settle": list(self.would_settle),
        }


def verdict_json(verdict: Verdict, fingerprint: str) -> dict[str, object]:
    """Return the JSON form of what a finding says about one treatment."""
    return {
        "severity": verdict.severity.code,
        "certain": verdict.certain.code,
        "worst": verdict.worst.code,
        "settled": verdict.settled,
        "fingerprint": fingerprint,
    }


class Outline(NamedTuple):
    """An evaluation in outline, for the treatments planned.

    `treatments` gives each its eligibility and earliest date, `rules` per rule with a finding the word of its
    severity per treatment it speaks about.
    """

    eligibility: str
    treatments: Mapping[str, tuple[str, date | None]]
    rules: Mapping[str, Mapping[str, str]]


class TreatmentResult(NamedTuple):
    """The eligibility of one treatment, planned or not; `deciding` are the rules that make it what it is."""

    planned: bool
    verdict: Verdict
    settled: bool
    earliest_date: date | None
    deciding: tuple[str, ...]
    not_asked: tuple[str, ...]

    @property
    def eligibility(self) -> str:
        """The word for it."""
        return eligibility_code(self.verdict.severity)

    def as_json(self) -> dict[str, object]:
        """Return the JSON form."""
        return {
            "planned": self.planned,
            "eligibility": self.eligibility,
            "certain": eligibility_code(self.verdict.certain),
            "worst": eligibility_code(self.verdict.worst),
            "settled": self.settled,
            "earliest_date": iso(self.earliest_date),
            "deciding": list(self.deciding),
            "not_asked": list(self.not_asked),
        }


@dataclass(frozen=True)
class Evaluation:
    """What a rulebook says about some answers on an appointment day. Findings stand worst first."""

    semantics: int
    rulebook: str
    context: Context
    answers: Mapping[str, object]
    findings: tuple[Finding, ...]
    treatments: Mapping[str, TreatmentResult]
    earliest_date: date | None
    unanswered: tuple[str, ...]
    data_required: tuple[str, ...]

    @property
    def severity(self) -> Severity:
        """The worst reported severity over the planned treatments."""
        return max(self.treatments[code].verdict.severity for code in self.context.treatments)

    @property
    def eligibility(self) -> str:
        """The word for the whole appointment."""
        return eligibility_code(self.severity)

    @property
    def settled(self) -> bool:
        """Whether every finding of the planned treatments is settled."""
        return all(finding.settled for finding in self.findings)

    @property
    def others(self) -> dict[str, str]:
        """The eligibility of every treatment that is not planned."""
        return {code: result.eligibility for code, result in self.treatments.items() if not result.planned}

    @property
    def digest(self) -> str:
        """The name of this evaluation: over rulebook, answers, context and result."""
        return self._spelled[0]

    @property
    def canonical(self) -> str:
        """The canonical JSON of `as_json()`, spelled once: what is stored and replayed."""
        return self._spelled[1]

    def as_json(self) -> dict[str, object]:
        """Return the JSON form that is stored and replayed."""
        return {**self._content, "digest": self.digest}

    @cached_property
    def _spelled(self) -> tuple[str, str]:
        """The digest, and the canonical JSON with it; the digest is over the same without it."""
        before = spelled({key: value for key, value in self._content.items() if key < "digest"})[:-1]
        after = spelled({key: value for key, value in self._content.items() if key > "digest"})[1:]
        digest = digest_of_text(f"{before},{after}")
        return digest, f'{before},"digest":"{digest}",{after}'

    @cached_property
    def _content(self) -> dict[str, object]:
        return {
            "semantics": self.semantics,
            "rulebook": self.rulebook,
            "on": self.context.on.isoformat(),
            "treatments": list(self.context.treatments),
            "answers": dict(self.answers),
            "eligibility": self.eligibility,
            "earliest_date": iso(self.earliest_date),
            "settled": self.settled,
            "findings": [finding.as_json() for finding in self.findings],
            "treatment_results": {code: result.as_json() for code, result in self.treatments.items()},
            "others": self.others,
            "unanswered": list(self.unanswered),
            "data_required": list(self.data_required),
        }


def iso(day: date | None) -> str | None:
    """Return a day as ISO text, None as None."""
    return None if day is None else day.isoformat()
