"""`some`: a condition on the entries of a repeating item, true where one entry makes it true."""

from datetime import date

import pytest

from screening.engine import Truth
from tests.engine.rulebooks import Table, areas, choice, day, entries, truth

PROCEDURES = entries(
    "procedures", choice("type", "laser", "peel", "filler", "unsure*"), day("date"), areas("areas")
)
T, F, U = True, False, None


def some(*parts: Table) -> Table:
    return {"item": "procedures", "some": parts[0] if len(parts) == 1 else {"all": list(parts)}}


A_LASER: Table = {"field": "type", "is": "laser"}
RECENT: Table = {"field": "date", "within": "6 months"}
LONG_AGO: Table = {"field": "date", "at_least_ago": "6 months"}
HERE: Table = {"field": "areas", "overlaps": "treatment_areas"}


def done(kind: str | None = None, on: str | None = None, *where: str) -> Table:
    given = {"type": kind, "date": on, "areas": list(where)}
    return {name: value for name, value in given.items() if value}


@pytest.mark.parametrize(
    ("procedures", "expected"),
    [
        ([done("laser")], T),
        ([done("peel")], F),
        ([done("peel"), done("laser")], T),
        ([done("peel"), done("filler")], F),
        ([done("unsure")], U),
        ([done("peel"), done("unsure")], U),
        ([done("laser"), done("unsure")], T),
        ([done(on="2026-08-01")], U),
        ([done("peel"), done(on="2026-08-01")], U),
        ([], U),
        (None, U),
    ],
)
def test_some_entry_of_a_kind(procedures: object, expected: Truth) -> None:
    assert truth([PROCEDURES], some(A_LASER), {"procedures": procedures}) is expected


@pytest.mark.parametrize(
    ("procedures", "expected"),
    [
        ([done("laser", "2026-08-01")], T),
        ([done("laser", "2026-01-01")], F),
        ([done("peel", "2026-08-01")], F),
        # One entry must be both: never the kind of one and the date of another.
        ([done("laser", "2026-01-01"), done("peel", "2026-08-01")], F),
        ([done("laser", "2026-01-01"), done("peel", "2026-08-01"), done("laser", "2026-08-01")], T),
        # What is not known stays open, unless what is known rules the entry out.
        ([done("laser")], U),
        ([done("laser", "unknown")], U),
        ([done("laser", "2026-10-01")], U),
        ([done("peel", "unknown")], F),
        ([done("unsure", "2026-01-01")], F),
        ([done("unsure", "2026-08-01")], U),
        ([done("laser"), done("laser", "2026-08-01")], T),
        ([done("laser"), done("laser", "2026-01-01")], U),
    ],
)
def test_some_entry_of_a_kind_and_a_time(procedures: object, expected: Truth) -> None:
    assert truth([PROCEDURES], some(A_LASER, RECENT), {"procedures": procedures}) is expected


@pytest.mark.parametrize(
    ("given", "on", "within"),
    [
        ("2026-03-16", "2026-09-15", T),
        ("2026-03-15", "2026-09-15", F),
        ("2026-03", "2026-09-29", T),
        ("2026-03", "2026-09-30", F),
        ("2026-08-31", "2027-02-27", T),
        ("2026-08-31", "2027-02-28", F),
    ],
)
def test_some_entry_around_the_boundary(given: str, on: str, within: Truth) -> None:
    answers = {"procedures": [done("laser", given)]}
    found = [truth([PROCEDURES], some(when), answers, date.fromisoformat(on)) for when in (RECENT, LONG_AGO)]
    assert found == [within, not within]


@pytest.mark.parametrize(
    ("procedures", "treated", "expected"),
    [
        ([done("laser", None, "chin")], ["face"], T),
        ([done("laser", None, "neck")], ["face"], F),
        ([done("laser", None, "neck"), done("laser", None, "temples")], ["forehead"], T),
        ([done("laser")], ["face"], U),
        ([done("laser", None, "unsure")], ["face"], U),
        ([done("laser", None, "neck")], ["unsure"], U),
        ([done("laser", None, "neck")], None, U),
    ],
)
def test_some_entry_in_the_treatment_areas(procedures: object, treated: object, expected: Truth) -> None:
    answers = {"procedures": procedures, "treatment_areas": treated}
    assert truth([PROCEDURES], some(HERE), answers) is expected


@pytest.mark.parametrize(
    ("procedures", "expected"),
    [
        ([done("laser", "2026-08-01")], F),
        ([done("laser")], T),
        ([done("laser", "unknown")], F),
        ([done("laser", "2026-08-01"), done("peel")], T),
        (None, U),
    ],
)
def test_some_entry_without_a_date(procedures: object, expected: Truth) -> None:
    when = some({"field": "date", "answered": False})
    assert truth([PROCEDURES], when, {"procedures": procedures}) is expected


@pytest.mark.parametrize(
    ("procedures", "expected"),
    [
        ([done("laser", "2026-08-01"), done("peel", "2026-08-01")], T),
        ([done("laser", "2026-08-01"), done("peel", "2026-01-01")], F),
        ([done("laser", "2026-08-01")], F),
        ([done("laser", "2026-08-01"), done("peel")], U),
    ],
)
def test_some_twice_may_be_two_entries(procedures: object, expected: Truth) -> None:
    a_peel: Table = {"field": "type", "is": "peel"}
    both: Table = {"all": [some(A_LASER, RECENT), some(a_peel, RECENT)]}
    assert truth([PROCEDURES], both, {"procedures": procedures}) is expected
