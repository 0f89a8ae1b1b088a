"""What an approver goes by besides the difference: checks, invariants, cases, the impact preview."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinic.look import look_of
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.discretion import FEWEST_RECORDS, count_words, counts_told, is_brief, told
from clinic.rulebook.workshop.presenters.obstacles import invariant_title, is_of_case, part
from clinic.rulebook.workshop.presenters.problems import ProblemView, problem_views
from screening.engine.rulebook.elements import names_of
from screening.models import RulebookJob, RulebookVersion
from screening.services.rulebook.jobs import latest_job

MOST_NOTES = 10
Kind, Status = RulebookJob.Kind, RulebookJob.Status


@dataclass(frozen=True, slots=True)
class Proof:
    """One invariant: True proved, False broken, None not proved for the draft as it is."""

    title: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Flow:
    """So many results go from one eligibility to another."""

    before: str
    after: str
    count: int
    told: str


@dataclass(frozen=True, slots=True)
class Impact:
    """The newest impact preview, as far as whoever looks may know it.

    `is_current`: of the draft as it is, against the version active now. `is_brief`: counts alone, for there
    are fewer than `fewest` questionnaires.
    """

    job: RulebookJob
    result: Mapping[str, Any]
    counts: Mapping[str, str]
    flows: tuple[Flow, ...]
    is_current: bool
    first: date | None
    last: date | None
    is_brief: bool
    fewest: int = FEWEST_RECORDS


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it, with where each is looked at closely (nothing where there is no such page)."""

    errors: list[ProblemView]
    notes: list[ProblemView]
    more_notes: int
    proofs: list[Proof]
    cases: int
    failing: int
    impact: Impact | None
    addresses: dict[str, str]

    @property
    def unproved(self) -> int:
        """How many invariants are not known to hold."""
        return sum(proof.holds is not True for proof in self.proofs)


def evidence_of(here: Here, active: RulebookVersion | None) -> Evidence:
    """Gather it; nothing is worked out anew but the checks, which are kept per digest."""
    notes = here.check.notes
    return Evidence(
        errors=problem_views(here.draft, here.document, here.check.errors[:MOST_NOTES]),
        notes=problem_views(here.draft, here.document, notes[:MOST_NOTES]),
        more_notes=max(0, len(notes) - MOST_NOTES),
        proofs=proofs_of(here),
        cases=len(names_of(here.document, "cases")),
        failing=len({problem.place for problem in here.check.errors if is_of_case(problem)}),
        impact=impact_of(here, active),
        addresses={name: part(here, f"draft_{name}") for name in ("invariants", "cases", "impact")},
    )


def proofs_of(here: Here) -> list[Proof]:
    """Every invariant of the draft and what the newest proof says of it, if that is of the draft as it is."""
    job = latest_job(here.draft, Kind.INVARIANTS)
    is_told = job is not None and job.status == Status.DONE and job.digest == here.draft.digest
    told = {row["id"]: row["holds"] for row in rows_of(job)} if job is not None and is_told else {}
    names = names_of(here.document, "invariants")
    proofs = [Proof(invariant_title(here, name), told.get(name)) for name in names]
    return sorted(proofs, key=lambda proof: (proof.holds is not False, proof.holds is not None))


def rows_of(job: RulebookJob) -> list[dict[str, Any]]:
    """What a finished proof says of each invariant."""
    rows: list[dict[str, Any]] = json.loads(job.result)["invariants"]
    return rows


def impact_of(here: Here, active: RulebookVersion | None) -> Impact | None:
    """The newest impact preview; None where none was asked for."""
    job = latest_job(here.draft, Kind.IMPACT)
    if job is None:
        return None
    found = json.loads(job.result) if job.status == Status.DONE else {}
    result = told(here, found) if found else {}
    against = active.digest if active else ""
    return Impact(
        job=job,
        result=result,
        counts=counts_told(here, result),
        flows=tuple(flows_of(here, result.get("overall", {}))),
        is_current=job.digest == here.draft.digest and job.against == against,
        first=day_of(job.options.get("first")),
        last=day_of(job.options.get("last")),
        is_brief=bool(found) and is_brief(here, found),
    )


def flows_of(here: Here, overall: Mapping[str, Mapping[str, int]]) -> list[Flow]:
    """From what to what results go, the most frequent first; those that stay are left out."""
    found = [
        Flow(word_of(before), word_of(after), count, count_words(here, count))
        for before, row in overall.items()
        for after, count in row.items()
        if count and before != after
    ]
    return sorted(found, key=lambda flow: -flow.count)


def word_of(code: str) -> str:
    """An eligibility in a word."""
    return str(look_of(code).word)


def day_of(text: str | None) -> date | None:
    """A day of a job's options."""
    return date.fromisoformat(text) if text else None
