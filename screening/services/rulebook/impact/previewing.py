"""A chunk of stored questionnaires: replayed with their own rulebook, evaluated with the draft, compared."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from screening.engine import (
    AnswerError,
    Answers,
    Context,
    ContextError,
    Outline,
    Rulebook,
    evaluate,
    outline,
    parse_answers,
)
from screening.models import ImpactRow, RulebookVersion
from screening.services.errors import RulebookBroken
from screening.services.rulebook.accepting import Accepted, accepted_answers, are_read_alike
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


class MadeWith(NamedTuple):
    """A rulebook that results were made with, and whether the draft reads answers just as it does."""

    rulebook: Rulebook
    is_read_alike: bool


@dataclass
class Preview:
    """A draft, the day it is looked at, and the rulebooks that stored results were made with."""

    draft: Rulebook
    today: date
    _made_with: dict[uuid.UUID, MadeWith | None] = field(default_factory=dict)

    def made_with(self, version_id: uuid.UUID) -> MadeWith | None:
        """The rulebook of a version; None where it cannot be used any more."""
        if version_id not in self._made_with:
            self._made_with[version_id] = self._usable(version_id)
        return self._made_with[version_id]

    def _usable(self, version_id: uuid.UUID) -> MadeWith | None:
        try:
            rulebook = rulebook_of(RulebookVersion.objects.get(pk=version_id))
        except RulebookBroken:
            return None
        return MadeWith(rulebook, are_read_alike(rulebook, self.draft))


class Replayed(NamedTuple):
    """How a replay went, and the answers as they were read for it."""

    outcome: str
    answers: Answers | None = None


def preview_chunk(preview: Preview, chunk: Chunk) -> Part:
    """Preview what is stored in a chunk."""
    tally: Tally = Counter()
    rows = [preview_one(preview, stored, tally) for stored in stored_in(chunk)]
    return Part(tally, [row for row in rows if row is not None])


def preview_one(preview: Preview, stored: Stored, tally: Tally) -> ImpactRow | None:
    """Preview one questionnaire; the row to keep, without its job, where there is something to say of it."""
    body = stored.body
    made_with = preview.made_with(stored.version_id)
    replay = Replayed(UNREADABLE) if body is None else replayed(made_with, stored, body)
    tally["records",] += 1
    tally["replay", replay.outcome] += 1
    found = None
    if body is not None and replay.outcome != REFUSED:
        is_read_alike = made_with is not None and made_with.is_read_alike
        found = evaluated(preview.draft, body, replay.answers if is_read_alike else None, tally)
    detail: Any = {}
    direction, after = Direction.NOT_EVALUATED, ""
    if body is not None and found is not None:
        before, then = stored_result(body), fresh_result(found)
        direction, after = direction_of(before, then), then.eligibility
        detail = count(before, then, tally)
    tally["direction", direction] += 1
    is_replayed = replay.outcome == SAME
    if direction == Direction.SAME and is_replayed:
        return None
    return ImpactRow(
        response_id=stored.response_id,
        nearness=nearness(stored.on, preview.today),
        on=stored.on,
        before=stored.eligibility,
        after=after,
        direction=direction,
        is_replayed=is_replayed,
        detail=detail,
    )


def replayed(made_with: MadeWith | None, stored: Stored, body: Mapping[str, Any]) -> Replayed:
    """Whether a stored result comes out again, byte for byte, from what it was made from."""
    if made_with is None:
        return Replayed(RULEBOOK_BROKEN)
    try:
        answers = parse_answers(made_with.rulebook, body["answers"])
        again = evaluate(made_with.rulebook, answers, context_of(body))
    except (AnswerError, ContextError, TypeError, ValueError):
        return Replayed(REFUSED)
    is_same = again.canonical == stored.text and again.digest == stored.digest
    return Replayed(SAME if is_same else DIFFERENT, answers)


def context_of(body: Mapping[str, Any]) -> Context:
    """The context a stored result was made in."""
    return Context(date.fromisoformat(body["on"]), tuple(body["treatments"]))


def evaluated(draft: Rulebook, body: Mapping[str, Any], read: Answers | None, tally: Tally) -> Outline | None:
    """What the draft says; None where it does not know a treatment. What it does not accept is unanswered.

    `read` are the answers as another rulebook read them, where the draft reads them alike.
    """
    if read is not None:
        accepted = Accepted(read.as_read_by(draft), frozenset())
    else:
        accepted = accepted_answers(draft, body["answers"])
    for link_id in accepted.refused:
        tally["not-accepted", link_id] += 1
    try:
        return outline(draft, accepted.answers, context_of(body))
    except ContextError:
        return None


def count(before: Result, after: Result, tally: Tally) -> dict[str, Any]:
    """Count what changed; returns what a row keeps of it."""
    tally["overall", before.eligibility, after.eligibility] += 1
    if before == after:
        return {}
    for code, said in before.treatments.items():
        says = after.treatments[code]
        tally["treatment", code, said[0], says[0]] += said[0] != says[0]
        tally["date", code] += said[0] == says[0] and said[1] != says[1]
    for rule, move in rule_moves(before, after):
        tally["rule", rule, *move] += 1
    return detail_of(before, after)


def nearness(on: date, today: date) -> int:
    """Where an appointment stands in the list: the next first, then the most recent past one."""
    days = (on - today).days
    return days if days >= 0 else PAST - days
