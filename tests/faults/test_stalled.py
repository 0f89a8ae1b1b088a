"""A hundred clients that stall, in three ways: others are answered as if they were not there."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.faults.figures import note
from tests.faults.running import Clinic, Server

CLIENTS = 100
SECONDS = 1.0
WAYS = {
    "in the middle of the headers": b"GET /healthz/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "in the middle of the form": b"POST /i/form/consent/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nname=A",
    "without reading the answer": b"GET /accounts/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20,
}


@contextmanager
def stalled(server: Server, sent: bytes) -> Iterator[None]:
    """Within, a hundred have sent that and nothing more."""
    with ExitStack() as stack:
        for _number in range(CLIENTS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))
            client.sendall(sent)
        time.sleep(1)
        yield


@pytest.mark.parametrize("way", WAYS)
def test_hundred_stalled_clients_keep_nobody_waiting(clinic: Clinic, way: str) -> None:
    with clinic.server() as server, stalled(server, WAYS[way]):
        took = {}
        for page in ("/healthz/live", "/accounts/sign-in/"):
            started = time.monotonic()
            assert server.status_of(page) == 200
            took[page] = time.monotonic() - started
        note(f"{CLIENTS} clients stalled {way}: {took}")
        assert max(took.values()) < SECONDS
