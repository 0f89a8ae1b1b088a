"""Reading an uploaded TOML file."""

from django.utils.translation import gettext as _

from screening.engine import Problem, RulebookError, RulebookSource, read_toml
from screening.services.errors import RulebookUnreadable

LARGEST_FILE = 2 * 1024 * 1024


def read_source(data: bytes, name: str) -> RulebookSource:
    """Read a file, with the line of every table; RulebookUnreadable with every problem."""
    text = decode(data, name)
    try:
        return read_toml(text, name)
    except RulebookError as error:
        raise RulebookUnreadable(error.problems) from error


def decode(data: bytes, name: str) -> str:
    """The text of a file; RulebookUnreadable where it is too large, no UTF-8 or holds null bytes."""
    if len(data) > LARGEST_FILE:
        raise RulebookUnreadable([Problem(name, 0, "file", _("is larger than 2 MB"))])
    if b"\x00" in data:
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise RulebookUnreadable([Problem(name, line, "file", _("holds a null byte"))])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RulebookUnreadable([Problem(name, line, "file", _("is not UTF-8 text"))]) from error
