"""One page of the worklist: queues as tabs with counts, what it is narrowed to, rows, and what is new."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.results.words import long_day_words
from clinic.review.forms import FilterForm
from clinic.review.next_steps import Reader
from clinic.review.seen import Seen, Token, news_words
from clinic.review.since import changed_words
from clinic.review.worklist import Row, row_of
from screening.services.audit import Actor
from screening.services.review import (
    MOST_COUNTED,
    Queue,
    WorklistPage,
    count_changed_answers,
    count_work,
    glance_at_work,
    list_work,
)
from screening.services.rulebook import active_version, rulebook_of

ROWS_PER_PAGE = 25
FIRST = Queue.NEEDS_REVIEW


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue, and how many it has."""

    href: str
    title: str
    count: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set, and the address without it."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Place:
    """What the address says: a queue, what it is narrowed to, and after which row it goes on."""

    queue: Queue
    form: FilterForm
    after: str = ""

    def address(self, queue: Queue | None = None, *, without: str = "", after: str = "") -> str:
        """The address of this list, of another queue, without a filter, or from another row on."""
        chosen = queue or self.queue
        given = {name: value for name, value in self.form.given.items() if name != without}
        query = ({} if chosen is FIRST else {"queue": chosen.value}) | given
        query |= {"after": after} if after else {}
        return reverse("review:worklist") + (f"?{urlencode(query)}" if query else "")


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of one queue. `seen` is what it shows, for the next refresh; `news` what is new in it."""

    queue: str
    today: str
    at: str
    here: str
    tabs: tuple[Tab, ...]
    chips: tuple[Chip, ...]
    without_filters: str
    rows: tuple[Row, ...]
    first: str
    following: str
    seen: str
    news: str


def glance(place: Place, now: datetime) -> Seen:
    """What the page would show, without reading any record."""
    wanted = place.form.wanted
    rows = glance_at_work(queue=place.queue, now=now, filters=wanted, after=place.after, limit=ROWS_PER_PAGE)
    counts = count_work(now=now, filters=wanted)
    tokens: dict[str, Token] = {pk.hex[:8]: token for pk, token in rows.items()}
    return Seen(tuple(counts[queue] for queue in Queue), tokens)


def list_page(place: Place, by: Actor, reader: Reader, now: datetime, before: Seen | None = None) -> ListPage:
    """The page. UnknownPlace for a place that is none; `before` is what its reader saw last."""
    wanted, today = place.form.wanted, timezone.localdate(now)
    seen = glance(place, now)
    found = list_work(
        queue=place.queue, by=by, now=now, filters=wanted, after=place.after, limit=ROWS_PER_PAGE
    )
    fresh = seen.new_since(before) if before else frozenset()
    active = rulebook_of(active_version())
    changed = changes_in(found)
    return ListPage(
        queue=place.queue.value,
        today=long_day_words(today),
        at=f"{timezone.localtime(now):%H:%M}",
        here=place.address(after=place.after),
        tabs=tuple(tabs_of(place, dict(zip(Queue, seen.counts, strict=True)))),
        chips=tuple(chips_of(place)),
        without_filters=Place(place.queue, FilterForm({}, rulebook=active)).address(),
        rows=tuple(
            row_of(
                row,
                active,
                reader,
                today,
                is_new=row.review.pk.hex[:8] in fresh,
                changed=changed.get(row.review.pk, ""),
            )
            for row in found.rows
        ),
        first=place.address() if place.after else "",
        following=following(place, found),
        seen=seen.text,
        news=news_words(seen, before) if before else "",
    )


def changes_in(found: WorklistPage) -> dict[uuid.UUID, str]:
    """How many answers changed since last time, in words, by review; one query for all rows."""
    responses = {row.review.appointment.response.pk: row.review.pk for row in found.rows if row.result}
    counts = count_changed_answers(responses)
    return {responses[response]: changed_words(count) for response, count in counts.items()}


def following(place: Place, found: WorklistPage) -> str:
    """The address of the next page; empty on the last."""
    return place.address(after=found.next_key) if found.next_key else ""


def tabs_of(place: Place, counts: Mapping[Queue, int]) -> list[Tab]:
    """The queues with their counts, all narrowed alike."""
    titles = {
        Queue.NEEDS_REVIEW: _("Needs review"),
        Queue.WAITING_FOR_PATIENT: _("Waiting for the patient"),
        Queue.WAITING_FOR_CLEARANCE: _("Waiting for clearance"),
        Queue.TODAY: _("Today"),
        Queue.SIGNED_OFF: _("Signed off"),
        Queue.WITHDRAWN: _("Withdrawn"),
        Queue.ALL: _("All"),
    }
    return [
        Tab(place.address(queue), titles[queue], count_words(counts[queue]), queue is place.queue)
        for queue in Queue
        if queue is not Queue.WITHDRAWN or counts[queue] or queue is place.queue  # mostly there are none
    ]


def chips_of(place: Place) -> list[Chip]:
    """The filters that are set, each with the address without it."""
    return [Chip(place.form.words_for(name), place.address(without=name)) for name in place.form.given]


def count_words(count: int) -> str:
    """A count; of a very long list only that it is."""
    return f"{MOST_COUNTED}+" if count >= MOST_COUNTED else str(count)
