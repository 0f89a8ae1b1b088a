"""The processes of a clinic, as `make run` starts them, each with an end: server, worker, and one of ours."""

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.faults.databases import PROJECT, Database
from tests.faults.visitors import Visitor

SERVING_SECONDS = 30


def fresh_keys() -> dict[str, str]:
    """Keys as scripts/demo_keys.py makes them."""
    makers: Mapping[str, Callable[[], str]] = runpy.run_path(str(PROJECT / "scripts" / "demo_keys.py"))[
        "KEYS"
    ]
    return {name: make() for name, make in makers.items()}


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Clinic:
    """A database, keys and a folder: what the processes of one clinic share."""

    def __init__(self, database: Database, folder: Path, keys: Mapping[str, str]) -> None:
        self.database = database
        self.folder = folder
        self.environment = {
            **os.environ,
            **keys,
            "DEMO": "true",
            "DATABASE_URL": database.url,
            "STATIC_ROOT": str(folder / "static"),
            "DJANGO_SETTINGS_MODULE": "clinic.settings",
            "EMAIL_DELIVERY": "console",
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    @contextmanager
    def process(self, name: str, *command: str, **more: str) -> Iterator["Process"]:
        """A process of this clinic, ended with all it started at the end."""
        process = Process(self, name, command, more)
        process.start()
        try:
            yield process
        finally:
            process.kill()

    @contextmanager
    def server(self, application: str = "clinic.wsgi:application", **more: str) -> Iterator["Server"]:
        """The web server as scripts/run starts it, serving."""
        server = Server(self, application, more)
        server.start()
        try:
            server.wait_until_serving()
            yield server
        finally:
            server.kill()

    def worker(self, **more: str) -> Any:
        """The worker."""
        return self.process("worker", sys.executable, "manage.py", "run_worker", **more)

    @contextmanager
    def inside(self) -> Iterator["Inside"]:
        """Somebody within this clinic's database."""
        inside = Inside(self)
        try:
            yield inside
        finally:
            inside.close()


class Process:
    """One process and what it starts, in a group of its own."""

    def __init__(self, clinic: Clinic, name: str, command: tuple[str, ...], more: Mapping[str, str]) -> None:
        self.clinic, self.command, self.more = clinic, command, more
        self.log = clinic.folder / f"{name}.log"
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its id."""
        assert self.running is not None
        return self.running.pid

    def start(self) -> None:
        """Start it; what it says is added to its log."""
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env={**self.clinic.environment, **self.more},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9, it and all it started, at the same moment."""
        if self.running is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(10)
        self.running = None

    def said(self) -> str:
        """All it wrote."""
        return self.log.read_text(errors="replace")


class Server(Process):
    """The web server."""

    def __init__(self, clinic: Clinic, application: str, more: Mapping[str, str]) -> None:
        self.port = free_port()
        command = (
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(self.port), "--workers", "1", "--blocking-threads", "4"),
            *("--workers-kill-timeout", "10", "--log-level", "warning", application),
        )
        super().__init__(clinic, "server", command, more)

    def visitor(self) -> Visitor:
        """A browser without a past."""
        return Visitor(self.port)

    def wait_until_serving(self) -> float:
        """Wait for the first answer of a page that needs the database; how many seconds that took."""
        return waited(lambda: self.status_of("/healthz/serving") == 200, SERVING_SECONDS)

    def processor_seconds(self) -> float:
        """How long it has kept a processor busy since its start: what starting takes on an idle machine."""
        states = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.processes()
        ]
        return sum(int(state[11]) + int(state[12]) for state in states) / os.sysconf("SC_CLK_TCK")

    def status_of(self, path: str, seconds: float = 30) -> int:
        """The status of a page, 0 where nobody answers."""
        try:
            return Visitor(self.port, seconds).get(path).status_code
        except OSError:
            return 0

    def processes(self) -> list[int]:
        """It, and those it started."""
        return [int(path.name) for path in Path("/proc").iterdir() if is_in_group(path, self.pid)]


def is_in_group(path: Path, group: int) -> bool:
    """Whether this is a process of that group."""
    with suppress(ProcessLookupError):
        return path.name.isdigit() and os.getpgid(int(path.name)) == group
    return False


class Inside:
    """A process with Django on the clinic's database, which does what `tests.faults.inside` offers."""

    def __init__(self, clinic: Clinic) -> None:
        self.log = (clinic.folder / "inside.log").open("ab")
        self.running = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.inside"],
            cwd=PROJECT,
            env=clinic.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def do(self, act: str, **arguments: Any) -> Any:
        """What that function returned, by way of JSON."""
        assert self.running.stdin is not None
        assert self.running.stdout is not None
        self.running.stdin.write(json.dumps([act, arguments]) + "\n")
        self.running.stdin.flush()
        answer = json.loads(self.running.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["done"]

    def close(self) -> None:
        """End it."""
        self.running.kill()
        self.running.communicate()
        self.log.close()


def waited(reached: Callable[[], bool], at_most: float, every: float = 0.02) -> float:
    """Wait until something is so; how many seconds that took. Fails where it takes longer than that."""
    started = time.monotonic()
    while not reached():
        assert time.monotonic() - started < at_most, f"waited {at_most} s in vain"
        time.sleep(every)
    return time.monotonic() - started
