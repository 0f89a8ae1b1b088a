"""Logs give away no link and no answer, and say to which request each line belongs."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from structlog.contextvars import bound_contextvars

from clinic.accounts.models import User
from clinic.logs import CalmAboutRefusals, config, json_lines, redacted, text_lines

TOKEN = "Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTAtYWJjZGVmZ2g"
MISSING = f"/i/{TOKEN}/no/such/page"


class Written:
    """What a handler like the project's own writes."""

    def __init__(self) -> None:
        self.out = io.StringIO()
        self.handler = logging.StreamHandler(self.out)
        self.handler.setFormatter(json_lines())
        self.handler.addFilter(CalmAboutRefusals())

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Written]:
    written = Written()
    logging.getLogger().addHandler(written.handler)
    yield written
    logging.getLogger().removeHandler(written.handler)


def fail_twice() -> None:
    name = "isotretinoin"
    try:
        int(name)
    except ValueError as error:
        raise KeyError("preg" + "nant") from error


def test_line_says_when_how_grave_who_and_what(log: Written) -> None:
    logging.getLogger("clinic.tests").warning("it is %s", "late")
    line = log.lines[0]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]{8}\.\d{3}\+00:00", line.pop("time"))
    assert line == {"level": "warning", "logger": "clinic.tests", "event": "it is late"}


def test_line_holds_what_is_bound_and_nothing_unknown(log: Written) -> None:
    with bound_contextvars(request_id="ab12", patient="Ada"):
        logging.getLogger("clinic.tests").warning("x", extra={"job_id": "7", "name_of_patient": "Ada"})
    assert {key: log.lines[0][key] for key in [*log.lines[0]][3:]} == {
        "event": "x",
        "request_id": "ab12",
        "job_id": "7",
    }


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"Not Found: /i/{TOKEN}/", "Not Found: /i/[token]/"),
        (f"a link {TOKEN} was used", "a link [token] was used"),
        ("/i/section/medicines/", "/i/section/medicines/"),
        ('"GET /review/?q=Amara+Okafor HTTP/1.1" 200', '"GET /review/?[query] HTTP/1.1" 200'),
        ("to ada.canary@mail.example.org: refused", "to [address]: refused"),
        ("audit head 12:" + "0f" * 32, "audit head 12:" + "0f" * 32),
        ("job 5e1f0b0e-0000-4000-8000-000000000001", "job 5e1f0b0e-0000-4000-8000-000000000001"),
    ],
)
def test_what_gives_somebody_away_is_blacked_out(text: str, written: str, log: Written) -> None:
    logging.getLogger("clinic.tests").error("%s", text)
    assert (log.lines[0]["event"], redacted(text)) == (written, written)


def test_exception_keeps_its_place_and_loses_its_words(log: Written) -> None:
    try:
        fail_twice()
    except KeyError:
        logging.getLogger("clinic.tests").exception("failed")
    line = log.lines[0]
    assert line["errors"] == ["ValueError", "KeyError"]
    assert [re.sub(r":\d+ ", " ", place) for place in line["places"]] == [
        "tests/site/test_logs.py fail_twice",
        "tests/site/test_logs.py test_exception_keeps_its_place_and_loses_its_words",
        "tests/site/test_logs.py fail_twice",
    ]
    assert [word for word in ("isotretinoin'", "'pregnant'") if word in log.out.getvalue()] == []


def test_lines_for_people_say_the_same() -> None:
    record = logging.LogRecord("clinic.tests", logging.ERROR, "", 1, "no %s", (f"/i/{TOKEN}/",), None)
    record.created = 0
    text = text_lines().format(record)
    assert text == "1970-01-01T00:00:00.000+00:00 error clinic.tests no /i/[token]/"


def test_every_line_of_a_request_and_its_answer_have_one_id(client: Client, log: Written) -> None:
    answer = client.get(MISSING)
    assert [(line["event"], line["request_id"]) for line in log.lines] == [
        ("request", answer["X-Request-ID"]),
        ("Not Found", answer["X-Request-ID"]),
    ]
    assert client.get(MISSING)["X-Request-ID"] != answer["X-Request-ID"]


@pytest.mark.parametrize(
    ("behind_proxy", "sent", "is_kept"),
    [
        (True, "ab" * 16, True),
        (False, "ab" * 16, False),
        (True, "Ada-Canary-was-here-again", False),
        (True, "ab", False),
    ],
)
def test_id_of_a_proxy_is_kept_where_there_is_one_to_believe(
    behind_proxy: bool, sent: str, is_kept: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BEHIND_PROXY", behind_proxy)
    answer = client.get("/healthz/live", headers={"X-Request-ID": sent})
    assert (answer["X-Request-ID"] == sent) == is_kept


def test_line_of_a_request_says_the_view_and_who(alice: User, client: Client, log: Written) -> None:
    client.force_login(alice)
    client.get("/review/?q=Amara+Okafor")
    line = next(line for line in log.lines if line["event"] == "request")
    assert {name: line[name] for name in ("event", "view", "method", "user_id")} == {
        "event": "request",
        "view": "review:worklist",
        "method": "GET",
        "user_id": str(alice.pk),
    }
    assert [word for word in ("Amara", "Alice", "alice@") if word in log.out.getvalue()] == []


def test_what_a_monitor_asks_all_the_time_is_not_logged(client: Client, log: Written) -> None:
    client.get("/healthz/live")
    assert log.lines == []


def test_malformed_request_is_a_warning_without_its_words(client: Client, log: Written) -> None:
    client.get("/accounts/sign-in/", headers={"host": "ada-canary.example"})
    refused = log.lines[0]
    assert (refused["level"], refused["event"]) == ("warning", "refused: DisallowedHost")
    assert "ada-canary" not in log.out.getvalue()


def test_mistake_of_ours_keeps_its_place(
    client: Client, log: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.health.views.problems", fail_twice)
    client.raise_request_exception = False
    client.get("/healthz/ready")
    line = log.lines[0]
    assert (line["level"], line["event"], line["view"]) == ("error", "Internal Server Error", "ready")
    assert (line["errors"], line["places"][-1].endswith(" fail_twice")) == (["ValueError", "KeyError"], True)


def test_every_handler_redacts() -> None:
    found = config("json")
    assert {name: one["formatter"] for name, one in found["handlers"].items()} == {"console": "json"}
    assert found == settings.LOGGING
