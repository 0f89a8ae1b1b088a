"""Reading invariants: exactly one premise and one bound; every problem with its place."""

import tomllib

import pytest

from screening.engine import RulebookError, RulebookSource, Severity, parse_rulebook, parse_source, to_toml
from screening.engine.rulebook.source import plain
from tests.engine.rulebooks import Table, a_document, branch, choice, rule

WHEN: Table = {"item": "pregnant", "is": "yes"}


def invariant(**more: object) -> Table:
    """An invariant that can be read; None takes a key away."""
    table: Table = {
        "id": "pregnant_never",
        "title": "Pregnant: never",
        "when": WHEN,
        "never": "eligible",
        "treatments": ["needles"],
        "sources": ["design"],
    }
    return {key: value for key, value in {**table, **more}.items() if value is not None}


def with_invariants(*invariants: Table) -> Table:
    rules = [rule("pregnancy", branch(WHEN))]
    return a_document(items=[choice("pregnant")], rules=rules, invariants=list(invariants))


def problems(*invariants: Table) -> list[str]:
    with pytest.raises(RulebookError) as refused:
        parse_rulebook(with_invariants(*invariants))
    return [f"{problem.place}: {problem.reason}" for problem in refused.value.problems]


def test_invariant_with_a_condition_is_read() -> None:
    found = parse_rulebook(with_invariants(invariant())).invariants["pregnant_never"]
    assert (found.never, found.at_least, found.feeds) == ("eligible", "", Severity.NONE)
    assert found.treatments == ("pen", "rf")
    assert found.when is not None


def test_invariant_on_unanswered_items_is_read() -> None:
    table = invariant(when=None, whenever="unanswered", feeds="contraindicated", treatments=["all"])
    found = parse_rulebook(with_invariants(table)).invariants["pregnant_never"]
    assert (found.when, found.feeds) == (None, Severity.CONTRAINDICATED)
    assert found.treatments == ("pen", "rf", "peel", "led")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"when": None}, ": needs exactly one of when and whenever"),
        ({"whenever": "unanswered", "feeds": "deferred"}, ": needs exactly one of when and whenever"),
        ({"never": None}, ": needs exactly one of never and at_least"),
        ({"at_least": "clearance"}, ": needs exactly one of never and at_least"),
        ({"treatments": []}, ".treatments: is empty"),
        ({"treatments": ["magic"]}, '.treatments: there is no treatment or attribute "magic"'),
        ({"sources": ["hearsay"]}, '.sources: there is no source "hearsay"'),
        ({"when": {"item": "tea", "is": "yes"}}, '.when.item: there is no item "tea"'),
        ({"feeds": "deferred"}, ".feeds: is not a key of the format"),
        ({"surely": True}, ".surely: is not a key of the format"),
        (
            {"never": None, "at_least": "eligible"},
            '.at_least: "eligible" is none of clearance, contraindicated, deferred, precaution',
        ),
    ],
)
def test_problem_of_an_invariant_is_told_with_its_place(changed: Table, expected: str) -> None:
    assert problems(invariant(**changed)) == [f"invariants pregnant_never{expected}"]


def test_invariant_that_stands_twice_is_refused() -> None:
    assert problems(invariant(), invariant()) == [
        'invariants pregnant_never: "pregnant_never" stands here a second time'
    ]


def test_export_and_import_keep_the_digest() -> None:
    document = with_invariants(invariant(), invariant(id="other", never=None, at_least="clearance"))
    again = {key: plain(value, key, "", 0, []) for key, value in tomllib.loads(to_toml(document)).items()}
    assert parse_source(RulebookSource(again)).digest == parse_rulebook(document).digest
    assert len(parse_rulebook(document).invariants) == 2
