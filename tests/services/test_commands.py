import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from screening.engine import digest_of, parse_source, read_document
from screening.models import RulebookVersion
from screening.services.rulebook import STARTER, active_version
from tests.factories import SMALL, publish, small_document

pytestmark = pytest.mark.django_db

BROKEN = SMALL.read_text(encoding="utf-8").replace(
    'options_from = "yes_no_unsure"', 'options_from = "none"', 1
)


def run(*arguments: str, **options: Any) -> list[str]:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_load_starter_publishes_it_once_and_says_so_in_a_line() -> None:
    first, again = run("load_starter"), run("load_starter")
    digest = active_version().digest
    assert first == [
        f"Rulebook version 1 published ({digest})",
        "Patients can read it in en, de, fr, es, ar",
    ]
    assert again == [f"Rulebook version 1 active already ({digest})"]


def test_import_stores_a_draft_with_its_note() -> None:
    (line,) = run("import_rulebook", str(SMALL), "--note", "from the test")
    version = RulebookVersion.objects.get()
    assert line == f"Rulebook version 1 is draft ({version.digest})"
    assert (version.status, version.note) == ("draft", "from the test")


def test_import_with_publish_makes_it_active() -> None:
    run("import_rulebook", str(SMALL), "--publish")
    assert active_version().digest == digest_of(small_document())


def test_import_of_a_broken_rulebook_names_file_and_line_and_stores_nothing(broken: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        run("import_rulebook", str(broken))
    assert "broken.toml:" in str(refusal.value)
    assert "none" in str(refusal.value)
    assert RulebookVersion.objects.count() == 0


def test_import_of_nothing_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.toml"):
        with pytest.raises(CommandError):
            run("import_rulebook", str(path))


def test_check_lists_problems_and_counts_them(broken: Path) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("check_rulebook", str(broken), stdout=out)
    lines = out.getvalue().splitlines()
    assert (stop.value.code, lines[-1].split(",")[0]) == (1, f"Errors: {len(lines) - 1}")
    assert all(line.startswith("broken.toml:") for line in lines[:-1])


def test_check_of_a_sound_rulebook_passes() -> None:
    assert run("check_rulebook", str(SMALL)) == [
        "small.toml:188: items remarks: feeds no rule (note)",
        "Errors: 0, notes: 1",
    ]


def test_check_of_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(b"\xff")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("check_rulebook", str(path), stdout=out)
    assert out.getvalue().startswith("odd.toml: file: cannot be read")


@pytest.mark.parametrize("path", [SMALL, STARTER], ids=["small", "starter"])
def test_export_reads_back_to_the_same_digest(path: Path, tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("export_rulebook", "--rulebook", str(path), stdout=out)
    copy = tmp_path / "copy.toml"
    copy.write_text(out.getvalue(), encoding="utf-8")
    assert read_document(copy).digest == parse_source(read_document(path)).digest


def test_export_without_a_path_writes_the_active_version() -> None:
    publish()
    out = io.StringIO()
    call_command("export_rulebook", stdout=out)
    assert tomllib.loads(out.getvalue())["rulebook"]["title"] == "Small"


LINE = json.dumps({"on": "2026-09-15", "treatments": ["pen"], "answers": {}}).encode()


def feed(monkeypatch: pytest.MonkeyPatch, line: bytes) -> None:
    """Have the next command read this from standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))


def test_screen_uses_the_active_version(monkeypatch: pytest.MonkeyPatch) -> None:
    version = publish()
    feed(monkeypatch, LINE)
    (line,) = run("screen")
    assert json.loads(line)["rulebook"] == version.digest


def test_screen_uses_the_starter_where_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, LINE.replace(b'"pen"', b'"microneedling_pen"'))
    (line,) = run("screen")
    assert json.loads(line)["rulebook"] == read_document(STARTER).digest


def test_screen_with_a_broken_active_version_says_so_and_screens_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed(monkeypatch, LINE)
    version = publish()
    version.digest = "sha256:" + "2" * 64
    version.save()
    out = io.StringIO()
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("screen", stdout=out)
    assert out.getvalue() == ""
