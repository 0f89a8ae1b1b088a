"""Reading a posted form by name."""

import json
from typing import Any, Protocol

LONGEST_NUMBER = 5


class Posted(Protocol):
    """What a QueryDict offers of a posted form."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a name."""
        ...

    def __contains__(self, key: object) -> bool: ...


def several(data: Posted, name: str) -> list[str]:
    """Every value of a name, without NUL, which neither TOML nor the database takes."""
    return [value.replace("\x00", "") for value in data.getlist(name)]


def one(data: Posted, name: str) -> str:
    """The last value of a name; empty where there is none."""
    found = several(data, name)
    return found[-1] if found else ""


def whole(given: str, fallback: int = 0) -> int:
    """A small number from a form; `fallback` for anything else."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < LONGEST_NUMBER else fallback


def loaded(given: str) -> Any:
    """What JSON in a form says; None where it cannot be read, or what it says not be written as UTF-8."""
    try:
        found = json.loads(given)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found


def text(data: Posted, name: str) -> str:
    """A text as it is stored: lines end in one way, nothing around it."""
    return one(data, name).replace("\r\n", "\n").replace("\r", "\n").strip()
