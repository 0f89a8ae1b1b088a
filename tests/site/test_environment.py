"""What the environment must say before anything starts."""

import base64
import hashlib
import os
import secrets
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from clinic import environment, own_keys
from clinic.environment import UnfitEnvironmentError
from tests.published_keys import KEYS as PUBLISHED
from tests.published_keys import REFUSED_ELSEWHERE

ROOT = Path(__file__).parent.parent.parent
KEY = base64.b64encode(b"k" * 32).decode()


def drawn(seed: str) -> str:
    """A key that looks drawn, always the same."""
    return base64.b64encode(hashlib.sha256(seed.encode()).digest()).decode()


KEYS = {
    "SECRET_KEY": drawn("s") + drawn("t"),
    "FIELD_KEYS": f"k1:{drawn('f')}",
    "SEARCH_KEY": drawn("h"),
    "AUDIT_KEY": drawn("a"),
}


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
        environment.search_keys(base64.b64encode(b"short").decode())


@pytest.mark.parametrize("missing", [*KEYS])
def test_nothing_starts_without_a_key(missing: str) -> None:
    done = started(**{**KEYS, missing: ""})
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        f"clinic.environment.UnfitEnvironmentError: {missing} is not set."
    )


def test_clinic_starts_on_https_with_its_own_keys() -> None:
    done = started(**{**KEYS, "FIELD_KEYS": f"b:{drawn('b')},a:{drawn('c')}"})
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
    assert [len(key) for key in environment.search_keys(values["SEARCH_KEY"])] == [32]
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


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("SECRET_KEY", "s" * 60, "SECRET_KEY: at least 50 random signs are needed."),
        ("SECRET_KEY", "k3Jd8sLq", "SECRET_KEY: at least 50 random signs are needed."),
        (
            "SECRET_KEY",
            "django-insecure-" + drawn("s") + drawn("t"),
            "SECRET_KEY: everybody can read",
        ),
        ("SECRET_KEY", PUBLISHED["SECRET_KEY"], "SECRET_KEY: everybody can read"),
        ("FIELD_KEYS", PUBLISHED["FIELD_KEYS"], "FIELD_KEYS: everybody can read this one."),
        ("SEARCH_KEY", PUBLISHED["SEARCH_KEY"], "SEARCH_KEY: everybody can read this one."),
        ("AUDIT_KEY", PUBLISHED["AUDIT_KEY"], "AUDIT_KEY: everybody can read this one."),
        ("FIELD_KEYS", f"demo1:{drawn('f')}", "FIELD_KEYS: demo1 is a key of the demo."),
        ("FIELD_KEYS", f"k1:{KEY}", "FIELD_KEYS: this was not made at random."),
        (
            "SEARCH_KEY",
            base64.b64encode(bytes(range(32))).decode(),
            "SEARCH_KEY: this was not made at random.",
        ),
        (
            "AUDIT_KEY",
            base64.b64encode(b"correct horse battery staple 123").decode(),
            "AUDIT_KEY: this was not",
        ),
        ("SEARCH_KEY", drawn("a"), "AUDIT_KEY: this is the same key as another of SEARCH_KEY."),
        ("FIELD_KEYS", f"k2:{drawn('g')},k1:{drawn('g')}", "FIELD_KEYS: this is the same key as another of"),
        ("SEARCH_KEY", f"{drawn('h')},{drawn('h')}", "SEARCH_KEY: the same key is there twice."),
    ],
)
def test_clinic_does_not_start_with_a_key_that_is_not_its_own(
    variable: str, value: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_keys, "PUBLISHED", REFUSED_ELSEWHERE)
    with pytest.raises(UnfitEnvironmentError) as refusal:
        judged({**KEYS, variable: value})
    assert str(refusal.value).startswith(complaint)


def judged(values: dict[str, str], demo: Path = Path("none")) -> None:
    """What the settings do with the keys, in this process."""
    ring = environment.field_keys(values["FIELD_KEYS"])
    search = environment.search_keys(values["SEARCH_KEY"])
    audit = environment.audit_key(values["AUDIT_KEY"])
    own_keys.refuse_unfit(values["SECRET_KEY"], ring, search, audit, demo=demo)


@pytest.mark.parametrize("variable", [*KEYS])
def test_clinic_does_not_start_with_what_lies_in_the_demos_file(variable: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.env"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "demo_keys.py"), str(file)], check=True)
    judged(KEYS, demo=file)
    lent = dict(line.split("=", 1) for line in file.read_text().splitlines())[variable]
    taken = {**KEYS, variable: lent.replace("demo1:", "k1:")}
    with pytest.raises(UnfitEnvironmentError, match=f"{variable}: this is a key of the demo"):
        judged(taken, demo=file)


def test_settings_refuse_outside_the_demo_what_they_take_in_it() -> None:
    typed = {**KEYS, "FIELD_KEYS": f"k1:{KEY}"}
    refused = started(**typed)
    words = "FIELD_KEYS: this was not made at random. See docs/keys.md."
    assert (refused.returncode, refused.stderr.splitlines()[-1].partition(": ")[2]) == (1, words)
    assert started(**typed, DEMO="true").stdout == "True False ['k1']\n"


def test_keys_drawn_at_random_are_never_refused() -> None:
    assert [own_keys.is_random(secrets.token_bytes(32)) for _number in range(2000)] == [True] * 2000
