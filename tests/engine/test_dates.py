"""Calendar arithmetic: durations, months of different lengths, dates known to the month, ages."""

from datetime import date

import pytest

from screening.engine import Duration, PartialDate, age_on
from screening.engine.dates import birthday


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("0 days", 0, 0),
        ("1 day", 0, 1),
        ("14 days", 0, 14),
        ("1 week", 0, 7),
        ("4 weeks", 0, 28),
        ("1 month", 1, 0),
        ("6 months", 6, 0),
        ("1 year", 12, 0),
        ("22 years", 264, 0),
    ],
)
def test_duration_is_days_or_calendar_months(text: str, months: int, days: int) -> None:
    assert Duration.parse(text) == Duration(months, days, text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "6",
            "months",
            "six months",
            "6months",
            "6  months",
            " 6 months",
            "6 months ",
            "6 months\n",
        ),
        *(
            "-6 months",
            "+6 months",
            "1.5 months",
            "1e3 days",
            "6 Months",
            "6 mon",
            "6 hours",
            "6 months 3 days",
        ),
        *("123456 days", "\u0666 months", "6\u00a0months"),
    ],
)
def test_duration_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration such as"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        ("2026-01-15", "6 months", "2026-07-15"),
        ("2026-07-15", "6 months", "2027-01-15"),
        ("2026-12-31", "1 month", "2027-01-31"),
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2026-08-31", "6 months", "2027-02-28"),
        ("2027-08-31", "6 months", "2028-02-29"),
        ("2026-03-31", "1 month", "2026-04-30"),
        ("2026-10-31", "1 month", "2026-11-30"),
        ("2028-02-29", "1 year", "2029-02-28"),
        ("2028-02-29", "4 years", "2032-02-29"),
        ("2026-02-28", "6 months", "2026-08-28"),
        ("2026-02-28", "1 day", "2026-03-01"),
        ("2028-02-28", "1 day", "2028-02-29"),
        ("2026-12-25", "2 weeks", "2027-01-08"),
        ("2026-09-15", "0 days", "2026-09-15"),
    ],
)
def test_duration_after_a_day_clips_to_the_end_of_the_month(day: str, text: str, expected: str) -> None:
    assert Duration.parse(text).after(date.fromisoformat(day)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        ("2026-07-15", "6 months", "2026-01-15"),
        ("2026-01-15", "6 months", "2025-07-15"),
        ("2026-01-31", "1 month", "2025-12-31"),
        ("2026-03-31", "1 month", "2026-02-28"),
        ("2028-03-31", "1 month", "2028-02-29"),
        ("2027-08-31", "6 months", "2027-02-28"),
        ("2028-02-29", "1 year", "2027-02-28"),
        ("2026-03-01", "1 day", "2026-02-28"),
        ("2027-01-08", "2 weeks", "2026-12-25"),
    ],
)
def test_duration_before_a_day_clips_to_the_end_of_the_month(day: str, text: str, expected: str) -> None:
    assert Duration.parse(text).before(date.fromisoformat(day)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "text", "after", "before"),
    [
        (date(9999, 12, 1), "30 days", date(9999, 12, 31), date(9999, 11, 1)),
        (date(9999, 12, 1), "31 days", date.max, date(9999, 10, 31)),
        (date(9999, 12, 1), "1 month", date.max, date(9999, 11, 1)),
        (date(9999, 12, 31), "99999 years", date.max, date.min),
        (date(9999, 12, 31), "365 days", date.max, date(9998, 12, 31)),
        (date(1, 1, 1), "1 day", date(1, 1, 2), date.min),
        (date(1, 1, 31), "1 month", date(1, 2, 28), date.min),
        (date(1, 1, 1), "52 weeks", date(1, 12, 31), date.min),
    ],
)
def test_duration_beyond_the_calendar_stops_at_its_end(
    day: date, text: str, after: date, before: date
) -> None:
    duration = Duration.parse(text)
    assert (duration.after(day), duration.before(day)) == (after, before)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-09-15", date(2026, 9, 15), date(2026, 9, 15)),
        ("2028-02-29", date(2028, 2, 29), date(2028, 2, 29)),
        ("2026-09", date(2026, 9, 1), date(2026, 9, 30)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("0001-01", date(1, 1, 1), date(1, 1, 31)),
    ],
)
def test_partial_date_spans_the_days_it_may_mean(text: str, first: date, last: date) -> None:
    assert PartialDate.parse(text) == PartialDate(first, last)


@pytest.mark.parametrize(
    ("text", "exact"), [("2026-09-15", True), ("2026-09", False), ("2026-02-28", True), ("2026-02", False)]
)
def test_partial_date_is_exact_where_the_day_is_known(text: str, exact: bool) -> None:
    assert PartialDate.parse(text).is_exact is exact


@pytest.mark.parametrize(
    "text",
    [
        *("", "unknown", "2026", "2026-9", "2026-9-5", "26-09-15", "15.09.2026", "2026/09/15", "20260915"),
        *("2026-02-31", "2026-02-29", "1900-02-29", "2026-13", "2026-00", "2026-00-10", "2026-09-00"),
        *(
            "2026-09-31",
            "0000-01",
            "0000-01-01",
            "2026-09-15T00:00",
            "2026-09-15 ",
            " 2026-09-15",
            "2026-09\n",
        ),
        *("-2026-09-15", "\u0662\u0660\u0662\u0666-09-15", "2026-W38", "12026-09-15"),
    ],
)
def test_partial_date_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "on", "read_as"),
    [
        # A month that is over is read as its last day: the least time can have passed.
        ("2026-07", "2026-09-15", "2026-07-31"),
        ("2026-08", "2026-09-01", "2026-08-31"),
        ("2026-02", "2026-09-15", "2026-02-28"),
        # The month of the appointment is read as the appointment, but never as a later day.
        ("2026-09", "2026-09-01", "2026-09-01"),
        ("2026-09", "2026-09-15", "2026-09-15"),
        ("2026-09", "2026-09-30", "2026-09-30"),
        # Nothing before the appointment is possible: it cannot be read.
        ("2026-10", "2026-09-30", None),
        ("2026-10", "2026-09-15", None),
        # A day is itself.
        ("2026-09-14", "2026-09-15", "2026-09-14"),
        ("2026-09-15", "2026-09-15", "2026-09-15"),
        ("2026-09-16", "2026-09-15", None),
    ],
)
def test_partial_date_is_read_as_the_earlier_of_its_last_day_and_the_appointment(
    text: str, on: str, read_as: str | None
) -> None:
    expected = None if read_as is None else date.fromisoformat(read_as)
    assert PartialDate.parse(text).read_on(date.fromisoformat(on)) == expected


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2008-09-15", "2026-09-14", 17),
        ("2008-09-15", "2026-09-15", 18),
        ("2008-09-15", "2026-09-16", 18),
        ("2008-09-15", "2026-12-31", 18),
        ("2008-09-15", "2026-01-01", 17),
        ("2008-12-31", "2026-12-30", 17),
        ("2008-12-31", "2026-12-31", 18),
        ("2008-01-01", "2026-01-01", 18),
        # Born on 29 February: in other years the birthday is 1 March.
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2008-02-28", "2026-02-28", 18),
        # The first and the last day.
        ("2026-09-15", "2026-09-15", 0),
        ("2026-09-15", "2027-09-14", 0),
        ("1900-01-01", "2026-09-15", 126),
        ("0001-01-01", "9999-12-31", 9998),
    ],
)
def test_age_is_completed_years(born: str, on: str, years: int) -> None:
    assert age_on(date.fromisoformat(born), date.fromisoformat(on)) == years


@pytest.mark.parametrize(
    ("born", "years", "expected"),
    [
        (date(2004, 9, 15), 22, date(2026, 9, 15)),
        (date(2004, 2, 29), 18, date(2022, 3, 1)),
        (date(2004, 2, 29), 24, date(2028, 2, 29)),
        (date(1896, 2, 29), 4, date(1900, 3, 1)),
        (date(2004, 2, 28), 18, date(2022, 2, 28)),
        (date(2004, 9, 15), 0, date(2004, 9, 15)),
        (date(9990, 1, 1), 10, date.max),
    ],
)
def test_birthday_is_the_day_on_which_the_years_are_completed(born: date, years: int, expected: date) -> None:
    assert birthday(born, years) == expected
