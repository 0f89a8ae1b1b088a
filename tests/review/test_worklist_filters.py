"""Search and filters: what they find, what stands in the address, what is refused."""

import re
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import Appointment
from tests.factories import make_patient
from tests.review.rows import at, names_in, read, tabs_of
from tests.review.starter import PEEL, hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.fixture
def three(published: object) -> None:
    """Three patients who differ in everything one may filter by."""
    hand_in({"pregnant": "yes"}, starts_at=at(1), patient=make_patient("Anna Ångström", date(1980, 1, 31)))
    hand_in({}, treatments=PEEL, starts_at=at(2), patient=make_patient("Bert Brown", date(1991, 2, 3)))
    hand_in({}, starts_at=at(3), patient=make_patient("Carl Cho", date(2000, 12, 1)))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=ang", ["Anna Ångström"]),
        ("q=brown+bert", ["Bert Brown"]),
        ("q=31.1.1980", ["Anna Ångström"]),
        ("q=1991-02-03", ["Bert Brown"]),
        ("q=01/12/2000", ["Carl Cho"]),
        ("treatment=chemical_peel_superficial", ["Bert Brown"]),
        ("severity=contraindicated", ["Anna Ångström"]),
        ("severity=eligible", ["Carl Cho"]),
        ("topic=pregnancy", ["Anna Ångström"]),
        ("q=b&treatment=microneedling_pen", []),
        ("", ["Anna Ångström", "Bert Brown", "Carl Cho"]),
    ],
)
@pytest.mark.usefixtures("three")
def test_search_and_filters_find(practitioner: Client, query: str, names: list[str]) -> None:
    assert names_in(read(practitioner, f"?{query}")) == names


@pytest.mark.usefixtures("three")
def test_day_typed_finds_the_appointments_of_that_day(practitioner: Client) -> None:
    assert names_in(read(practitioner, f"?q={at(2).date()}")) == ["Bert Brown"]


@pytest.mark.usefixtures("three")
def test_range_of_days_includes_both_ends(practitioner: Client) -> None:
    query = urlencode({"from_day": at(1).date(), "to_day": at(2).date()})
    assert names_in(read(practitioner, f"?{query}")) == ["Anna Ångström", "Bert Brown"]


@pytest.mark.usefixtures("three")
def test_practitioners_own_appointments_are_found(practitioner: Client, alice: User) -> None:
    hers = Appointment.objects.get(patient__isnull=False, starts_at=at(3))
    hers.practitioner = alice
    hers.save(update_fields=["practitioner"])
    assert names_in(read(practitioner, f"?practitioner={alice.pk}")) == ["Carl Cho"]


@pytest.mark.usefixtures("three")
def test_counts_follow_the_filters(practitioner: Client) -> None:
    assert tabs_of(read(practitioner, "?severity=contraindicated&queue=all"))["All"] == "1"


@pytest.mark.usefixtures("three")
def test_every_link_of_the_list_keeps_the_filters(practitioner: Client) -> None:
    html = read(practitioner, "?queue=all&severity=contraindicated&q=anna")
    tabs = re.findall(r'<a class="tab"[^>]* href="([^"]+)"', html)
    queries = [dict(parse_qsl(urlsplit(href.replace("&amp;", "&")).query)) for href in tabs]
    assert len(queries) == 6
    assert {(one["severity"], one["q"]) for one in queries} == {("contraindicated", "anna")}


@pytest.mark.usefixtures("three")
def test_each_filter_set_is_named_and_can_be_taken_away(practitioner: Client) -> None:
    html = read(practitioner, "?severity=contraindicated&q=anna")
    chips = re.findall(r'<a class="chip on" href="([^"]+)">.*?</span>([^<]+)<', html)
    assert chips == [
        ("/review/?severity=contraindicated", "Search: anna"),
        ("/review/?q=anna", "Result: Contraindicated"),
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("severity=fatal", "Select a valid choice. fatal is not one of the available choices."),
        ("treatment=laser_sword", "Select a valid choice. laser_sword is not one of the available choices."),
        ("topic=x", "Select a valid choice. x is not one of the available choices."),
        ("practitioner=nobody", "nobody"),
        ("from_day=soon", "Enter a valid date."),
        ("from_day=1820-01-01", "Enter a date between 2000 and 2099."),
        ("from_day=2026-05-02&to_day=2026-05-01", "This day is before the first one."),
        (f"q={'x' * 101}", "Ensure this value has at most 100 characters"),
        ("q=%00", "Null characters are not allowed."),
    ],
)
def test_filter_that_cannot_be_is_refused_at_its_field_and_lists_nothing(
    practitioner: Client, query: str, message: str
) -> None:
    response = practitioner.get(f"/review/?{query}")
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html.split('class="error-summary"')[1].partition("</div>")[0]
    assert "<tbody>" not in html


def test_only_those_who_treat_are_offered(practitioner: Client, alice: User, erin: User, frank: User) -> None:
    html = read(practitioner)
    offered = html.split('name="practitioner"')[1].partition("</select>")[0]
    assert re.findall(r">([^<]+)</option>", offered) == ["Any", "Alice Adler", "Frank Favre"]
