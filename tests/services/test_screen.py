import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from screening.engine import Rulebook, parse_source, read_document
from screening.services.screen import LONGEST_LINE, screen_lines
from tests.factories import SMALL

GOOD = {
    "on": "2026-09-15",
    "treatments": ["pen"],
    "answers": {
        "date_of_birth": "1990-04-02",
        "treatment_areas": ["full_face"],
        "pregnant": "no",
        "acne": "no",
        "tablets": "yes",
        "tablets_last": "2026-08",
    },
}


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return parse_source(read_document(SMALL))


def screen(rulebook: Rulebook, *lines: bytes) -> list[Any]:
    return [json.loads(answered.text) for answered in screen_lines(rulebook, lines)]


def line(**changes: Any) -> bytes:
    given = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return json.dumps(given).encode()


def test_line_is_screened(rulebook: Rulebook) -> None:
    (result,) = screen(rulebook, line())
    assert {key: value for key, value in result.items() if key not in {"findings", "digest"}} == {
        "eligibility": "deferred",
        "earliest_date": "2027-02-28",
        "settled": False,
        "data_required": ["skin_type"],
        "others": {"laser": "deferred"},
        "rulebook": rulebook.digest,
    }
    finding = result["findings"][0]
    assert (finding["rule"], finding["topic"], finding["severity"], finding["settled"]) == (
        "tablets",
        "isotretinoin",
        "deferred",
        True,
    )
    assert (finding["earliest_date"], set(finding["treatments"])) == ("2027-02-28", {"pen"})
    assert finding["because"][0]["item"] == "tablets_last"


def test_lines_come_out_in_order_and_bad_ones_in_their_place(rulebook: Rulebook) -> None:
    results = screen(rulebook, line(), b"{", line(on="2027-06-01"))
    assert [result.get("eligibility", "error") for result in results] == ["deferred", "error", "precaution"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "not_json"),
        (b"\n", "not_json"),
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"on": NaN}', "not_json"),
        (b'{"on": Infinity}', "not_json"),
        (b'{"on": ' + b"9" * 5000 + b"}", "not_json"),
        (b"\xff\xfe", "not_utf8"),
        (b'{"on": "\\ud800"}', "not_utf8"),
        (b'{"on": 1.5}', "wrong_type"),
        (b"5", "not_an_object"),
        (b"null", "not_an_object"),
        (b"[]", "not_an_object"),
        (b'{"on": "2026-09-15", "on": "2026-09-16"}', "duplicate_key"),
        (b'{"a": {"b": 1, "b": 2}}', "duplicate_key"),
        (b" " * (LONGEST_LINE + 1), "too_long"),
        (b"{}", "wrong_keys"),
        (line(on=None), "wrong_keys"),
        (line(treatments=None), "wrong_keys"),
        (line(answers=None), "wrong_keys"),
        (line(extra=1), "wrong_keys"),
        (line(on="15.9.2026"), "not_a_date"),
        (line(on="20260915"), "not_a_date"),
        (line(on="2026-W38-2"), "not_a_date"),
        (line(on="2026-02-30"), "not_a_date"),
        (line(on="2026-09-15T10:00"), "not_a_date"),
        (line(on=20260915), "not_a_date"),
        (line(treatments=[]), "wrong_type"),
        (line(treatments="pen"), "wrong_type"),
        (line(treatments=[["pen"]]), "wrong_type"),
        (line(treatments=[5]), "wrong_type"),
        (line(treatments=["moon"]), "unknown_treatment"),
        (line(treatments=["pen", "pen"]), "duplicate_treatment"),
        (line(answers=[]), "wrong_type"),
        (line(answers="no"), "wrong_type"),
        (line(answers={"moon": "no"}), "answers_refused"),
        (line(answers={"pregnant": True}), "answers_refused"),
        (line(answers={"pregnant": {"code": "no"}}), "answers_refused"),
        (line(answers={"skin_type": 10**300}), "answers_refused"),
        (line(answers={"remarks": "a\0b"}), "answers_refused"),
        (line(answers={"date_of_birth": "1850-01-01"}), "answers_refused"),
        (line(answers={"tablets_last": "2026-13"}), "answers_refused"),
    ],
)
def test_line_that_is_bad_gets_an_error(rulebook: Rulebook, given: bytes, code: str) -> None:
    (result,) = screen(rulebook, given)
    assert (list(result), result["error"]["code"]) == (["error"], code)
    assert isinstance(result["error"]["message"], str)


def test_error_names_every_problem_with_its_place(rulebook: Rulebook) -> None:
    (result,) = screen(rulebook, line(answers={"pregnant": "maybe", "moon": "x"}))
    assert [(one["place"], one["code"]) for one in result["error"]["problems"]] == [
        ("answers.moon", "unknown_item"),
        ("answers.pregnant", "unknown_code"),
    ]


def test_past_event_after_the_appointment_is_not_known(rulebook: Rulebook) -> None:
    (result,) = screen(rulebook, line(answers={**GOOD["answers"], "tablets_last": "2026-10-01"}))  # type: ignore[dict-item] # a literal of mixed values
    assert result["eligibility"] == "clearance"
    assert result["data_required"] == ["tablets_last", "skin_type"]


def run(*arguments: str, given: bytes, tmp_path: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        input=given,
        capture_output=True,
        check=False,
        env={
            "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        timeout=60,
    )


def test_command_works_without_a_database_and_tells_bad_lines_by_its_exit_code(tmp_path: Path) -> None:
    good = run("screen", "--rulebook", str(SMALL), given=line() + b"\n" + line() + b"\n", tmp_path=tmp_path)
    bad = run("screen", "--rulebook", str(SMALL), given=b"{\n" + line(), tmp_path=tmp_path)
    assert (good.returncode, good.stderr, len(good.stdout.splitlines())) == (0, b"", 2)
    assert (bad.returncode, bad.stderr) == (1, b"")
    assert ["error" in json.loads(out) for out in bad.stdout.splitlines()] == [True, False]
    assert list(tmp_path.iterdir()) == []


def test_command_with_no_lines_writes_none(tmp_path: Path) -> None:
    done = run("screen", "--rulebook", str(SMALL), given=b"", tmp_path=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_command_with_a_rulebook_that_is_none_says_so(tmp_path: Path) -> None:
    done = run("screen", "--rulebook", str(tmp_path / "none.toml"), given=line(), tmp_path=tmp_path)
    assert (done.returncode, done.stdout, b"Traceback" in done.stderr) == (1, b"", False)
    assert b"none.toml" in done.stderr


def test_command_uses_the_starter_where_there_is_no_database(tmp_path: Path) -> None:
    given = json.dumps({"on": "2026-09-15", "treatments": ["microneedling_pen"], "answers": {}}).encode()
    done = run("screen", given=given, tmp_path=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["eligibility"] == "clearance"
    assert list(tmp_path.iterdir()) == []
