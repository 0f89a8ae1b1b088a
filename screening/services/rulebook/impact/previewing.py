"""A chunk of stored questionnaires: replayed with their own rulebook, evaluated with the draft, compared."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from screening.engine import (
    AnswerError,
    Context,
    ContextError,
    Evaluation,
    Rulebook,
    canonical_json,
    evaluate,
    parse_answers,
)
from screening.models import ImpactRow, RulebookVersion
from screening.services.errors import RulebookBroken
from screening.services.rulebook.accepting import accepted_answers
from screening.services.rulebook.impact.comparing import (
    Direction,
    Result,
    detail_of,
    direction_of,
    fresh_result,
    rule_moves,
    stored_result,
)
from screening.services.rulebook.impact.stored import Chunk, Stored, stored_in
from screening.services.rulebook.versions import rulebook_of

PAST = 1_000_000
"""Added to the distance of past days, so that all of them stand after every day to come."""

SAME, DIFFERENT = "same", "different"
UNREADABLE, RULEBOOK_BROKEN, REFUSED = "unreadable", "rulebook-broken", "refused"

Tally = Counter[tuple[str, ...]]
"""Counts by what is counted: ("records",), ("rule", id, from, to) ... Sums do not depend on any order."""


class Part(NamedTuple):
    """What came of one chunk."""

    tally: Tally
    rows: list[ImpactRow]


@dataclass
class Preview:
    """A draft, the day it is looked at, and the rulebooks that stored results were made with."""

    draft: Rulebook
    today: date
    _made_with: dict[uuid.UUID, Rulebook | None] = field(default_factory=dict)

    def made_with(self, version_id: uuid.UUID) -> Rulebook | None:
        """The rulebook of a version; None where it cannot be used any more."""
        if version_id not in self._made_with:
            self._made_with[version_id] = usable(version_id)
        return self._made_with[version_id]


def usable(version_id: uuid.UUID) -> Rulebook | None:
    """The rulebook of a version; None where it is broken."""
    try:
        return rulebook_of(RulebookVersion.objects.get(pk=version_id))
    except RulebookBroken:
        return None


def preview_chunk(preview: Preview, chunk: Chunk) -> Part:
    """Preview what is stored in a chunk."""
    tally: Tally = Counter()
    rows = [preview_one(preview, stored, tally) for stored in stored_in(chunk)]
    return Part(tally, [row for row in rows if row is not None])


def preview_one(preview: Preview, stored: Stored, tally: Tally) -> ImpactRow | None:
    """Preview one questionnaire; the row to keep, without its job, where there is something to say of it."""
    body = stored.body
    replay = UNREADABLE if body is None else replayed(preview.made_with(stored.version_id), stored, body)
    tally["records",] += 1
    tally["replay", replay] += 1
    found = None if body is None or replay == REFUSED else evaluated(preview.draft, body, tally)
    row = ImpactRow(
        response_id=stored.response_id,
        nearness=nearness(stored.on, preview.today),
        on=stored.on,
        before=stored.eligibility,
        is_replayed=replay == SAME,
        direction=Direction.NOT_EVALUATED,
    )
    if body is not None and found is not None:
        compare(stored_result(body), fresh_result(found), row, tally)
    tally["direction", row.direction] += 1
    return None if row.direction == Direction.SAME and row.is_replayed else row


def replayed(made_with: Rulebook | None, stored: Stored, body: Mapping[str, Any]) -> str:
    """Whether a stored result comes out again, byte for byte, from what it was made from."""
    if made_with is None:
        return RULEBOOK_BROKEN
    try:
        again = evaluate(made_with, parse_answers(made_with, body["answers"]), context_of(body))
    except (AnswerError, ContextError, KeyError, TypeError, ValueError):
        return REFUSED
    is_same = again.digest == stored.digest and canonical_json(again.as_json()) == stored.text
    return SAME if is_same else DIFFERENT


def context_of(body: Mapping[str, Any]) -> Context:
    """The context a stored result was made in."""
    return Context(date.fromisoformat(body["on"]), tuple(body["treatments"]))


def evaluated(draft: Rulebook, body: Mapping[str, Any], tally: Tally) -> Evaluation | None:
    """What the draft says; None where it does not know a treatment. What it does not accept is unanswered."""
    answers, refused = accepted_answers(draft, body["answers"])
    for link_id in refused:
        tally["not-accepted", link_id] += 1
    try:
        return evaluate(draft, answers, context_of(body))
    except ContextError:
        return None


def compare(before: Result, after: Result, row: ImpactRow, tally: Tally) -> None:
    """Count what changed, and note it in the row."""
    row.after = after.eligibility
    row.direction = direction_of(before, after)
    tally["overall", before.eligibility, after.eligibility] += 1
    if row.direction == Direction.SAME:
        return
    row.detail = detail_of(before, after)
    for code, said in before.treatments.items():
        says = after.treatments[code]
        tally["treatment", code, said[0], says[0]] += said[0] != says[0]
        tally["date", code] += said[0] == says[0] and said[1] != says[1]
    for rule, move in rule_moves(before, after):
        tally["rule", rule, *move] += 1


def nearness(on: date, today: date) -> int:
    """Where an appointment stands in the list: the next first, then the most recent past one."""
    days = (on - today).days
    return days if days >= 0 else PAST - days
