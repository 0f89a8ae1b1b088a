"""Reading the worklist the way a person does."""

import re
from datetime import datetime, time, timedelta
from html import unescape

from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags


def at(days: int, hour: int = 10) -> datetime:
    """A time on the day so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


def rows_of(html: str) -> list[str]:
    """The words of each row of the table."""
    body = html.split("<tbody>")[1].partition("</tbody>")[0] if "<tbody>" in html else ""
    return [words_of(row) for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]


def words_of(html: str) -> str:
    """A piece of a page as one line of words."""
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())


def tabs_of(html: str) -> dict[str, str]:
    """The queues with their counts."""
    return dict(re.findall(r'class="tab".*?>([\w ]+) <b class="num">(\d+\+?)', html))


def read(client: Client, query: str = "") -> str:
    """The worklist at an address."""
    response = client.get(f"/review/{query}")
    assert response.status_code == 200
    return response.content.decode()


def names_in(html: str) -> list[str]:
    """The patients of the rows, in order."""
    return re.findall(r'class="row-link"[^>]*>([^<]+)<', html)
