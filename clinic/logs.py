"""Logs that give nothing away: one JSON object per line, no link token, no address, no words of an exception.

What each field is: docs/operations.md.
"""

import logging
import re
import sysconfig
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from types import TracebackType
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import Processor

Event = MutableMapping[str, Any]
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

JSON, PLAIN = "json", "plain"
REQUEST_ID = "request_id"
"""The attribute of a request that holds its id."""
PROJECT = f"{Path(__file__).resolve().parent.parent}/"
LIBRARIES = f"{sysconfig.get_path('purelib')}/"
MOST_PLACES = 25
"""Of one exception: the innermost are kept."""

FIELDS = (
    "request_id",
    "view",
    "method",
    "status",
    "ms",
    "user_id",
    "worker_id",
    "job_id",
    "message_id",
)
"""What a line may say besides its words; nothing else that is given along with them is written."""

_REDACTED = (
    (re.compile(r"(/i/(?:calendar/)?)[A-Za-z0-9_\-]{20,}"), r"\1[token]"),
    (re.compile(r"(?<![\w-])[A-Za-z0-9_\-]{43}(?![\w-])"), "[token]"),  # 256 bits in base64url
    (re.compile(r"(/[^\s?\"']*)\?[^\s\"']+"), r"\1?[query]"),  # what was searched for
    (re.compile(r"[^\s@<>\"'(]+@[\w\-]+(?:\.[\w\-]+)+"), "[address]"),
)


def redacted(text: str) -> str:
    """`text` without the token of any link or feed, without what was searched for, without mail addresses."""
    for pattern, instead in _REDACTED:
        text = pattern.sub(instead, text)
    return text


class CalmAboutRefusals(logging.Filter):
    """A request that was refused as malformed is the sender's mistake: a warning, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        is_refusal = record.name == "django.request" and getattr(record, "status_code", 500) < 500
        if is_refusal or record.name.startswith("django.security."):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True


def without_path(_logger: Any, _method: str, event: Event) -> Event:
    """Take out of Django's own lines what the sender chose: a path, a host, a referrer."""
    record: logging.LogRecord = event["_record"]
    if record.name.startswith("django.security."):
        event["event"] = f"refused: {record.name.rpartition('.')[2]}"
    elif record.name == "django.request":
        event["event"] = responses.get(getattr(record, "status_code", 0), "refused")
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    known = {"request_id": getattr(request, REQUEST_ID, ""), "view": getattr(match, "view_name", "")}
    return {**known, **event}  # Django writes some lines when the request is over


def described(_logger: Any, _method: str, event: Event) -> Event:
    """When, how grave, who says so, what, and then the rest."""
    record: logging.LogRecord = event["_record"]
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    words = {"time": time, "level": record.levelname.lower(), "logger": record.name, "event": event["event"]}
    more = {name: event[name] for name in FIELDS if event.get(name) not in {None, ""}}
    return {**words, **more, **failure(event.get("exc_info"))}


def failure(exc_info: ExcInfo | None) -> dict[str, list[str]]:
    """Which exceptions there were, the first cause first, and where; not their words, which quote answers."""
    error = exc_info[1] if exc_info else None
    kinds: list[str] = []
    places: list[str] = []
    while error is not None:
        kinds.insert(0, type(error).__qualname__)
        places[:0] = places_of(error.__traceback__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {"errors": kinds, "places": places} if kinds else {}


def places_of(trace: TracebackType | None) -> list[str]:
    """The frames of an exception as `file:line function`, the innermost last."""
    frames = [
        f"{frame.filename.removeprefix(LIBRARIES).removeprefix(PROJECT)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    return frames[-MOST_PLACES:]


def all_redacted(_logger: Any, _method: str, event: Event) -> Event:
    """Every text of a line but its time, redacted."""
    return {name: redacted(value) if isinstance(value, str) else value for name, value in event.items()}


def as_text(_logger: Any, _method: str, event: Event) -> str:
    """A line for people; what went wrong in the lines below."""
    head = " ".join(str(event.pop(name)) for name in ("time", "level", "logger", "event"))
    below = [f"  {line}" for line in (*event.pop("places", []), *event.pop("errors", []))]
    return "\n".join([" ".join([head, *(f"{name}={value}" for name, value in event.items())]), *below])


def formatter(renderer: Processor) -> ProcessorFormatter:
    """What every line goes through, ending in `renderer`."""
    return ProcessorFormatter(
        foreign_pre_chain=[merge_contextvars, ExtraAdder(allow=FIELDS)],
        processors=[without_path, described, all_redacted, renderer],
    )


def json_lines() -> ProcessorFormatter:
    """Lines for machines, in ASCII: no sign in them ends a line for anybody."""
    return formatter(JSONRenderer())


def text_lines() -> ProcessorFormatter:
    """Lines for people."""
    return formatter(as_text)


def config(lines: str) -> Mapping[str, Any]:
    """Django's LOGGING, with `json` or `plain` lines."""
    heard = {"handlers": [], "level": "INFO", "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"calm": {"()": "clinic.logs.CalmAboutRefusals"}},
        "formatters": {JSON: {"()": "clinic.logs.json_lines"}, PLAIN: {"()": "clinic.logs.text_lines"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": lines, "filters": ["calm"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": dict.fromkeys(["django", "django.server", "clinic", "screening"], heard),
    }
