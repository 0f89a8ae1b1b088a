"""Problems of the head, of cases and of the built-in rules; with file, line, place and reason."""

from pathlib import Path

import pytest

from screening.engine import RulebookError, parse_rulebook
from tests.engine.rulebook_files import as_toml, document_as_toml, folder_of, placed, problems_in
from tests.engine.rulebooks import ALL, Table, a_document, branch, built_in, choice, rule

BASE = document_as_toml(a_document(items=[choice("acne", "none", "inflamed", "unsure*")]))
YES: Table = {"item": "acne", "is": "inflamed"}
CASE: Table = {
    "rule": "unanswered",
    "title": "A case",
    "kind": "firing",
    "on": "2026-09-15",
    "answers": {},
    "expect": {"all": "none"},
}
WHOLE: Table = {
    "title": "All of it",
    "on": "2026-09-15",
    "treatments": ["pen"],
    "answers": {},
    "eligibility": "eligible",
}


def without(table: Table, *keys: str) -> Table:
    return {key: value for key, value in table.items() if key not in keys}


@pytest.mark.parametrize(
    ("table", "place", "reason"),
    [
        (without(CASE, "title"), "case 1 of unanswered.title", "is missing"),
        (
            {**CASE, "rule": "moon"},
            "cases[0].rule",
            '"moon" is none of contradiction, unanswered',
        ),
        (
            {**CASE, "kind": "odd"},
            "case 1 of unanswered.kind",
            '"odd" is none of boundary, firing, silent, unanswered',
        ),
        ({**CASE, "on": "2026-02-31"}, "case 1 of unanswered.on", '"2026-02-31" is not a day (YYYY-MM-DD)'),
        ({**CASE, "base": "clear"}, "case 1 of unanswered.base", '"clear" is none of '),
        (without(CASE, "expect"), "case 1 of unanswered.expect", "is missing"),
        ({**CASE, "expect": {}}, "case 1 of unanswered.expect", "is missing"),
        (
            {**CASE, "expect": {"lift": "clearance"}},
            "case 1 of unanswered.expect.lift",
            "is neither a treatment, nor an attribute, nor all",
        ),
        (
            {**CASE, "expect": {"pen": "bad"}},
            "case 1 of unanswered.expect.pen",
            '"bad" is none of clearance, contraindicated, deferred, information, none, precaution',
        ),
        (
            {**CASE, "eligibility": "eligible"},
            "case 1 of unanswered.eligibility",
            "is not a key of the format",
        ),
        ({**WHOLE, "treatments": []}, "case 1.treatments", "is empty"),
        ({**WHOLE, "treatments": ["needles"]}, "case 1.treatments", 'there is no treatment "needles"'),
        (
            {**WHOLE, "eligibility": "fine"},
            "case 1.eligibility",
            '"fine" is none of clearance, contraindicated, deferred, eligible, precaution',
        ),
        ({**WHOLE, "expect": {"all": "none"}}, "case 1.expect", "is not a key of the format"),
        ({**WHOLE, "settled": "yes"}, "case 1.settled", "must be true or false"),
    ],
)
def test_problem_of_a_case(tmp_path: Path, table: Table, place: str, reason: str) -> None:
    found = problems_in(folder_of(tmp_path, {"a.toml": BASE, "b.toml": as_toml(("cases", table))}))
    assert [problem for problem in found if problem[2] == place] == [("b.toml", 1, place, reason)]


@pytest.mark.parametrize(
    ("head", "place", "reason"),
    [
        ({"title": None}, "rulebook.title", "is missing"),
        ({"id": ""}, "rulebook.id", "is empty"),
        ({"semantics": 2}, "rulebook.semantics", "must be 1, the only semantics there is"),
        ({"version": 3}, "rulebook.version", "is not a key of the format"),
        ({"language": 1}, "rulebook.language", "must be text"),
    ],
)
def test_problem_of_the_head(tmp_path: Path, head: Table, place: str, reason: str) -> None:
    own = ALL["rulebook"]
    assert isinstance(own, dict)
    stated = {key: value for key, value in {**own, **head}.items() if value is not None}
    found = problems_in(
        folder_of(tmp_path, {"a.toml": document_as_toml({**a_document(), "rulebook": stated})})
    )
    assert found == [("a.toml", 1, place, reason)]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], ["unanswered", "contradiction"]),
        ([built_in("unanswered")], ["contradiction"]),
        ([built_in("contradiction"), rule("r", branch(YES))], ["unanswered"]),
    ],
)
def test_built_in_rule_that_is_missing(rules: list[Table], expected: list[str]) -> None:
    document = {**a_document(items=[choice("acne", "none", "inflamed")]), "rules": rules}
    with pytest.raises(RulebookError) as refused:
        parse_rulebook(document)
    assert sorted(placed(refused.value.problems)) == sorted(
        ("", 0, "rules", f'exactly one rule must have built_in = "{kind}", not 0') for kind in expected
    )


def test_built_in_rule_that_stands_twice() -> None:
    twice = [
        rule("one", built_in="unanswered"),
        rule("two", built_in="unanswered"),
        built_in("contradiction"),
    ]
    with pytest.raises(RulebookError) as refused:
        parse_rulebook({**a_document(), "rules": twice})
    assert placed(refused.value.problems) == [
        ("", 0, "rules", 'exactly one rule must have built_in = "unanswered", not 2')
    ]
