"""The list of submitted questionnaires."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from screening.models import Evaluation
from screening.models.evaluation import EvaluationQuerySet
from screening.services.audit import Actor, record_all
from screening.services.review.places import key_of, place_of

MOST_ROWS = 100
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; None leaves it wide. Days are the clinic's, both included."""

    eligibility: str | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the list (with response, appointment and patient), and the key of the next page, if any."""

    rows: tuple[Evaluation, ...]
    next_key: str | None


@transaction.atomic
def list_submitted(*, by: Actor, filters: Filters | None = None, after: str = "", limit: int = 50) -> Page:
    """Submitted questionnaires of booked appointments, the earliest first, at one time the worst first.

    `after` is the `next_key` of the page before; UnknownPlace for anything else. Every page costs the same.
    """
    rows = submitted(filters).with_people().by_appointment()
    if after:
        rows = rows.after(place_of(after))
    size = max(1, min(limit, MOST_ROWS))
    found = list(rows[: size + 1])
    shown = tuple(found[:size])
    read = [(row.response, {"evaluation": str(row.pk)}) for row in shown]
    record_all(action="response.listed", by=by, details=read)
    return Page(shown, key_of(shown[-1].place) if len(found) > size else None)


def count_submitted(*, filters: Filters | None = None) -> int:
    """How many questionnaires `list_submitted` has; counted to MOST_COUNTED, so that no list is too long."""
    return submitted(filters)[:MOST_COUNTED].count()


def submitted(filters: Filters | None) -> EvaluationQuerySet:
    """The current evaluations of booked appointments that a filter lets through."""
    wanted = filters or Filters()
    rows = Evaluation.objects.current().of_booked().on_days(wanted.first_day, wanted.last_day)
    return rows.filter(eligibility=wanted.eligibility) if wanted.eligibility else rows
