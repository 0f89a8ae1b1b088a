"""Figures for Prometheus: only for whoever has the token, and nothing of anybody in them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from clinic.health.checks import checked
from screening.services.health import WorkerBeat
from tests.factories import HEALTHY, answer, make_response, submit
from tests.site.access_world import MISSING_PATH

TOKEN = "a-monitor-sends-this-" + "0123456789abcdef"
Labels = frozenset[tuple[str, str]]


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "METRICS_TOKEN", TOKEN)
    checked.forget()
    yield
    checked.forget()


def text(token: str = TOKEN) -> str:
    response = Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200
    return response.content.decode()


def found() -> dict[tuple[str, Labels], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text())
        for sample in family.samples
    }


def one(name: str, **labels: str) -> float:
    return found().get((f"clinic_{name}", frozenset(labels.items())), 0.0)


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"Authorization": "Bearer "}]
)
def test_without_the_token_it_is_like_an_address_that_is_not_there(
    headers: dict[str, str], db: None, client: Client
) -> None:
    here, missing = client.get("/metrics", headers=headers), client.get(MISSING_PATH)
    assert (here.status_code, here.content) == (404, missing.content)


def test_without_a_token_in_the_settings_nobody_gets_in(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "METRICS_TOKEN", "")
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_view_method_and_status(db: None, client: Client) -> None:
    labels = {"view": "accounts:sign_out", "method": "GET", "status": "405"}
    before = one("requests_total", **labels)
    client.get("/accounts/sign-out/")
    assert one("requests_total", **labels) == before + 1
    assert one("request_seconds_count", view="accounts:sign_out") >= 1


def test_method_nobody_knows_is_counted_as_other(db: None, client: Client) -> None:
    client.generic("ADA", "/healthz/live")
    assert one("requests_total", view="live", method="other", status="405") >= 1


def test_failures_are_counted_by_type(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[str]:
        raise ZeroDivisionError

    before = one("failures_total", type="ZeroDivisionError")
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("clinic.health.views.problems", fail)
        client.get("/healthz/ready")
    assert one("failures_total", type="ZeroDivisionError") == before + 1


def test_what_waits_and_what_was_done_is_told(db: None) -> None:
    WorkerBeat().look(timezone.now())
    response = make_response()
    submit(answer(response, HEALTHY))
    figures = found()
    told = {
        name: figures[f"clinic_{name}", frozenset(labels.items())]
        for name, labels in {
            "evaluations": {"cause": "submitted"},
            "workers": {},
            "worker_errors": {},
            "rulebook_version": {},
            "messages_due": {},
            "audit_events": {},
        }.items()
    }
    assert told == {
        "evaluations": 1,
        "workers": 1,
        "worker_errors": 0,
        "rulebook_version": 1,
        "messages_due": 0,
        "audit_events": 0,  # they are linked when a transaction commits, which this one does not
    }


def test_checks_are_told_one_by_one(db: None) -> None:
    figures = {
        dict(labels)["check"]: value for (name, labels), value in found().items() if name == "clinic_ready"
    }
    assert figures == {"database": 1, "space": 1, "keys": 1, "audit": 1, "rulebook": 0, "worker": 0}


def test_without_a_database_what_was_counted_is_still_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object, **_options: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("clinic.health.checks.health.write_probe", gone)
    monkeypatch.setattr("clinic.health.metrics.figures", gone)
    figures = found()
    assert figures["clinic_ready", frozenset({("check", "database")})] == 0
    assert [name for name, _labels in figures if name == "clinic_workers"] == []


def test_two_processes_are_added_up(tmp_path: Path) -> None:
    count = """
import django; django.setup()
from clinic.health import metrics
metrics.count_request("home", "GET", 200, 0.1)
metrics.DatabaseFigures.collect = lambda self: iter(())
print(metrics.exposition().decode())
"""
    environment = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    for expected in ("1.0", "2.0"):
        done = subprocess.run(
            [sys.executable, "-c", count], env=environment, capture_output=True, text=True, check=True
        )
        line = next(line for line in done.stdout.splitlines() if line.startswith("clinic_requests_total{"))
        assert line == f'clinic_requests_total{{method="GET",status="200",view="home"}} {expected}'
