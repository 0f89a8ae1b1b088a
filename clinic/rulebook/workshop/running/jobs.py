"""A job as a panel shows it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from screening.models import RulebookJob
from screening.services.errors import NoActiveRulebook
from screening.services.rulebook import active_version
from screening.services.rulebook.jobs import latest_job

Kind, Status = RulebookJob.Kind, RulebookJob.Status

PAGES: Mapping[str, str] = {
    Kind.ANALYSIS: "rulebook:draft_checks",
    Kind.INVARIANTS: "rulebook:draft_invariants",
    Kind.MUTATION: "rulebook:draft_cases_coverage",
    Kind.IMPACT: "rulebook:draft_impact",
}
"""For each kind of job the page its result stands on."""
WORKING: Mapping[str, Words] = {
    Kind.ANALYSIS: _("Looking for what people miss"),
    Kind.INVARIANTS: _("Proving the invariants"),
    Kind.MUTATION: _("Changing the rules one by one"),
    Kind.IMPACT: _("Running the draft over past questionnaires"),
}
STARTING: Mapping[str, Words] = {
    Kind.ANALYSIS: _("Analyse"),
    Kind.INVARIANTS: _("Prove now"),
    Kind.MUTATION: _("Run the mutation check"),
    Kind.IMPACT: _("Preview the impact"),
}
FAILURES: Mapping[str, Words] = {
    "rulebook_refused": _("The draft had errors. Mend them and start again."),
    "gave-up": _("It was taken up several times and never came to an end."),
}
FAILED = _("Something went wrong. The log of the worker says what; it can be started again.")
COMPARING = frozenset({Kind.ANALYSIS, Kind.IMPACT})
"""The kinds whose result is also about the active version."""


@dataclass(frozen=True)
class JobView:
    """The latest job of a kind. `job` is None where there was none."""

    kind: str
    job: RulebookJob | None
    has_moved: bool
    is_sound: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.job is not None and self.job.is_open

    @property
    def is_done(self) -> bool:
        """Whether there is a result."""
        return self.job is not None and self.job.status == Status.DONE

    @property
    def is_current(self) -> bool:
        """Whether there is a result, about the draft as it is."""
        return self.is_done and not self.has_moved

    @property
    def is_waiting(self) -> bool:
        """Whether no worker has taken it up yet."""
        return self.job is not None and self.job.status == Status.QUEUED

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody called it off."""
        return self.job is not None and self.job.status == Status.CANCELLED

    @property
    def failure(self) -> Words:
        """Why there is no result; empty where it did not fail."""
        if self.job is None or self.job.status != Status.FAILED:
            return ""
        return FAILURES.get(self.job.failure, FAILED)

    @property
    def working(self) -> Words:
        """What is being done."""
        return WORKING[self.kind]

    @property
    def starting(self) -> Words:
        """What the button says that starts it."""
        return STARTING[self.kind]

    @cached_property
    def result(self) -> Mapping[str, Any]:
        """What came of it; empty where nothing has."""
        if self.job is None or not self.is_done:
            return {}
        found: dict[str, Any] = json.loads(self.job.result)
        return found


def job_view(here: Here, kind: str) -> JobView:
    """The latest job of a kind on a draft. `has_moved`: it was about another state of the draft."""
    job = latest_job(here.draft, kind)
    return JobView(kind, job, job is not None and has_moved(here, job), here.partial.is_sound)


def has_moved(here: Here, job: RulebookJob) -> bool:
    """Whether the draft, or the version it was compared with, is another since the job was asked for."""
    if job.digest != here.draft.digest:
        return True
    return job.kind in COMPARING and job.against != active_digest()


def active_digest() -> str:
    """The digest of the active version; empty where none is."""
    try:
        return active_version().digest
    except NoActiveRulebook:
        return ""
