"""The views of the list: upcoming, past, and who has not handed in yet."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.review.words import long_day_words
from clinic.review.worklist import Row, WaitingRow, row_of, waiting_row_of
from screening.services.audit import Actor
from screening.services.desk import count_waiting, list_waiting
from screening.services.review import MOST_COUNTED, Filters, count_submitted, list_submitted
from screening.services.rulebook import active_version, rulebook_of

UPCOMING, PAST, WAITING = LISTS = ("upcoming", "past", "waiting")
ROWS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the list, and how many it has."""

    href: str
    title: str
    count: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of one view of the list."""

    name: str
    today: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    waiting: tuple[WaitingRow, ...]
    has_more_waiting: bool
    first: str
    following: str


def list_page(name: str, after: str, today: date, by: Actor) -> ListPage:
    """The page of the view `name` (one of LISTS) after a key. UnknownPlace for a key that is none."""
    rows: tuple[Row, ...] = ()
    waiting: tuple[WaitingRow, ...] = ()
    next_key, has_more = None, False
    if name == WAITING:
        rulebook = rulebook_of(active_version())
        awaited = list_waiting(since=start_of(today), by=by)
        waiting = tuple(waiting_row_of(one, rulebook, today) for one in awaited.rows)
        has_more = awaited.has_more
    else:
        filters = filters_of(name, today)
        found = list_submitted(by=by, filters=filters, after=after, limit=ROWS_PER_PAGE)
        rows = tuple(row_of(one, today) for one in found.rows)
        next_key = found.next_key
    return ListPage(
        name=name,
        today=long_day_words(today),
        tabs=tuple(tabs_of(name, today)),
        rows=rows,
        waiting=waiting,
        has_more_waiting=has_more,
        first=address(name) if after else "",
        following=address(name, next_key) if next_key else "",
    )


def filters_of(name: str, today: date) -> Filters:
    """Which days a view is about."""
    return Filters(first_day=today) if name == UPCOMING else Filters(last_day=today - timedelta(days=1))


def tabs_of(here: str, today: date) -> list[Tab]:
    """The views with their counts."""
    counts = {
        UPCOMING: count_submitted(filters=filters_of(UPCOMING, today)),
        PAST: count_submitted(filters=filters_of(PAST, today)),
        WAITING: count_waiting(since=start_of(today)),
    }
    titles = {UPCOMING: _("Upcoming"), PAST: _("Past"), WAITING: _("Not handed in yet")}
    return [Tab(address(name), titles[name], count_words(counts[name]), name == here) for name in LISTS]


def count_words(count: int) -> str:
    """A count; of a very long list only that it is."""
    return f"{MOST_COUNTED}+" if count >= MOST_COUNTED else str(count)


def address(name: str, after: str = "") -> str:
    """Where a view, or a page of it, is."""
    query = ({} if name == UPCOMING else {"view": name}) | ({"after": after} if after else {})
    return reverse("review:worklist") + (f"?{urlencode(query)}" if query else "")


def start_of(day: date) -> datetime:
    """The first moment of the clinic's day."""
    return timezone.make_aware(datetime.combine(day, time.min))
