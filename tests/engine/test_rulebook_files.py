"""Rulebooks on disk: one file or several, joined in name order; every problem at once; written as read."""

from pathlib import Path

import pytest

from screening.engine import (
    Problem,
    RulebookError,
    RulebookSource,
    digest_of,
    parse_rulebook,
    parse_source,
    read_document,
    to_toml,
)
from tests.engine.rulebook_files import as_toml, document_as_toml, folder_of, placed, problems_in
from tests.engine.rulebooks import Table, a_document, a_rulebook, branch, choice, day, rule

BASE = document_as_toml(a_document(items=[choice("acne", "none", "inflamed")]))
YES: Table = {"item": "acne", "is": "inflamed"}
DOCUMENT = a_document(
    items=[choice("acne", "none", "inflamed"), day("dose")],
    rules=[
        rule("acne", branch(YES), message='Quotes " and \\ and\nlines, ünïcödé 日本 👍.'),
        rule("dose", branch({"all": [YES, {"item": "dose", "within": "6 months"}]}, needles="deferred")),
    ],
)


def refused(path: Path) -> list[Problem]:
    with pytest.raises(RulebookError) as error:
        read_document(path)
    return list(error.value.problems)


def test_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    broken = rule("acne", branch({"item": "acne", "is": "severe"}, lift="deferred"), sources=[])
    files = {
        "10-base.toml": BASE,
        "20-items.toml": as_toml(
            ("items", choice("skin", enable_when={"item": "moon", "is": "full"})), ("items", choice("acne"))
        ),
        "30-rules/acne.toml": as_toml(("rules", broken), ("rules", rule("acne", branch(YES), override="me"))),
    }
    second_item = files["20-items.toml"].splitlines().index("[[items]]", 1) + 1
    second_rule = files["30-rules/acne.toml"].splitlines().index("[[rules]]", 1) + 1
    assert problems_in(folder_of(tmp_path, files)) == [
        ("20-items.toml", 1, "items skin.enable_when.item", 'there is no item "moon"'),
        ("20-items.toml", second_item, "items acne", '"acne" stands here a second time'),
        (
            "30-rules/acne.toml",
            1,
            "rules acne.branches[0].severity.lift",
            "is neither a treatment, nor an attribute of one, nor all",
        ),
        ("30-rules/acne.toml", 1, "rules acne.branches[0].when.is", '"severe" is no option of "acne"'),
        ("30-rules/acne.toml", 1, "rules acne.sources", "is empty"),
        ("30-rules/acne.toml", second_rule, "rules acne", '"acne" stands here a second time'),
        (
            "30-rules/acne.toml",
            second_rule,
            "rules acne.override",
            '"me" is none of clinical_lead, nobody, practitioner',
        ),
    ]


def test_files_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, {"a.toml": BASE, "b.toml": '[[items]]\nlink_id = "x\n', "c.toml": "x = 1\nx = 2\n"}
    )
    (folder / "d.toml").write_bytes(b'[rulebook]\ntitle = "\xff"\n')
    found = refused(folder)
    assert [(problem.file, problem.line, problem.place) for problem in found] == [
        ("b.toml", 2, "file"),
        ("c.toml", 2, "file"),
        ("d.toml", 0, "file"),
    ]
    assert {problem.reason.split(":")[0] for problem in found} == {"cannot be read"}


@pytest.mark.parametrize("name", ["missing.toml", "missing"])
def test_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    (problem,) = refused(tmp_path / name)
    assert (problem.file, problem.line, problem.place) == (name, 0, "file")


def test_folder_without_rulebook_files(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"notes.txt": "x"})
    assert refused(folder) == [Problem(str(folder), 0, "folder", "holds no .toml file")]


@pytest.mark.parametrize(
    ("text", "line", "place", "reason"),
    [
        ("[[items]]\nminimum = 0.5\n", 1, "items[0].minimum", "0.5"),
        ("# A note.\n\n[[items]]\nmaximum = 1e3\n", 3, "items[0].maximum", "1000.0"),
        (
            "[[rules]]\n[[rules.branches]]\nseverity = { all = nan }\n",
            1,
            "rules[0].branches[0].severity.all",
            "nan",
        ),
        ("[medicine_words]\nignored = [1.0]\n", 1, "medicine_words.ignored[0]", "1.0"),
        ("loose = 2.5\n", 0, "loose", "2.5"),
    ],
)
def test_float_is_refused(tmp_path: Path, text: str, line: int, place: str, reason: str) -> None:
    folder = folder_of(tmp_path, {"a.toml": text})
    assert refused(folder) == [
        Problem("a.toml", line, place, f"{reason} is not a whole number; write whole numbers or text")
    ]


@pytest.mark.parametrize(
    ("second", "line", "place"),
    [
        ('[rulebook]\nid = "other"\n', 1, "rulebook"),
        ('# Twice.\n[medicine_words]\nignored = ["mg"]\n', 2, "medicine_words"),
        ('[items]\nlink_id = "x"\n', 1, "items"),
    ],
)
def test_plain_table_stands_in_one_file_only(tmp_path: Path, second: str, line: int, place: str) -> None:
    found = refused(folder_of(tmp_path, {"a.toml": BASE, "b.toml": second}))
    assert found == [Problem("b.toml", line, place, "stands in another file already")]


def test_files_are_joined_in_name_order(tmp_path: Path) -> None:
    files = {
        "20-b.toml": as_toml(("items", choice("two"))),
        "10-a.toml": as_toml(("items", choice("one")), ("sections", {"id": "all", "title": "All"})),
        "30/x.toml": as_toml(("items", choice("four"))),
        "30.toml": as_toml(("items", choice("five"))),
        "20-c.toml": as_toml(("items", choice("three"))),
        "notes.md": "No rulebook.",
        "40.TXT": "x",
    }
    source = read_document(folder_of(tmp_path, files))
    assert source.document == {
        "items": [choice("one"), choice("two"), choice("three"), choice("four"), choice("five")],
        "sections": [{"id": "all", "title": "All"}],
    }


def test_order_of_files_is_part_of_the_digest(tmp_path: Path) -> None:
    one, two = as_toml(("items", choice("one"))), as_toml(("items", choice("two")))
    folders = [{"a.toml": one, "b.toml": two}, {"a.toml": two, "b.toml": one}, {"x.toml": one, "y.toml": two}]
    digests = [
        read_document(folder_of(tmp_path / str(number), files)).digest for number, files in enumerate(folders)
    ]
    assert (digests[0] == digests[1], digests[0] == digests[2]) == (False, True)


def test_one_file_and_several_are_the_same_rulebook(tmp_path: Path) -> None:
    whole = folder_of(tmp_path / "one", {"all.toml": document_as_toml(DOCUMENT)})
    cut = {name: {name: rows} for name, rows in DOCUMENT.items()}
    parts = folder_of(
        tmp_path / "two", {f"{name}.toml": document_as_toml(part) for name, part in cut.items()}
    )
    found = {read_document(path).digest for path in (whole, whole / "all.toml", parts)}
    assert found == {digest_of(DOCUMENT)}


def test_comments_and_spaces_are_not_part_of_the_digest(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, {"a.toml": BASE, "b.toml": "# Why.\n\n" + BASE.replace(" = ", "   =  ") + "\n\n"}
    )
    assert read_document(folder / "a.toml").digest == read_document(folder / "b.toml").digest


def test_date_is_read_as_its_text(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"a.toml": "[[rules]]\nreview_by = 2027-11-20\n"})
    assert read_document(folder).document == {"rules": [{"review_by": "2027-11-20"}]}


def test_document_written_as_toml_is_the_same_rulebook(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"a.toml": to_toml(DOCUMENT)})
    source = read_document(folder)
    assert (source.document, source.digest) == (DOCUMENT, parse_rulebook(DOCUMENT).digest)
    assert parse_source(source).digest == parse_rulebook(DOCUMENT).digest


def test_document_without_files_is_read_all_the_same() -> None:
    assert parse_source(RulebookSource(DOCUMENT)).digest == parse_rulebook(DOCUMENT).digest


def test_document_is_parsed_once() -> None:
    assert parse_rulebook(DOCUMENT) is parse_rulebook(dict(reversed(DOCUMENT.items())))


def test_document_that_differs_in_a_word_has_another_digest() -> None:
    one = a_rulebook(items=[choice("acne")])
    other = a_rulebook(items=[{**choice("acne"), "help": "New."}])
    assert one.digest != other.digest


@pytest.mark.parametrize("value", [0.5, float("nan"), {1}, {3: "x"}])
def test_document_without_a_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(RulebookError) as error:
        parse_rulebook({**DOCUMENT, "items": [value]})
    ((file, line, place, _),) = placed(error.value.problems)
    assert (file, line, place) == ("", 0, "document")


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a.toml", 3, "items x", "is missing"), "a.toml:3: items x: is missing"),
        (Problem("a.toml", 0, "file", "cannot be read"), "a.toml: file: cannot be read"),
        (Problem("a.toml", 3, "items x", "feeds no rule", "note"), "a.toml:3: items x: feeds no rule (note)"),
        (Problem("", 0, "rules x", "is missing"), "rules x: is missing"),
    ],
)
def test_problem_in_a_line(problem: Problem, line: str) -> None:
    assert str(problem) == line
