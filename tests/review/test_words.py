"""Dates, spans and lists in words."""

from datetime import date, datetime

import pytest

from clinic.results.words import (
    listed,
    number_words,
    partial_date_words,
    sentence,
    span_words,
    when_words,
)
from tests.factories import ZONE

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 8, 31), date(2026, 11, 20), "2 months, 20 days"),
        (date(2026, 11, 20), date(2026, 11, 20), "0 days"),
        (date(2026, 11, 19), date(2026, 11, 20), "1 day"),
        (date(2026, 10, 20), date(2026, 11, 20), "1 month"),
        (date(2026, 1, 31), date(2026, 2, 28), "1 month"),
        (date(2026, 1, 31), date(2026, 2, 27), "27 days"),
        (date(2024, 11, 21), date(2026, 11, 20), "23 months, 30 days"),
        (date(2024, 11, 20), date(2026, 11, 20), "2 years"),
        (date(2020, 3, 1), date(2026, 11, 20), "6 years, 8 months"),
    ],
)
def test_span_is_told_in_calendar_months_and_days(start: date, end: date, words: str) -> None:
    assert span_words(start, end) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "Today 10:30"),
        (date(2026, 11, 21), "Tomorrow 10:30"),
        (date(2026, 11, 19), "Yesterday 10:30"),
        (date(2026, 11, 23), "Mon 10:30"),
        (date(2026, 11, 26), "Thu 10:30"),
        (date(2026, 11, 27), "Fri 27 Nov, 10:30"),
        (date(2026, 11, 16), "Mon 16 Nov, 10:30"),
        (date(2027, 3, 1), "1 Mar 2027, 10:30"),
    ],
)
def test_moment_is_told_as_people_say_it(day: date, words: str) -> None:
    assert when_words(datetime(day.year, day.month, day.day, 10, 30, tzinfo=ZONE), TODAY) == words


def test_moment_is_told_in_the_clinics_time() -> None:
    assert when_words(datetime.fromisoformat("2026-11-20T23:30:00+00:00"), TODAY) == "Tomorrow 00:30"


@pytest.mark.parametrize(
    ("given", "words"),
    [("2026-08-31", "31 August 2026"), ("2026-08", "August 2026"), ("unknown", "Date not known")],
)
def test_date_is_told_as_exactly_as_it_was_given(given: str, words: str) -> None:
    assert partial_date_words(given) == words


def test_list_has_an_and_before_its_last() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_numbers_are_letters_up_to_nine() -> None:
    assert [number_words(1), number_words(9), number_words(10)] == ["one", "nine", "10"]


def test_sentence_begins_with_a_capital() -> None:
    assert sentence("one finding") == "One finding"
