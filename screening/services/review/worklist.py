"""The worklist: what there is to do, found, filtered, counted and paged."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from typing import Any

from django.db import transaction
from django.db.models import Q

from screening.models import (
    CorrectionRequest,
    Evaluation,
    FindingDecision,
    Patient,
    Review,
    ReviewKey,
    SignOff,
)
from screening.models.review.reviews import ReviewQuerySet
from screening.services.audit import Actor, record_all
from screening.services.evaluation import rank_of
from screening.services.review.gate import GateNow, active_digest, gate_of
from screening.services.review.new_rulebook import RulebookEffect, effects_of_rulebook
from screening.services.review.places import MOST_COUNTED, MOST_ROWS, key_of, place_of
from screening.services.review.queues import PARTS, Part, Queue, start_of
from screening.services.review.standing import Held, undecided, waits_for_second

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


@dataclass(frozen=True, slots=True)
class WorklistFilters:
    """What the worklist is narrowed to; what is empty leaves it wide. Days are the clinic's, both included.

    `search` is beginnings of names, or a day: somebody's birth date, or the appointment's.
    """

    search: str = ""
    treatment: str = ""
    eligibility: str = ""
    topic: str = ""
    practitioner: uuid.UUID | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A review (with appointment, people and evaluation), its gate at the moment, and what is found now.

    `result` is the body of the current evaluation, None before the first; `undecided` is what forbids to
    proceed, `pending` the overrides that wait for a second person; `by_rulebook` what another rulebook made
    of it, where nobody has looked at it since; `asks_correction`: the patient says that an answer is wrong.
    Of a withdrawn form there is no result.
    """

    review: Review
    gate: GateNow
    result: Mapping[str, Any] | None
    undecided: tuple[Held, ...]
    pending: tuple[FindingDecision, ...]
    by_rulebook: RulebookEffect | None = None
    asks_correction: bool = False


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """Rows of a queue in order, and the key of the next page, if there is one."""

    rows: tuple[WorklistRow, ...]
    next_key: str | None


@transaction.atomic
def list_work(
    *,
    queue: Queue,
    by: Actor,
    now: datetime,
    filters: WorklistFilters | None = None,
    after: str = "",
    limit: int = 50,
) -> WorklistPage:
    """One page of a queue: the earliest appointment first, at one time the worst first.

    `after` is the `next_key` of the page before; UnknownPlace for anything else. Every page costs the same,
    and as many queries for one row as for hundreds. Each row is noted on the audit trail as read.
    """
    size = max(1, min(limit, MOST_ROWS))
    found = first_of(queue, filters or WorklistFilters(), now, after, size + 1)
    shown = found[:size]
    record_all(action="review.listed", by=by, details=[(review, {}) for review in shown])
    return WorklistPage(rows_of(shown, now), key_of(shown[-1].place) if len(found) > size else None)


def glance_at_work(
    *,
    queue: Queue,
    now: datetime,
    filters: WorklistFilters | None = None,
    after: str = "",
    limit: int = 50,
) -> dict[uuid.UUID, str]:
    """What `list_work` would list, by id, with a text that is another one whenever a row has changed.

    Nothing of a record is in it, so nothing is noted as read: for pages that ask every half minute.
    """
    shown = first_of(queue, filters or WorklistFilters(), now, after, max(1, min(limit, MOST_ROWS)))
    gates = with_gates(shown, now)
    return {review.pk: f"{review.revision}{gates[review.pk].gate[:2]}" for review in shown}


def first_of(queue: Queue, filters: WorklistFilters, now: datetime, after: str, size: int) -> list[Review]:
    """The first rows of a queue after a place, in order."""
    parts = [page_of(part, filters, now, after, size) for part in PARTS[queue]]
    return list(merge(*parts, key=in_order))[:size]


def page_of(part: Part, filters: WorklistFilters, now: datetime, after: str, size: int) -> list[Review]:
    """The first rows of one part of a queue after a place."""
    rows = part(filtered(filters), now).with_people().by_appointment()
    return list((rows.after(place_of(after)) if after else rows)[:size])


def in_order(review: Review) -> tuple[datetime, int, uuid.UUID]:
    """Where a row stands, as the database sorts."""
    return review.appointment_at, -review.severity_rank, review.pk


def with_gates(reviews: list[Review], now: datetime) -> dict[uuid.UUID, GateNow]:
    """The gates of reviews by their ids, in two queries however many there are."""
    active = active_digest()
    signed = {row.review_id: row for row in SignOff.objects.current().filter(review__in=reviews)}
    return {review.pk: gate_of(review, signed.get(review.pk), active, now) for review in reviews}


def rows_of(reviews: list[Review], now: datetime) -> tuple[WorklistRow, ...]:
    """The rows with gates, results and what is left to decide, in as many queries as for one."""
    gates = with_gates(reviews, now)
    evaluations = Evaluation.objects.filter(pk__in=[review.evaluation_id for review in reviews])
    results: dict[uuid.UUID | None, Any] = {row.pk: json.loads(row.body) for row in evaluations.only("body")}
    responses = [review.appointment.response for review in reviews]
    decided: dict[uuid.UUID, list[FindingDecision]] = {response.pk: [] for response in responses}
    for decision in FindingDecision.objects.not_withdrawn().filter(response__in=responses):
        decided[decision.response_id].append(decision)
    in_use = [review for review in reviews if review.state != Review.State.WITHDRAWN]
    effects = effects_of_rulebook(in_use, results)
    asking = CorrectionRequest.objects.asking(review.appointment_id for review in reviews)
    return tuple(
        row_of(
            review,
            gates[review.pk],
            results.get(review.evaluation_id) if review in in_use else None,
            decided[review.appointment.response.pk],
            effects.get(review.pk),
            asks_correction=review.appointment_id in asking,
        )
        for review in reviews
    )


def row_of(
    review: Review,
    gate: GateNow,
    result: Mapping[str, Any] | None,
    decisions: list[FindingDecision],
    effect: RulebookEffect | None = None,
    *,
    asks_correction: bool = False,
) -> WorklistRow:
    """One row."""
    if result is None:
        return WorklistRow(review, gate, None, (), (), asks_correction=asks_correction)
    pending = tuple(one for one in decisions if waits_for_second(one, result))
    held = undecided(result, decisions)
    return WorklistRow(review, gate, result, held, pending, effect, asks_correction)


def count_work(*, now: datetime, filters: WorklistFilters | None = None) -> dict[Queue, int]:
    """How many each queue holds; each counted to MOST_COUNTED, so that no list is too long to count."""
    wanted = filters or WorklistFilters()
    return {queue: count_queue(parts, wanted, now) for queue, parts in PARTS.items()}


def count_queue(parts: tuple[Part, ...], filters: WorklistFilters, now: datetime) -> int:
    """How many rows these parts hold, counted to MOST_COUNTED."""
    counted = sum(part(filtered(filters), now)[:MOST_COUNTED].count() for part in parts)
    return min(counted, MOST_COUNTED)


def filtered(filters: WorklistFilters) -> ReviewQuerySet:
    """The reviews of booked appointments that the filters let through."""
    rows: ReviewQuerySet = Review.objects.of_booked()
    if filters.search.strip():
        rows = searched(rows, filters.search.strip())
    if filters.treatment:
        rows = rows.with_key(ReviewKey.Kind.TREATMENT, filters.treatment)
    if filters.topic:
        rows = rows.with_key(ReviewKey.Kind.TOPIC, filters.topic)
    if filters.eligibility:
        rows = rows.filter(evaluation__isnull=False, severity_rank=rank_of(filters.eligibility))
    if filters.practitioner is not None:
        rows = rows.filter(appointment__practitioner=filters.practitioner)
    start = start_of(filters.first_day) if filters.first_day else None
    end = start_of(filters.last_day + timedelta(days=1)) if filters.last_day else None
    return rows.between(start, end)


def searched(rows: ReviewQuerySet, typed: str) -> ReviewQuerySet:
    """Those whose patient is named like this; for a day, those born on it or booked for it."""
    day = day_of(typed)
    if day is None:
        return rows.of_patients(Patient.objects.named(typed))
    born = Q(appointment__patient__in=Patient.objects.born_on(day))
    end = start_of(day + timedelta(days=1))
    return rows.filter(born | Q(appointment_at__gte=start_of(day), appointment_at__lt=end))


def day_of(typed: str) -> date | None:
    """The day somebody typed, as 1990-04-02, 2.4.1990 or 2/4/1990; None where it is none."""
    if found := _ISO_DAY.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := _LOCAL_DAY.fullmatch(typed):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day) if 1800 <= year <= 2200 else None
    except ValueError:
        return None
