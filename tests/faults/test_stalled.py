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
SETTLING_SECONDS = 3
WAYS = {
    "in the middle of the headers": b"GET /healthz/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    "in the middle of the form": b"POST /i/form/consent/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nname=A",
    "without reading the answer": b"GET /static/vendor/htmx/htmx.min.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    * 4,
}


@contextmanager
def stalled(server: Server, sent: bytes) -> Iterator[None]:
    """Within, a hundred have sent that and nothing more, and the server has done with them what it could."""
    with ExitStack() as stack:
        for _number in range(CLIENTS):
            client = stack.enter_context(socket.socket())
            client.setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVBUF, 4096
            )  # so that what is not read has no place
            client.settimeout(10)
            client.connect(("127.0.0.1", server.port))
            client.sendall(sent)
        time.sleep(SETTLING_SECONDS)
        yield


@pytest.mark.parametrize("way", WAYS)
def test_hundred_stalled_clients_keep_nobody_waiting(clinic: Clinic, way: str) -> None:
    with clinic.server() as server, stalled(server, WAYS[way]):
        took = {}
        for page in ("/healthz/live", "/accounts/sign-in/"):
            started = time.monotonic()
            assert server.status_of(page) == 200
            took[page] = time.monotonic() - started
        note(f"{CLIENTS} clients stalled {way}: others answered within {max(took.values()):.2f} s")
        assert max(took.values()) < SECONDS
