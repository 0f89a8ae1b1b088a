"""Logs give away no link and no answer."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from clinic.logs import CalmAboutRefusals, QuietFormatter, RedactTokens, redacted

TOKEN = "Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVmZ2g"


def written(log: logging.Logger, message: str, *args: object, exc_info: bool = False) -> str:
    """What a handler made like the project's own writes."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactTokens())
    handler.setFormatter(QuietFormatter("{message}", style="{"))
    log.addHandler(handler)
    log.error(message, *args, exc_info=exc_info)
    log.removeHandler(handler)
    return out.getvalue()


def fail_twice() -> None:
    name = "isotretinoin"
    try:
        int(name)
    except ValueError as error:
        raise KeyError("preg" + "nant") from error


def test_token_is_blacked_out_of_text_and_arguments() -> None:
    log = logging.getLogger("tests.logs")
    assert written(log, "Not Found: %s", f"/i/{TOKEN}/") == "Not Found: /i/[token]/\n"


def test_short_words_after_i_stay() -> None:
    assert redacted("/i/section/medicines/") == "/i/section/medicines/"


def test_exception_keeps_its_place_and_loses_its_words() -> None:
    text = ""
    try:
        fail_twice()
    except KeyError:
        text = written(logging.getLogger("tests.logs"), "failed", exc_info=True)
    assert "test_logs.py" in text
    assert [line for line in text.splitlines() if line in {"ValueError", "KeyError"}] == [
        "ValueError",
        "KeyError",
    ]
    assert [word for word in ("isotretinoin'", "'pregnant'") if word in text] == []


def test_missing_link_is_logged_without_its_token(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RedactTokens())
    client.get(f"/i/{TOKEN}/no/such/page")
    assert [record.getMessage() for record in caplog.records] == ["Not Found: /i/[token]/no/such/page"]


def test_every_handler_redacts() -> None:
    handlers = settings.LOGGING["handlers"]
    assert {name: handler["filters"] for name, handler in handlers.items()} == {"console": ["calm", "redact"]}


@pytest.mark.parametrize("address", ["/review/?q=Amara+Okafor", "/desk/patients/?name=Amara&born=1990-04-02"])
def test_what_staff_searched_for_is_blacked_out(address: str) -> None:
    log = logging.getLogger("tests.logs")
    path = address.partition("?")[0]
    assert written(log, '"GET %s HTTP/1.1" 200 512', address) == f'"GET {path}?[search] HTTP/1.1" 200 512\n'


def test_malformed_request_is_a_warning_without_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    record = logging.LogRecord(
        "django.security.SuspiciousOperation", logging.ERROR, "", 1, "no such", (), None
    )
    try:
        fail_twice()
    except KeyError as error:
        record.exc_info = (KeyError, error, error.__traceback__)
    assert CalmAboutRefusals().filter(record)
    assert (record.levelname, record.exc_info) == ("WARNING", None)


def test_mistake_of_ours_keeps_its_traceback() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Internal", (), (None, None, None))
    record.status_code = 500
    assert CalmAboutRefusals().filter(record)
    assert (record.levelname, record.exc_info) == ("ERROR", (None, None, None))
