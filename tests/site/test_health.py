"""What a monitor asks."""

from collections import namedtuple

import pytest
from django.db import connection
from django.test import Client

Disk = namedtuple("Disk", "total used free")


def test_live_answers_without_a_database(client: Client) -> None:
    assert client.get("/healthz/live").content == b"alive\n"


def test_ready_answers_with_a_database(db: None, client: Client) -> None:
    response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (200, b"ready\n")


def test_not_ready_without_tables(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")
    response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (503, b"database not ready\n")


def test_not_ready_on_a_full_disk(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Disk(10**9, 10**9 - 4096, 4096))
    response = client.get("/healthz/ready")
    assert (response.status_code, response.content) == (503, b"disk nearly full\n")
