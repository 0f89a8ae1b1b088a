"""Classes of event days and patterns of appointment days, held against the leaves day by day."""

from datetime import date, timedelta

import pytest

from screening.engine.dates import PartialDate, shift
from screening.engine.proofs.days import FIRST_DAY, Windows, appointment_days, last_day_beyond
from screening.engine.questionnaire import Tense

DAY = timedelta(1)


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 2, 28), 6, date(2025, 8, 31)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 28), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2026, 9, 15), 6, date(2026, 3, 15)),
    ],
)
def test_last_day_that_lies_months_ago(on: date, months: int, expected: date) -> None:
    assert last_day_beyond(on, months, 0) == expected


def test_a_day_later_than_the_last_day_beyond_lies_within() -> None:
    days = [date(2027, 12, 20) + number * DAY for number in range(450)]
    spans = [(months, 0) for months in (1, 2, 3, 6, 12)] + [(0, 28), (0, 31)]
    wrong = [
        (on, span)
        for on in days
        for span in spans
        if not shift(last_day_beyond(on, *span), *span) <= on < shift(last_day_beyond(on, *span) + DAY, *span)
    ]
    assert wrong == []


def test_months_and_days_that_never_change_places_need_one_appointment_day() -> None:
    assert appointment_days([Windows(Tense.PAST, ((0, 28), (6, 0)))]) == (FIRST_DAY,)


def test_four_weeks_and_a_month_change_places_with_the_day() -> None:
    windows = Windows(Tense.PAST, ((0, 28), (1, 0)))
    days = appointment_days([windows])
    assert {len(windows.classes(on)) for on in days} == {2, 3}


@pytest.mark.parametrize("tense", list(Tense))
def test_classes_are_all_that_any_event_can_be(tense: Tense) -> None:
    spans = ((12, 0), (216, 0)) if tense is Tense.BIRTH else ((0, 0), (0, 30), (1, 0), (3, 0))
    windows = Windows(tense, tuple(sorted(spans)))
    on = date(2028, 2, 29)
    events = [on + number * DAY for number in range(-8000 if tense is Tense.BIRTH else -400, 400)]
    found = {windows.truths(PartialDate(day, day), on) for day in events} - {None}
    assert found == set(windows.classes(on))


@pytest.mark.parametrize("tense", list(Tense))
def test_a_month_is_in_a_class_of_days(tense: Tense) -> None:
    windows = Windows(tense, ((0, 14), (1, 0), (6, 0)) if tense is not Tense.BIRTH else ((216, 0), (264, 0)))
    on = date(2026, 9, 15)
    months = [PartialDate.parse(f"{year}-{month:02}") for year in range(2000, 2030) for month in range(1, 13)]
    assert {windows.truths(month, on) for month in months} - {None} <= set(windows.classes(on))
