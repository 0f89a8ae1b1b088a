"""The glossary says the words the code says."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROW = re.compile(r"^\|([^|]+)\|", re.MULTILINE)
WORD = re.compile(r"`([A-Za-z_]+)`")


def code() -> str:
    """All of the project's Python, and the starter rulebook."""
    paths = [path for folder in ("clinic", "screening") for path in (ROOT / folder).rglob("*.*")]
    return "\n".join(path.read_text() for path in paths if path.suffix in {".py", ".toml"})


def test_words_of_the_glossary_stand_in_the_code() -> None:
    known = set(re.findall(r"\w+", code()))
    words = {
        word for row in ROW.findall((ROOT / "docs" / "glossary.md").read_text()) for word in WORD.findall(row)
    }
    assert len(words) > 60
    assert sorted(words - known) == []
