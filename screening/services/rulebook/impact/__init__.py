"""The impact preview: what a draft would change in the results of stored questionnaires."""

import uuid
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import closing
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from screening.models import ImpactRow, PlaceInImpact, QuestionnaireResponse, RulebookJob
from screening.services.audit import SYSTEM, Actor, record, record_all
from screening.services.errors import FieldProblem, InvalidInput
from screening.services.processes import cores
from screening.services.rulebook.context import JobContext
from screening.services.rulebook.impact.clearing import clear_old_lists
from screening.services.rulebook.impact.pool import Pool, alone, preview_of
from screening.services.rulebook.impact.previewing import Part, Tally
from screening.services.rulebook.impact.stored import Days, chunks_on, current_on
from screening.services.rulebook.impact.summing import summed

__all__ = ["clear_old_lists", "days_of", "impact_rows", "read_impact", "run_impact"]

MOST_IN_CHUNK = 150
FEW = 500
"""Up to here the start of further processes takes longer than the work."""


def days_of(options: Mapping[str, Any]) -> Days:
    """The days of a job's options `first` and `last` (ISO, or absent); InvalidInput for anything else."""
    if unknown := sorted(options.keys() - {"first", "last"}):
        raise InvalidInput([FieldProblem(name, "unknown", _("There is no such option.")) for name in unknown])
    first, last = (day_of(name, options.get(name)) for name in ("first", "last"))
    if first is not None and last is not None and last < first:
        raise InvalidInput([FieldProblem("last", "before_first", _("The last day is before the first."))])
    return Days(first, last)


def day_of(name: str, given: object) -> date | None:
    """One day; InvalidInput where it is none."""
    try:
        return None if given is None else date.fromisoformat(str(given))
    except ValueError:
        raise InvalidInput([FieldProblem(name, "not_a_date", _("This is not a date."))]) from None


def run_impact(context: JobContext) -> Mapping[str, object]:
    """Preview a draft; what `summed` makes of it. Rows are stored as they are found, a chunk at a time."""
    days = days_of(context.options)
    ImpactRow.objects.filter(job=context.job).delete()  # of an attempt that was killed
    total = current_on(days).count()
    context.progress(0, total)
    tally: Tally = Counter()
    with closing(parts_of(context, days, total)) as parts:
        for part in parts:
            keep_part(context, part)
            tally.update(part.tally)
            context.progress(tally["records",], max(tally["records",], total))
    detail = {"records": tally["records",]}
    with transaction.atomic():
        record(action="rulebook.impact_read", by=SYSTEM, subject=context.job, detail=detail)
    return summed(tally)


def parts_of(context: JobContext, days: Days, total: int) -> Generator[Part, None, None]:
    """What comes of the chunks, from as many processes as are worth while."""
    preview = preview_of(context)
    count = context.processes or (cores() if total > FEW else 1)
    chunks = chunks_on(days, MOST_IN_CHUNK)
    if count == 1:
        yield from alone(preview, chunks)
        return
    pool = Pool(context.job, chunks, count)
    try:
        yield from pool.parts(context.beat)
    finally:
        pool.close()


def keep_part(context: JobContext, part: Part) -> None:
    """Store the rows of a chunk. JobCancelled where the job is not this worker's any more."""
    if not part.rows:
        return
    for row in part.rows:
        row.job = context.job
    with transaction.atomic():
        context.hold()
        ImpactRow.objects.bulk_create(part.rows)


def impact_rows(
    job: RulebookJob,
    *,
    after: tuple[int, uuid.UUID] | None = None,
    directions: tuple[str, ...] = (),
    limit: int = 50,
) -> list[ImpactRow]:
    """A page of what an impact preview found, upcoming appointments first; `after` is a row's `place`."""
    found = ImpactRow.objects.of_job(job)
    if after is not None:
        found = found.after(PlaceInImpact(*after))
    if directions:
        found = found.filter(direction__in=directions)
    return list(found[:limit])


@transaction.atomic
def read_impact(
    job: RulebookJob, *, after: tuple[int, uuid.UUID] | None, limit: int, by: Actor
) -> tuple[list[ImpactRow], bool]:
    """A page of `impact_rows` to be shown, and whether there are more; each is noted as listed."""
    rows = impact_rows(job, after=after, limit=limit + 1)
    shown = rows[:limit]
    records = [QuestionnaireResponse(pk=row.response_id) for row in shown]
    record_all(action="response.listed", by=by, details=[(one, {}) for one in records])
    return shown, len(rows) > limit
