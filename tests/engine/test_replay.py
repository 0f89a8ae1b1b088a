"""Evaluations made once give the same bytes at every commit.

`corpus/` holds rulebooks, frozen as canonical JSON under the beginning of their digest, and beside each the
evaluations made with it, one canonical JSON object per line. Nothing in it is ever changed: what a semantics
says stays. To add the starter rulebook as it stands today, and evaluations of its worked examples, run
`python -m tests.engine.extend_corpus`.
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from screening.engine import (
    Context,
    Rulebook,
    canonical_json,
    digest_of,
    evaluate,
    parse_answers,
    parse_rulebook,
)
from tests.engine.extend_corpus import freeze
from tests.engine.rulebooks import PEN, a_rulebook, branch, choice, evaluated, rule

CORPUS = Path(__file__).parent / "corpus"
FROZEN = sorted(CORPUS.glob("*.evaluations.jsonl"))


def stored(file: Path) -> Iterator[tuple[str, str]]:
    """The name of the rulebook and the line of each evaluation."""
    for line in file.read_text(encoding="utf-8").splitlines():
        yield file.name.removesuffix(".evaluations.jsonl"), line


LINES = [pair for file in FROZEN for pair in stored(file)]
IDS = [f"{name}:{number}" for number, (name, _) in enumerate(LINES, start=1)]


@cache
def rulebook_of(name: str, folder: Path = CORPUS) -> Rulebook:
    """The frozen rulebook of a name."""
    text = (folder / f"{name}.rulebook.json").read_text(encoding="utf-8")
    return parse_rulebook(json.loads(text))


def replayed(rulebook: Rulebook, line: str) -> str:
    """The evaluation of a stored one's answers and context, as canonical JSON."""
    told = json.loads(line)
    context = Context(date.fromisoformat(told["on"]), tuple(told["treatments"]))
    return canonical_json(evaluate(rulebook, parse_answers(rulebook, told["answers"]), context).as_json())


@pytest.mark.parametrize(("name", "line"), LINES, ids=IDS)
def test_stored_evaluation_replays_byte_for_byte(name: str, line: str) -> None:
    assert replayed(rulebook_of(name), line) == line


@pytest.mark.parametrize(("name", "line"), LINES, ids=IDS)
def test_stored_evaluation_is_named_by_its_digest_and_its_rulebooks(name: str, line: str) -> None:
    told = json.loads(line)
    digest = told.pop("digest")
    assert (digest, told["rulebook"]) == (digest_of(told), rulebook_of(name).digest)


def test_corpus_holds_every_eligibility_and_enough_of_them() -> None:
    told = [json.loads(line) for _, line in LINES]
    assert {evaluation["eligibility"] for evaluation in told} == {
        "eligible",
        "precaution",
        "clearance",
        "deferred",
        "contraindicated",
    }
    assert {evaluation["settled"] for evaluation in told} == {True, False}
    assert {evaluation["semantics"] for evaluation in told} == {1}
    assert len({evaluation["digest"] for evaluation in told}) >= 40


def test_corpus_is_canonical() -> None:
    """Nothing in it was edited by hand."""
    files = [file for file in sorted(CORPUS.iterdir()) if file.suffix in {".json", ".jsonl"}]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert [canonical_json(json.loads(line)) for line in lines] == lines


def test_evaluation_that_was_altered_does_not_replay() -> None:
    rulebook = a_rulebook(
        items=[choice("asked")], rules=[rule("asked", branch({"item": "asked", "is": "yes"}))]
    )
    line = canonical_json(evaluated(rulebook, {"asked": "no"}).as_json())
    altered = line.replace('"asked":"no"', '"asked":"yes"')
    assert (replayed(rulebook, line) == line, replayed(rulebook, altered) == altered) == (True, False)


def test_corpus_is_extended_and_never_changed(tmp_path: Path) -> None:
    whole = {"on": "2026-09-15", "treatments": [PEN], "answers": {"asked": "yes"}}
    case = {"title": "Yes", **whole, "eligibility": "contraindicated"}
    rulebook = a_rulebook(
        items=[choice("asked")], rules=[rule("asked", branch({"item": "asked", "is": "yes"}))], cases=[case]
    )
    freeze(rulebook, tmp_path)
    (evaluations,) = tmp_path.glob("*.evaluations.jsonl")
    ((name, line),) = stored(evaluations)
    assert replayed(rulebook_of(name, tmp_path), line) == line
    evaluations.write_text("kept\n", encoding="utf-8")
    freeze(rulebook, tmp_path)
    assert evaluations.read_text(encoding="utf-8") == "kept\n"
