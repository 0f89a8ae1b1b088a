"""What another rulebook made of results nobody has looked at since: which got worse, which better."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from screening.engine import Severity
from screening.models import Evaluation, Review, SignOff
from screening.services.evaluation import rank_of
from screening.services.review.since import FindingChange, changed_findings
from screening.services.review.standing import same_result
from screening.services.review.states import UNDECIDED

BY_RULEBOOK = Evaluation.Cause.RULEBOOK_CHANGED


class Direction(StrEnum):
    """How a result changed. Worse: anything about it is, whatever else became better."""

    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RulebookEffect:
    """A result that another rulebook changed: `before` is the body of the last one a person saw or made."""

    direction: Direction
    before: Mapping[str, Any]
    findings: tuple[FindingChange, ...]


def effects_of_rulebook(
    reviews: Iterable[Review], results: Mapping[uuid.UUID | None, Mapping[str, Any]]
) -> dict[uuid.UUID, RulebookEffect]:
    """By review, what another rulebook made of the result, for those that wait for a person since.

    `results` are the bodies of current evaluations. Three queries however many there are, none where no
    result was changed by a rulebook.
    """
    changed = {
        review.evaluation.response_id: review
        for review in reviews
        if review.evaluation is not None
        and review.evaluation.cause == BY_RULEBOOK
        and review.state in UNDECIDED
    }
    if not changed:
        return {}
    bases = bases_of(list(changed))
    found = {}
    for base in Evaluation.objects.filter(pk__in=bases.values()).only("body", "response"):
        review = changed[base.response_id]
        found[review.pk] = effect_between(json.loads(base.body), results[review.evaluation_id])
    return {pk: effect for pk, effect in found.items() if effect is not None}


def bases_of(responses: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """By response, the last evaluation that a rulebook did not make alone, or that somebody signed off."""
    rows = Evaluation.objects.filter(response__in=responses, is_current=False).order_by("sequence")
    signed = set(
        SignOff.objects.filter(evaluation__response__in=responses).values_list("evaluation_id", flat=True)
    )
    known = rows.values_list("response_id", "pk", "cause")
    return {response: pk for response, pk, cause in known if cause != BY_RULEBOOK or pk in signed}


def effect_between(before: Mapping[str, Any], now: Mapping[str, Any]) -> RulebookEffect | None:
    """What became of one result; None where it says the same."""
    if same_result(before, now):
        return None
    findings = changed_findings(before, now, tuple(now["treatments"]))
    return RulebookEffect(direction_of(before, now, findings), before, tuple(findings))


def direction_of(
    before: Mapping[str, Any], now: Mapping[str, Any], findings: Iterable[FindingChange]
) -> Direction:
    """Whether anything about a result is worse than before, or if not, better."""
    steps = [severity_rank(one.now) - severity_rank(one.before) for one in findings]
    steps += [
        rank_of(now["treatment_results"][code]["eligibility"])
        - rank_of(before["treatment_results"][code]["eligibility"])
        for code in now["treatments"]
        if code in before["treatment_results"]
    ]
    was, became = before["earliest_date"], now["earliest_date"]
    if was and became:
        steps.append((became > was) - (became < was))
    if any(step > 0 for step in steps):
        return Direction.WORSE
    return Direction.BETTER if any(step < 0 for step in steps) else Direction.OTHER


def severity_rank(code: str | None) -> int:
    """How bad a severity is; nothing is the mildest."""
    return 0 if code is None else int(Severity.from_code(code))
