"""Leaves on dates against the appointment: less than, at least so long ago, and within the next."""

from datetime import date

import pytest

from screening.engine import Truth
from tests.engine.rulebooks import day, truth

DOSE = day("dose")
EVENT = day("event", tense="future")
T, F, U = True, False, None


def past(duration: str, given: str | None, on: str) -> list[Truth]:
    """`within` and `at_least_ago` of one answer."""
    appointment = date.fromisoformat(on)
    return [
        truth([DOSE], {"item": "dose", operator: duration}, {"dose": given}, appointment)
        for operator in ("within", "at_least_ago")
    ]


@pytest.mark.parametrize(
    ("duration", "dose", "on", "within", "at_least_ago"),
    [
        # "At least six months ago" holds on the very day.
        ("6 months", "2026-03-16", "2026-09-15", T, F),
        ("6 months", "2026-03-15", "2026-09-15", F, T),
        ("6 months", "2026-03-14", "2026-09-15", F, T),
        ("6 months", "2026-09-15", "2026-09-15", T, F),
        ("6 months", "1990-01-01", "2026-09-15", F, T),
        # A day that does not exist becomes the month's last.
        ("6 months", "2026-08-31", "2027-02-27", T, F),
        ("6 months", "2026-08-31", "2027-02-28", F, T),
        ("6 months", "2026-08-28", "2027-02-28", F, T),
        ("6 months", "2027-08-31", "2028-02-28", T, F),
        ("6 months", "2027-08-31", "2028-02-29", F, T),
        ("1 month", "2026-01-31", "2026-02-27", T, F),
        ("1 month", "2026-01-31", "2026-02-28", F, T),
        ("1 year", "2028-02-29", "2029-02-27", T, F),
        ("1 year", "2028-02-29", "2029-02-28", F, T),
        # Days and weeks are days.
        ("14 days", "2026-09-02", "2026-09-15", T, F),
        ("14 days", "2026-09-01", "2026-09-15", F, T),
        ("2 weeks", "2026-09-02", "2026-09-15", T, F),
        ("2 weeks", "2026-09-01", "2026-09-15", F, T),
        ("1 day", "2026-09-15", "2026-09-15", T, F),
        ("1 day", "2026-09-14", "2026-09-15", F, T),
        ("0 days", "2026-09-15", "2026-09-15", F, T),
    ],
)
def test_past_date_around_the_boundary(
    duration: str, dose: str, on: str, within: Truth, at_least_ago: Truth
) -> None:
    assert past(duration, dose, on) == [within, at_least_ago]


@pytest.mark.parametrize(
    ("dose", "on", "within"),
    [
        # March is read as 31 March: six months later is 30 September.
        ("2026-03", "2026-09-15", T),
        ("2026-03", "2026-09-29", T),
        ("2026-03", "2026-09-30", F),
        # February as its last day, with and without the leap day.
        ("2026-02", "2026-08-27", T),
        ("2026-02", "2026-08-28", F),
        ("2028-02", "2028-08-28", T),
        ("2028-02", "2028-08-29", F),
        # The month of the appointment: no day of it lies six months back.
        ("2026-09", "2026-09-01", T),
        ("2026-09", "2026-09-30", T),
        # A month that has not begun lies after the appointment.
        ("2026-10", "2026-09-30", U),
    ],
)
def test_month_is_read_as_the_earlier_of_its_last_day_and_the_appointment(
    dose: str, on: str, within: Truth
) -> None:
    assert past("6 months", dose, on) == [within, None if within is None else not within]


@pytest.mark.parametrize("dose", [None, "", "unknown", "2026-09-16", "2026-10", "2027-01-01"])
def test_past_date_not_known_or_after_the_appointment_is_unknown(dose: str | None) -> None:
    assert past("6 months", dose, "2026-09-15") == [U, U]


def coming(duration: str, given: str | None, on: str) -> Truth:
    when: dict[str, object] = {"item": "event", "within_next": duration}
    return truth([EVENT], when, {"event": given}, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("duration", "event", "on", "expected"),
    [
        # From the appointment day on, to the last day of the span, both included.
        ("28 days", "2026-09-14", "2026-09-15", F),
        ("28 days", "2026-09-15", "2026-09-15", T),
        ("28 days", "2026-09-16", "2026-09-15", T),
        ("28 days", "2026-10-12", "2026-09-15", T),
        ("28 days", "2026-10-13", "2026-09-15", T),
        ("28 days", "2026-10-14", "2026-09-15", F),
        ("4 weeks", "2026-10-13", "2026-09-15", T),
        ("4 weeks", "2026-10-14", "2026-09-15", F),
        ("0 days", "2026-09-15", "2026-09-15", T),
        ("0 days", "2026-09-16", "2026-09-15", F),
        ("1 month", "2026-10-15", "2026-09-15", T),
        ("1 month", "2026-10-16", "2026-09-15", F),
        # 31 January and a month is 28 February.
        ("1 month", "2027-02-28", "2027-01-31", T),
        ("1 month", "2027-03-01", "2027-01-31", F),
        ("28 days", "1999-01-01", "2026-09-15", F),
        ("28 days", "2126-01-01", "2026-09-15", F),
    ],
)
def test_coming_date_at_both_ends(duration: str, event: str, on: str, expected: Truth) -> None:
    assert coming(duration, event, on) is expected


@pytest.mark.parametrize(
    ("event", "on", "expected"),
    [
        # Of a month the earliest day that has not passed counts.
        ("2026-08", "2026-09-15", F),
        ("2026-08", "2026-08-31", T),
        ("2026-09", "2026-09-15", T),
        ("2026-10", "2026-09-15", T),
        ("2026-10", "2026-09-03", T),
        ("2026-10", "2026-09-02", F),
        ("2026-11", "2026-09-15", F),
    ],
)
def test_coming_month_counts_from_its_first_day_that_has_not_passed(
    event: str, on: str, expected: Truth
) -> None:
    assert coming("28 days", event, on) is expected


@pytest.mark.parametrize("event", [None, "", "unknown"])
def test_coming_date_not_known_is_unknown(event: str | None) -> None:
    assert coming("28 days", event, "2026-09-15") is U


@pytest.mark.parametrize(
    ("dose", "on", "within"),
    [
        ("9999-12-01", "9999-12-30", T),
        ("9999-12", "9999-12-30", T),
        ("1900-01-01", "9999-12-31", F),
        ("1900-01-01", "1900-01-01", T),
        ("1900-01-01", "0001-01-01", U),
    ],
)
def test_past_date_at_the_ends_of_the_calendar(dose: str, on: str, within: Truth) -> None:
    assert past("6 months", dose, on) == [within, None if within is None else not within]
