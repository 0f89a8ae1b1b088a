"""What the environment must say before anything starts."""

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from clinic import environment
from clinic.environment import UnfitEnvironmentError

ROOT = Path(__file__).parent.parent.parent
KEY = base64.b64encode(b"k" * 32).decode()
KEYS = {"SECRET_KEY": "s" * 60, "FIELD_KEYS": f"k1:{KEY}", "SEARCH_KEY": KEY, "AUDIT_KEY": KEY}


def started(**variables: str) -> subprocess.CompletedProcess[str]:
    """Load the real settings in a process of its own, which knows nothing but these variables."""
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
    command = [
        sys.executable,
        "-c",
        "import clinic.settings as s; print(s.DEMO, s.HTTPS, sorted(s.FIELD_KEYS))",
    ]
    return subprocess.run(command, env=bare, capture_output=True, text=True, check=False, cwd=ROOT)


def test_key_ring_keeps_its_order() -> None:
    other = base64.b64encode(b"o" * 32).decode()
    assert list(environment.field_keys(f"new:{KEY}, old:{other}").items()) == [
        ("new", b"k" * 32),
        ("old", b"o" * 32),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (KEY, "kid:base64"),
        (f"K1:{KEY}", "kid:base64"),
        (f"k1:{KEY},", "kid:base64"),
        (f"k1:{KEY},k1:{KEY}", "twice"),
        ("k1:not base64!", "not base64"),
        ("k1:" + base64.b64encode(b"short").decode(), "32 bytes are needed, 5 were given"),
    ],
)
def test_malformed_key_ring_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(UnfitEnvironmentError, match=complaint):
        environment.field_keys(text)


def test_short_search_key_is_refused() -> None:
    with pytest.raises(UnfitEnvironmentError, match="SEARCH_KEY: 32 bytes"):
        environment.search_key(base64.b64encode(b"short").decode())


@pytest.mark.parametrize("missing", [*KEYS])
def test_nothing_starts_without_a_key(missing: str) -> None:
    done = started(**{**KEYS, missing: ""})
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        f"clinic.environment.UnfitEnvironmentError: {missing} is not set."
    )


def test_clinic_starts_on_https_with_its_own_keys() -> None:
    done = started(**{**KEYS, "FIELD_KEYS": f"b:{KEY},a:{KEY}"})
    assert done.stdout == "False True ['a', 'b']\n", done.stderr


def test_demo_keys_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "keys.env"
    command = [sys.executable, str(ROOT / "scripts" / "demo_keys.py"), str(file)]
    subprocess.run(command, check=True)
    first = file.read_text()
    subprocess.run(command, check=True)
    assert file.read_text() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    values = dict(line.split("=", 1) for line in first.splitlines())
    assert len(environment.field_keys(values["FIELD_KEYS"])) == 1
    assert len(environment.search_key(values["SEARCH_KEY"])) == 32
    assert len(environment.audit_key(values["AUDIT_KEY"])) == 32
    assert len(values["SECRET_KEY"]) >= 50


def test_key_that_a_later_version_needs_is_added_to_the_demos(tmp_path: Path) -> None:
    file = tmp_path / "keys.env"
    before = "SECRET_KEY=a\nFIELD_KEYS=b\nSEARCH_KEY=c"
    file.write_text(before)
    subprocess.run([sys.executable, str(ROOT / "scripts" / "demo_keys.py"), str(file)], check=True)
    kept, _, added = file.read_text().rpartition("\nAUDIT_KEY=")
    assert (kept, len(environment.audit_key(added.strip()))) == (before, 32)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_short_audit_key_is_refused() -> None:
    with pytest.raises(UnfitEnvironmentError, match="AUDIT_KEY: 32 bytes"):
        environment.audit_key(base64.b64encode(b"short").decode())
