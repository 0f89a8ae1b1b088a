"""Whether the safety invariants of a draft are proved, for the draft as it is."""

import json
from collections.abc import Mapping
from typing import Any

from screening.engine.rulebook.elements import names_of
from screening.models import RulebookDraft, RulebookJob
from screening.services.errors import InvariantsNotProved
from screening.services.rulebook.drafts import document_of


def refuse_unproved(draft: RulebookDraft) -> None:
    """InvariantsNotProved unless each invariant of the draft, if it has any, was proved for this document.

    The newest job for its digest counts: its result lists `{"invariants": [{"id", "holds"}, ...]}`. What is
    not listed, or not known to hold, is not proved.
    """
    wanted = names_of(document_of(draft), "invariants")
    if not wanted:
        return
    job: RulebookJob | None = proofs_of(draft).first()
    if job is None or job.status != RulebookJob.Status.DONE:
        raise InvariantsNotProved
    told = {found.get("id"): found.get("holds") for found in listed(json.loads(job.result))}
    broken = tuple(name for name in wanted if told.get(name) is False)
    if broken or not all(told.get(name) is True for name in wanted):
        raise InvariantsNotProved(broken)


def proofs_of(draft: RulebookDraft) -> Any:
    """The jobs that tried to prove a draft's invariants as it is, the newest first."""
    jobs = RulebookJob.objects.filter(draft=draft, kind=RulebookJob.Kind.INVARIANTS, digest=draft.digest)
    return jobs.order_by("-asked_at", "-id")


def listed(result: object) -> list[Mapping[str, Any]]:
    """What a job's result says of each invariant."""
    rows = result.get("invariants") if isinstance(result, Mapping) else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
