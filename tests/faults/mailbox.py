"""A mail server of the tests' own (RFC 5321): it keeps what it accepted, and can stop in the middle."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.MULTILINE | re.IGNORECASE)


class Mailbox(socketserver.ThreadingTCPServer):
    """Accepts every message. `before` is called with the id of each before it is accepted, `after` after."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.accepted: list[str] = []
        self.offered = threading.Event()
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.is_late = False

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def take(self, message: str) -> None:
        """Accept a message, at once or when it may go on; `is_late`: accepted, but not said."""
        if self.is_late:
            self.accepted.append(message)
        self.offered.set()
        self.goes_on.wait(60)
        if not self.is_late:
            self.accepted.append(message)


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: Mailbox

    def handle(self) -> None:
        """Say yes to everything; after DATA read up to the line with the dot."""
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                return self.say("221 bye")
            if word == b"DATA":
                self.say("354 go on")
                self.server.take(self.read_message())
            self.say("250 fine")
        return None

    def read_message(self) -> str:
        """The id of the message that follows."""
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        found = MESSAGE_ID.search(b"".join(lines))
        return "" if found is None else found[1].decode()

    def say(self, words: str) -> None:
        """One line; who was killed does not hear it."""
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:
            return


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.goes_on.set()
        server.shutdown()
        thread.join()
