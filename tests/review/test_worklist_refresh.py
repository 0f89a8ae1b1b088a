"""The quiet refresh: nothing where nothing has changed, else the list and what is new in it."""

import html as entities
import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from screening.models import Appointment, AuditEvent
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from tests.factories import make_patient
from tests.review.rows import at, names_in, read, words_of
from tests.review.starter import hand_in

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from clinic.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def seen_in(html: str) -> str:
    """What the page will say it showed."""
    found = re.search(r'"X-Worklist-Seen": "([^"]*)"', html)
    assert found is not None
    return entities.unescape(found[1])


def refresh(client: Client, seen: str, query: str = "") -> "Answer":
    return client.get(f"/review/{query}", headers={"HX-Request": "true", "X-Worklist-Seen": seen})


def news_in(answer: "Answer") -> str:
    """What the refresh says is new, without the time."""
    return words_of(answer.content.decode().split("hx-swap-oob")[1].partition(">")[2])[7:]


@pytest.fixture
def first(published: object) -> Appointment:
    return hand_in({}, starts_at=at(1), patient=make_patient("Ada First"))


def test_nothing_new_is_answered_with_nothing_and_reads_nothing(
    practitioner: Client, first: Appointment
) -> None:
    seen = seen_in(read(practitioner))
    before = AuditEvent.objects.count()
    answer = refresh(practitioner, seen)
    assert (answer.status_code, answer.content) == (204, b"")
    assert AuditEvent.objects.count() == before


def test_new_row_is_told_and_marked(practitioner: Client, first: Appointment) -> None:
    seen = seen_in(read(practitioner))
    hand_in({}, starts_at=at(0), patient=make_patient("Bo New"))
    answer = refresh(practitioner, seen)
    html = answer.content.decode()
    assert (answer.status_code, names_in(html), news_in(answer)) == (200, ["Bo New", "Ada First"], "1 new")
    assert re.findall(r'class="linked( new)?"', html.replace(" today", "")) == [" new", ""]
    assert "<html" not in html


def test_changed_row_is_told(practitioner: Client, first: Appointment, alice: "User") -> None:
    seen = seen_in(read(practitioner))
    review.add_note(appointment=first, text="Phoned.", by=Actor.staff(alice))
    assert news_in(refresh(practitioner, seen)) == "1 changed"


def test_row_that_left_the_list_is_told(practitioner: Client, first: Appointment) -> None:
    seen = seen_in(read(practitioner))
    desk.cancel_appointment(appointment=first, by=SYSTEM)
    assert news_in(refresh(practitioner, seen)) == "1 gone"


def test_what_the_refresh_showed_is_what_the_next_one_compares_with(
    practitioner: Client, first: Appointment
) -> None:
    seen = seen_in(read(practitioner))
    hand_in({}, starts_at=at(0))
    again = refresh(practitioner, seen).content.decode()
    assert refresh(practitioner, seen_in(again)).status_code == 204


def test_other_queues_counts_are_refreshed_without_a_word(practitioner: Client, first: Appointment) -> None:
    seen = seen_in(read(practitioner))
    desk.book_appointment(
        patient=make_patient(), starts_at=at(1), treatments=["prp"], areas=["scalp"], by=SYSTEM
    )
    answer = refresh(practitioner, seen)
    assert (answer.status_code, news_in(answer)) == (200, "")


@pytest.mark.parametrize("seen", ["", "nonsense", ";", "x;y", "1.2.3;a.b,c", "²;x"])
def test_header_that_cannot_be_read_gives_the_page_or_the_list(
    practitioner: Client, first: Appointment, seen: str
) -> None:
    answer = practitioner.get("/review/", headers={"HX-Request": "true", "X-Worklist-Seen": seen})
    assert (answer.status_code, names_in(answer.content.decode())) == (200, ["Ada First"])


def test_refresh_keeps_its_address(practitioner: Client, first: Appointment) -> None:
    html = read(practitioner, "?q=ada&queue=all")
    assert 'hx-get="/review/?queue=all&amp;q=ada"' in html


def test_refresh_takes_as_many_queries_for_one_row_as_for_thirty(practitioner: Client) -> None:
    counts = []
    for more in (1, 29):
        for _number in range(more):
            hand_in({}, starts_at=at(1))
        seen = seen_in(read(practitioner))
        with CaptureQueriesContext(connection) as captured:
            refresh(practitioner, seen)
        counts.append(len(captured))
    assert counts[0] == counts[1]
