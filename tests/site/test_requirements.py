"""What is installed: these very bytes, and for a clinic nothing more than it runs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = ("", "-dev", "-tools", "-attack")


def wanted(kind: str) -> dict[str, str]:
    """The versions a person asked for, by name."""
    return versions((ROOT / f"requirements{kind}.in").read_text())


def locked(kind: str) -> dict[str, str]:
    """The versions that are installed, by name."""
    return versions((ROOT / f"requirements{kind}.txt").read_text())


def versions(text: str) -> dict[str, str]:
    """Versions by name, names spelled as PyPI compares them."""
    found = re.findall(r"^([\w.-]+)(?:\[[\w, -]+\])?==([\w.+]+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_pinned_with_hashes(kind: str) -> None:
    text = (ROOT / f"requirements{kind}.txt").read_text()
    blocks = re.split(r"\n(?=[\w])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    shape = re.compile(r"[\w.-]+(\[[\w, -]+\])?==\S+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [block.splitlines()[0] for block in blocks if not shape.fullmatch(block)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_lock_is_the_one_of_what_was_asked_for(kind: str) -> None:
    assert wanted(kind).items() <= locked(kind).items(), "run `make lock`"


@pytest.mark.parametrize("kind", KINDS)
def test_every_version_is_exact_and_from_the_usual_place(kind: str) -> None:
    lines = (ROOT / f"requirements{kind}.in").read_text().splitlines()
    odd = [
        line
        for line in lines
        if line and not re.match(r"#|-r requirements\.in$|[\w.\-\[\],]+==[\w.]+$", line)
    ]
    assert odd == []


def test_clinic_installs_nothing_of_the_tests() -> None:
    clinic, everything = locked(""), locked("-dev")
    assert clinic.items() <= everything.items()
    assert not clinic.keys() & (wanted("-dev").keys() | wanted("-tools").keys() | wanted("-attack").keys())
