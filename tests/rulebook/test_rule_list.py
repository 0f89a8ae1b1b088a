"""The list of rules: what it shows, searches and filters."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from clinic.rulebook.filters import RuleFilters
from clinic.rulebook.presenters.rule_list import topic_groups
from clinic.rulebook.presenters.words import topic_titles
from screening.engine import parse_rulebook
from tests.rulebook.documents import DUE, branch, document, rule

TODAY = date(2026, 11, 20)
EVERY = ["pregnant", "aspirin", "retinoid_recent", "unanswered", "contradiction"]


def found(**chosen: str) -> list[str]:
    filters = RuleFilters(chosen, rulebook=parse_rulebook(document()))
    assert filters.is_valid(), filters.errors
    return [one.id for one in filters.rules(TODAY)]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, EVERY),
        ({"q": "ASPIRIN"}, ["aspirin"]),
        ({"q": "long  ago retinoid"}, ["retinoid_recent"]),
        ({"q": "look at your medicines"}, ["aspirin"]),
        ({"q": "aspirin retinoid"}, []),
        ({"topic": "bleeding"}, ["aspirin"]),
        ({"severity": "contraindicated"}, ["pregnant"]),
        ({"severity": "precaution"}, ["aspirin", "retinoid_recent"]),
        ({"severity": "precaution", "treatment": "laser"}, ["aspirin"]),
        ({"severity": "clearance", "treatment": "laser"}, ["unanswered", "contradiction"]),
        ({"severity": "information"}, []),
        ({"due": "now"}, ["aspirin"]),
        ({"due": "now", "topic": "pregnancy"}, []),
    ],
)
def test_filters_leave(chosen: dict[str, str], expected: list[str]) -> None:
    assert found(**chosen) == expected


@pytest.mark.parametrize(
    ("day", "windows"),
    [
        ("2026-11-20", ["now", "3months", "6months"]),
        ("2026-11-21", ["3months", "6months"]),
        ("2027-02-20", ["3months", "6months"]),
        ("2027-02-21", ["6months"]),
        ("2027-05-20", ["6months"]),
        ("2027-05-21", []),
    ],
)
def test_review_is_due_on_its_very_day(day: str, windows: list[str]) -> None:
    late = rule("late", "t", [branch({"item": "pregnant", "is": "yes"}, pen="clearance")], review_by=day)
    rulebook = parse_rulebook(document(late))

    def holds(window: str) -> bool:
        filters = RuleFilters({"due": window, "topic": "t"}, rulebook=rulebook)
        assert filters.is_valid()
        return [one.id for one in filters.rules(TODAY)] == ["late"]

    assert [window for window in ("now", "3months", "6months") if holds(window)] == windows


def test_rules_stand_by_topic_with_the_worst_severity_of_their_branches() -> None:
    rulebook = parse_rulebook(document())
    groups = topic_groups(rulebook, rulebook.rules.values(), TODAY)
    shown = {row.id: [cell.code for cell in row.cells] for group in groups for row in group.rows}
    assert [group.title for group in groups] == [
        "Pregnancy",
        "Bleeding",
        "Retinoid",
        "Unanswered",
        "Contradiction",
    ]
    assert shown == {
        "pregnant": ["contraindicated", "contraindicated"],
        "aspirin": ["clearance", "precaution"],
        "retinoid_recent": ["precaution", "deferred"],
        "unanswered": ["clearance", "clearance"],
        "contradiction": ["clearance", "clearance"],
    }
    assert [row.id for group in groups for row in group.rows if row.is_due] == ["aspirin"]


def test_topic_keeps_the_capitals_of_the_titles() -> None:
    yes = branch({"item": "pregnant", "is": "yes"}, pen="clearance")
    rulebook = parse_rulebook(document(rule("x", "nsaid_use", [yes], title="NSAID or not")))
    assert topic_titles(rulebook)["nsaid_use"] == "NSAID use"


def test_list_says_how_many_of_how_many(reader: Client) -> None:
    response = reader.get("/rulebook/", {"q": "aspirin"})
    assert (response.context["shown"], response.context["cases"], response.context["failed"]) == (1, 10, 0)
    assert "1 of 5 rules" in response.content.decode()


def test_list_without_hits_says_so(reader: Client) -> None:
    response = reader.get("/rulebook/", {"q": "zzz"})
    assert (response.status_code, response.context["groups"]) == (200, [])
    assert "No rule fits" in response.content.decode()


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"topic": "nothing"}, "topic"),
        ({"severity": "terrible"}, "severity"),
        ({"treatment": "surgery"}, "treatment"),
        ({"due": "always"}, "due"),
        ({"q": "x" * 101}, "q"),
        ({"q": "a\x00b"}, "q"),
    ],
)
def test_filter_that_is_none_gets_a_message_at_its_field(
    reader: Client, chosen: dict[str, Any], field: str
) -> None:
    response = reader.get("/rulebook/", chosen)
    assert (response.status_code, list(response.context["filters"].errors)) == (400, [field])


def test_text_in_any_script_is_searched_for(reader: Client) -> None:
    for typed in ("شعر", "💉", "<script>"):
        assert reader.get("/rulebook/", {"q": typed}).context["shown"] == 0


def test_review_day_of_the_past_is_marked(reader: Client) -> None:
    rows = [row for group in reader.get("/rulebook/").context["groups"] for row in group.rows]
    assert [(row.id, row.review_by.isoformat()) for row in rows if row.is_due] == [("aspirin", DUE)]
