"""The list of submitted questionnaires."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from screening.models import AuditEvent
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.factories import make_patient
from tests.review.starter import PEEL, hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}


def at(days: int, hour: int = 10) -> datetime:
    """A time on the day so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


def rows_of(html: str) -> list[str]:
    """The words of each row of the table."""
    body = html.split("<tbody>")[1].partition("</tbody>")[0] if "<tbody>" in html else ""
    return [
        " ".join(strip_tags(row.replace("<", " <")).split())
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def read(client: Client, query: str = "") -> str:
    response = client.get(f"/review/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_row_says_when_who_what_and_what_decides_it(practitioner: Client) -> None:
    hand_in(
        {
            **STOPPED,
            "isotretinoin_last_dose": timezone.localdate().replace(day=1).isoformat(),
            "smoker": "yes",
        },
        starts_at=at(0),
        patient=make_patient("Amara Okafor"),
    )
    (row,) = rows_of(read(practitioner))
    assert re.fullmatch(
        r"Today 10:30 Amara Okafor \d+ years Microneedling pen Whole face Deferred "
        r"Isotretinoin stopped less than six months ago earliest \d+ \w+ \d{4} · 1 more finding",
        row,
    )


def test_row_of_open_questions_names_them(practitioner: Client) -> None:
    hand_in({}, treatments=PEEL, starts_at=at(0))
    (row,) = rows_of(read(practitioner))
    assert row.endswith("Needs clearance 1 question not answered Peel agent")


def test_row_with_nothing_found_says_so(practitioner: Client) -> None:
    hand_in({}, starts_at=at(0))
    assert re.search(r"Eligible Nothing found in \d+ rules$", rows_of(read(practitioner))[0])


def test_row_with_information_alone_does_not_say_nothing_was_found(practitioner: Client) -> None:
    hand_in({"event_soon": "yes", "event_date": at(2).date().isoformat()}, starts_at=at(0))
    assert "Eligible Only for information Important event within a week" in rows_of(read(practitioner))[0]


def test_rows_are_earliest_first_then_worst(practitioner: Client) -> None:
    for name, days, changes in [
        ("Dora", 3, {}),
        ("Bert", 1, {"smoker": "yes"}),
        ("Anna", 1, {"pregnant": "yes"}),
        ("Carl", 1, {}),
    ]:
        hand_in(changes, starts_at=at(days), patient=make_patient(name))
    order = [re.search(r"Anna|Bert|Carl|Dora", row) for row in rows_of(read(practitioner))]
    assert [found[0] for found in order if found] == ["Anna", "Bert", "Carl", "Dora"]


def test_past_appointments_have_their_own_view(practitioner: Client) -> None:
    hand_in({}, starts_at=at(-1), patient=make_patient("Yesterday Jones"))
    hand_in({}, starts_at=at(0, hour=0), patient=make_patient("Today Jones"))
    upcoming, past = rows_of(read(practitioner)), rows_of(read(practitioner, "?view=past"))
    assert ["Today Jones" in upcoming[0], "Yesterday Jones" in past[0]] == [True, True]
    assert [len(upcoming), len(past)] == [1, 1]


def test_who_has_not_handed_in_has_a_view_without_answers(practitioner: Client) -> None:
    desk.book_appointment(
        patient=make_patient("Late Larry"),
        starts_at=at(2),
        treatments=["prp"],
        areas=["scalp"],
        by=SYSTEM,
    )
    (row,) = rows_of(read(practitioner, "?view=waiting"))
    assert re.search(r"Late Larry \d+ years PRP add-on Not started$", row)
    assert rows_of(read(practitioner)) == []


def test_views_say_how_many_they_hold(practitioner: Client) -> None:
    hand_in({}, starts_at=at(0))
    hand_in({}, starts_at=at(1))
    hand_in({}, starts_at=at(-1))
    tabs = re.findall(r'class="tab".*?>([\w ]+) <b class="num">(\d+)', read(practitioner))
    assert tabs == [("Upcoming", "2"), ("Past", "1"), ("Not handed in yet", "0")]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "No questionnaire to review"),
        ("?view=past", "No past appointments"),
        ("?view=waiting", "Nobody is awaited"),
    ],
)
def test_empty_view_says_what_to_do(practitioner: Client, query: str, heading: str) -> None:
    assert f"<h2>{heading}</h2>" in read(practitioner, query)


def test_cancelled_appointment_is_not_listed(practitioner: Client) -> None:
    desk.cancel_appointment(appointment=hand_in({}, starts_at=at(0)), by=SYSTEM)
    assert rows_of(read(practitioner)) == []


def test_pages_hold_every_row_once(practitioner: Client) -> None:
    for number in range(27):
        hand_in({}, starts_at=at(number % 5), patient=make_patient(f"Patient{number:02} Jones"))
    first = read(practitioner)
    following = re.search(r'rel="next" href="/review/([^"]+)"', first)
    assert following is not None
    second = read(practitioner, following[1].replace("&amp;", "&"))
    names = [re.findall(r"Patient\d\d", " ".join(rows_of(html))) for html in (first, second)]
    assert [len(names[0]), len(names[1]), len({*names[0], *names[1]})] == [25, 2, 27]
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "query", ["?view=everything", "?after=nonsense", "?after=%00", "?view=past&after=~~"]
)
def test_page_that_does_not_exist_is_not_there(practitioner: Client, query: str) -> None:
    assert practitioner.get(f"/review/{query}").status_code == 404


@pytest.mark.parametrize("view", ["upcoming", "waiting"])
def test_list_takes_as_many_queries_for_one_row_as_for_three_and_sixty(
    practitioner: Client, view: str
) -> None:
    def add(count: int) -> None:
        for _number in range(count):
            if view == "upcoming":
                hand_in({}, starts_at=at(1))
            else:
                desk.book_appointment(
                    patient=make_patient(), starts_at=at(1), treatments=["prp"], areas=[], by=SYSTEM
                )

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(practitioner, f"?view={view}")
        return len(captured)

    counts = []
    for more in (1, 2, 57):
        add(more)
        counts.append(queries())
    assert counts[0] == counts[1] == counts[2]


def test_every_row_shown_is_on_the_audit_trail(practitioner: Client) -> None:
    appointments = [hand_in({}, starts_at=at(day)) for day in (0, 1)]
    read(practitioner)
    events = AuditEvent.objects.filter(action="response.listed")
    assert {event.subject_id for event in events} == {one.response.pk for one in appointments}


def test_name_is_escaped(practitioner: Client) -> None:
    hand_in({}, starts_at=at(0), patient=make_patient("<b>Bobby</b>"))
    assert "&lt;b&gt;Bobby&lt;/b&gt;" in read(practitioner)
