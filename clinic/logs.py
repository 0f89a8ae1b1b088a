"""Logs that give nothing away: no link token, no text of an exception."""

import logging
import re
import traceback
from types import TracebackType

_TOKEN_PATH = re.compile(r"(/i/)[A-Za-z0-9_\-]{20,}")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def redacted(text: str) -> str:
    """`text` with the token of every patient link blacked out."""
    return _TOKEN_PATH.sub(r"\1[token]", text)


class RedactTokens(logging.Filter):
    """Writes out each record's message at once, without tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redacted(record.getMessage())
        record.args = None
        return True


class QuietFormatter(logging.Formatter):
    """Shows where an exception arose and of which type, never its message, which may quote an answer."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the standard library's name
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            lines[:0] = [*traceback.format_tb(error.__traceback__), f"{type(error).__qualname__}\n"]
            error = error.__cause__ or error.__context__
        return redacted("".join(lines)).rstrip()
