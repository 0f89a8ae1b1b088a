"""The JSON Schema of the format: as strict as the reader where a schema can be, and never a second voice."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from screening.engine import (
    ItemType,
    RulebookError,
    RulebookSource,
    check_rulebook,
    parse_rulebook,
    read_document,
)
from screening.engine.checks.importing import check_import, parse_import
from screening.engine.rulebook import cases, catalogue, items, rules
from screening.engine.rulebook.conditions import OPERATORS
from screening.engine.rulebook.parse import TABLES
from screening.engine.rulebook.structure import SCHEMA, structure_faults, structure_problems, validator
from tests.engine.full_document import Steps, a_full_document, first_of_each_shape, steps_in, value_at
from tests.engine.rulebook_files import as_toml, document_as_toml, folder_of, placed
from tests.engine.rulebooks import branch, rule

ROOT = Path(__file__).resolve().parents[2]
RULEBOOKS = sorted(path for path in (ROOT / "screening" / "rulebooks").iterdir() if path.is_dir())

FULL = a_full_document()


def changed(change: Callable[[Any, Any], None], steps: Steps) -> Any:
    """A copy of the full document once `change` has been at what holds the end of the way."""
    document = copy.deepcopy(FULL)
    change(value_at(document, steps[:-1]), steps[-1])
    return document


def schema_refuses(document: Any) -> bool:
    """Whether there is any fault; the first one is enough."""
    return not validator().is_valid(document)


def reader_refuses(document: Any) -> bool:
    try:
        parse_rulebook(document)
    except RulebookError:
        return True
    return False


ALL_STEPS = first_of_each_shape(steps_in(FULL))


def test_the_full_document_has_every_table_of_the_format() -> None:
    assert FULL.keys() == TABLES
    parse_rulebook(FULL)


def test_schema_published_in_the_docs_is_the_one_the_importer_reads() -> None:
    assert (ROOT / "docs" / "rulebook.schema.json").read_text() == SCHEMA.read_text()


def test_schema_is_a_valid_one() -> None:
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.name)
def test_schema_accepts_the_rulebooks_that_ship(path: Path) -> None:
    assert structure_faults(read_document(path).document) == []


def test_schema_knows_the_words_the_reader_knows() -> None:
    schema = json.loads(SCHEMA.read_text())
    defs = schema["$defs"]

    def words(table: str, key: str) -> list[str]:
        found: list[str] = defs[table]["properties"][key]["enum"]
        return found

    assert schema["properties"].keys() == TABLES
    assert defs["leaf"]["properties"].keys() - {"item", "prescribed"} == OPERATORS.keys()
    assert [each["required"] for each in defs["leaf"]["oneOf"]] == [
        [key] for key in defs["leaf"]["properties"] if key in OPERATORS
    ]
    assert tuple(defs["severity"]["enum"]) == rules.SEVERITIES
    assert tuple(defs["eligibility"]["enum"]) == cases.ELIGIBILITIES
    assert tuple(words("source", "strength")) == rules.STRENGTHS
    assert tuple(words("source", "seen")) == rules.SEEN
    assert tuple(words("rule", "override")) == rules.OVERRIDES
    assert tuple(words("case", "kind")) == cases.KINDS
    assert tuple(words("care_step", "phase")) == catalogue.PHASES
    assert tuple(words("treatment", "pigment_risk")) == catalogue.PIGMENT_RISKS
    assert words("item", "type") == [str(kind) for kind in ItemType]
    assert set(words("field", "type")) == items.FIELD_TYPES
    assert tuple(words("item", "form")) == items.FORMS


def drop(holder: Any, step: Any) -> None:
    del holder[step]


def replace_by(value: object) -> Callable[[Any, Any], None]:
    def change(holder: Any, step: Any) -> None:
        holder[step] = value

    return change


@pytest.mark.parametrize("change", [drop, replace_by(""), replace_by([])])
def test_schema_accepts_whatever_the_reader_accepts(change: Callable[[Any, Any], None]) -> None:
    """Every value of the document taken away, or another put in its place: what the reader reads is fine."""
    stricter = [
        steps
        for steps in ALL_STEPS
        if not reader_refuses(document := changed(change, steps)) and schema_refuses(document)
    ]
    assert stricter == []


@pytest.mark.parametrize("value", [7, {"unheard": "of"}])
def test_schema_refuses_values_of_another_type_wherever_the_reader_does(value: object) -> None:
    put = replace_by(value)
    milder = [
        steps
        for steps in ALL_STEPS
        if reader_refuses(document := changed(put, steps)) and not schema_refuses(document)
    ]
    assert milder == [
        steps for steps in milder if isinstance(value, int) and isinstance(value_at(FULL, steps), int | bool)
    ]


def test_schema_refuses_a_key_that_is_not_of_the_format_in_every_table() -> None:
    tables = [steps for steps in ALL_STEPS if isinstance(value_at(FULL, steps), dict)]
    free = {"expect", "severity"}

    def add(holder: Any, step: Any) -> None:
        holder[step]["unheard"] = "of"

    accepted = [
        steps for steps in tables if not schema_refuses(changed(add, steps)) and steps[-1] not in free
    ]
    assert accepted == []


def test_schema_refuses_what_is_missing_wherever_the_reader_misses_it() -> None:
    silent = []
    for steps in ALL_STEPS:
        if isinstance(steps[-1], int):
            continue
        document = changed(drop, steps)
        problems = check_rulebook(RulebookSource(document))
        missed = any(problem.reason == "is missing" and problem.severity == "error" for problem in problems)
        if missed and not schema_refuses(document):
            silent.append(steps)
    assert silent == []


@pytest.mark.parametrize(
    ("name", "key", "value", "place", "reason"),
    [
        ("rules", "topic", None, "rules everything.topic", "is missing"),
        ("rules", "title", " ", "rules everything.title", "is empty"),
        ("rules", "message", 3, "rules everything.message", "must be text"),
        ("rules", "sources", [], "rules everything.sources", "is empty"),
        ("rules", "override", "me", "rules everything.override",
         '"me" is none of clinical_lead, nobody, practitioner'),
        ("rules", "review_by", "soon", "rules everything.review_by", '"soon" is not a day: YYYY-MM-DD'),
        ("rules", "branches", [], "rules everything.branches", "is empty"),
        ("rules", "extra", 1, "rules everything.extra", "is not a key of the format"),
        (
            "rules",
            "review_date",
            {"from": "dose", "plus": "long"},
            "rules everything.review_date.plus",
            '"long" is not a duration such as "14 days", "4 weeks" or "6 months"',
        ),
        (
            "rules",
            "review_date",
            {"from": "dose"},
            "rules everything.review_date",
            "needs exactly one of plus and minus",
        ),
        (
            "rules",
            "branches",
            [{"when": {"item": "acne"}, "severity": {"all": "clearance"}}],
            "rules everything.branches[0].when",
            "needs exactly one operator",
        ),
        ("treatments", "chair_minutes", [1], "treatments pen.chair_minutes",
         "must be two whole numbers, the smaller first"),
        ("treatments", "add_on", "no", "treatments pen.add_on", "must be true or false"),
        ("treatments", "best_for", ["a", "a"], "treatments pen.best_for", "names something twice"),
        ("plans", "title", 3, "plans[0].title", "must be text"),
        ("cases", "kind", "odd", "case 1 of everything.kind",
         '"odd" is none of boundary, firing, silent, unanswered'),
        ("cases", "eligibility", "eligible", "case 1 of everything.eligibility", "does not belong here"),
        ("items", "options_from", "spare", "items treatment_areas.options_from", "does not belong here"),
        ("items", "type", "choice", "items",
         'must hold exactly one table with link_id = "treatment_areas", type = "areas"'),
        ("invariants", "at_least", "clearance", "invariants acne", "needs exactly one of never and at_least"),
        ("invariants", "feeds", "clearance", "invariants acne", "lacks whenever"),
        ("medicine_classes", "names", [], "medicine_classes blood_thinner",
         "needs one of names, topical_names, systemic_names"),
    ],
)  # fmt: skip # one row of the table, one line of the source where it fits
def test_fault_of_the_first_row_of_a_table(
    name: str, key: str, value: object, place: str, reason: str
) -> None:
    document = copy.deepcopy(FULL)
    row = document[name][0]
    document[name][0] = {k: v for k, v in {**row, key: value}.items() if v is not None}
    assert (place, reason) in [(fault.place, fault.reason) for fault in structure_faults(document)]


def test_a_table_of_no_known_name_is_a_fault_of_its_own_place() -> None:
    (fault,) = structure_faults({**FULL, "extras": []})
    assert (fault.place, fault.reason) == ("extras", "is not a table of the format")


def test_two_rules_for_one_built_in_finding_are_one_too_many() -> None:
    document = copy.deepcopy(FULL)
    document["rules"].append({**document["rules"][-1], "id": "again"})
    (fault,) = structure_faults(document)
    assert fault.reason == 'must hold exactly one table with built_in = "contradiction"'


def test_import_says_each_fault_once_in_the_reader_s_words(tmp_path: Path) -> None:
    broken = {**rule("r", branch({"item": "acne", "is": "yes"})), "message": 3, "extra": 1}
    path = folder_of(tmp_path, {"a.toml": document_as_toml(FULL), "b.toml": as_toml(("rules", broken))})
    source = read_document(path)
    assert check_import(source) == check_rulebook(source)
    with pytest.raises(RulebookError) as refused:
        parse_import(source)
    assert placed(refused.value.problems) == [
        ("b.toml", 1, "rules r.extra", "is not a key of the format"),
        ("b.toml", 1, "rules r.message", "must be text"),
    ]


def test_import_finds_what_only_the_schema_sees_at_its_line(tmp_path: Path) -> None:
    odd = {**rule("r", branch({"item": "acne", "is": "yes"})), "review_by": "20271120"}
    path = folder_of(tmp_path, {"a.toml": document_as_toml(FULL), "b.toml": as_toml(("rules", odd))})
    with pytest.raises(RulebookError) as refused:
        parse_import(read_document(path))
    assert placed(refused.value.problems) == [
        ("b.toml", 1, "rules r.review_by", '"20271120" is not a day: YYYY-MM-DD')
    ]


def test_import_of_what_is_right_has_no_problem_of_structure() -> None:
    source = RulebookSource(copy.deepcopy(FULL))
    assert structure_problems(source, ()) == []
    assert parse_import(source).digest == parse_rulebook(FULL).digest
