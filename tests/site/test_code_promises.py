"""What is promised of the code itself, read from the code."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from screening.engine import parse_rulebook, read_document
from screening.engine.answers import gates
from screening.engine.evaluation import program
from screening.services.rulebook import STARTER

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [path for part in ("clinic", "screening") for path in sorted((ROOT / part).rglob("*.py"))]
SCRIPTS = [path for path in sorted((ROOT / "static" / "js").rglob("*.js")) if "vendor" not in path.parts]
PAGES = [path for path in SOURCES if "management" not in path.parts]
BACKUP = "screening/services/backup"
"""Starts pg_dump and pg_restore, for commands of the operator alone."""
COMPILED = ["screening/engine/answers/gates.py", "screening/engine/evaluation/program.py"]
"""Where a rulebook's conditions become Python: see the test of what that source may hold."""


@cache
def names_used(path: Path) -> frozenset[str]:
    """What a module imports and calls, by dotted name."""
    return frozenset(names_in(path))


def names_in(path: Path) -> Iterator[str]:
    """The same, one after the other."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            yield name if "(" not in name else ""


def where(pattern: str, paths: list[Path]) -> dict[str, set[str]]:
    """The names that fit, by file."""
    fits = re.compile(pattern)
    found = {
        str(path.relative_to(ROOT)): {name for name in names_used(path) if fits.fullmatch(name)}
        for path in paths
    }
    return {path: names for path, names in found.items() if names}


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """The lines of scripts in which a pattern is found."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in paths
        for line in path.read_text().splitlines()
        if found.search(line)
    ]


def test_nothing_starts_a_command_of_the_system() -> None:
    commands = r"(subprocess|pty|commands)(\..*)?|os\.(system|popen|exec\w*|spawn\w*|posix_spawn\w*)"
    assert {str(Path(path).parent) for path in where(commands, PAGES)} <= {BACKUP}


def test_nothing_runs_text_as_code() -> None:
    dangerous = r"(eval|exec|compile|__import__)|(pickle|marshal|shelve|yaml|dill|runpy)(\..*)?"
    assert sorted(where(dangerous, SOURCES)) == COMPILED


def test_source_made_of_a_rulebook_holds_no_word_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def noted(source: str, name: str, mode: str) -> Any:
        compiled.append(source)
        return compile(source, name, mode)

    for module in (gates, program):
        monkeypatch.setattr(module, "compile", noted, raising=False)
    rulebook = parse_rulebook(read_document(STARTER).document)
    gates.gates_of.__wrapped__(rulebook)
    program.program_of.__wrapped__(rulebook)
    assert [len(source) > 1000 for source in compiled] == [True, True]
    for source in compiled:
        assert not re.search(r"[\"'\\#]", source)
        names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        assert not names & (set(rulebook.items) | set(rulebook.rules) | set(rulebook.treatments))


def test_cryptography_comes_from_known_libraries() -> None:
    used = where(r"(hashlib|hmac|cryptography|Crypto|nacl|jwt|fido2|secrets|uuid)(\..*)?", SOURCES)
    called = {name for names in used.values() for name in names}
    digests = {name for name in called if name.startswith("hashlib.")}
    assert digests == {"hashlib.sha256"}
    assert {name for name in called if "ciphers" in name} == {
        "cryptography.hazmat.primitives.ciphers.aead.AESGCM"
    }
    assert not {name for name in called if re.match(r"Crypto|nacl|jwt", name)}


def test_chance_is_left_to_invented_people_and_to_proofs() -> None:
    folders = {str(Path(path).parent) for path in where(r"random(\..*)?", SOURCES)}
    assert folders == {"screening/services/demo", "screening/engine/proofs"}


def test_scripts_keep_nothing_of_a_patient() -> None:
    kept = lines_with(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.", SCRIPTS)
    assert {line.split(":")[0] for line in kept} == {"static/js/review/worklist.js"}
    assert lines_with(r"setItem", SCRIPTS) == [
        'static/js/review/worklist.js: else localStorage.setItem(OFF, "yes");'
    ]


def test_scripts_write_no_property_by_a_name_that_came_in() -> None:
    assert lines_with(r"\w\[[^\]\d\"']+\]\s*=[^=>]|Object\.assign\(|__proto__|\.prototype", SCRIPTS) == []


def test_scripts_run_no_text_and_talk_to_nobody_else() -> None:
    assert lines_with(r"\beval\(|new Function|postMessage|document\.write|https?://", SCRIPTS) == []
