"""Logs that give nothing away: no link token, no text of an exception."""

import logging
import re
import traceback
from types import TracebackType
from typing import Any

_TOKEN_PATH = re.compile(r"(/i/(?:calendar/)?)[A-Za-z0-9_\-]{20,}")
_QUERY = re.compile(r"(/(?:review|desk)/[^\s?\"]*)\?[^\s\"]+")
"""Searches and filters of staff: names, birth dates, topics."""

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def redacted(text: str) -> str:
    """`text` without what staff searched for and the token of any patient link or calendar feed."""
    return _QUERY.sub(r"\1?[search]", _TOKEN_PATH.sub(r"\1[token]", text))


class RedactTokens(logging.Filter):
    """Writes out each record's message at once, without tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redacted(record.getMessage())
        record.args = None
        return True


class CalmAboutRefusals(logging.Filter):
    """A request that was refused as malformed is the sender's mistake: a warning, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        is_refusal = record.name == "django.request" and getattr(record, "status_code", 500) < 500
        if is_refusal or record.name.startswith("django.security."):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
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


CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "calm": {"()": "clinic.logs.CalmAboutRefusals"},
        "redact": {"()": "clinic.logs.RedactTokens"},
    },
    "formatters": {
        "plain": {
            "()": "clinic.logs.QuietFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["calm", "redact"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "screening.audit": {"handlers": [], "level": "INFO", "propagate": True},  # its heads (docs/audit.md)
    },
}
"""For Django's LOGGING."""
