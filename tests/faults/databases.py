"""The two databases, each with what can befall it: gone, silent, and back."""

import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from django.conf import settings

PROJECT = Path(settings.BASE_DIR)
IS_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
_numbers = count(1)


class Database(Protocol):
    """One clinic's database, as a fault meets it."""

    @property
    def url(self) -> str:
        """Its address for DATABASE_URL."""

    def copy(self) -> "Database":
        """Another one with the same content."""

    def gone(self) -> None:
        """Take it away."""

    def back(self) -> None:
        """Bring it back as it was."""

    def silent(self) -> None:
        """Let it answer nobody, without refusing anybody."""

    def answering(self) -> None:
        """Let it answer again."""

    def settle(self) -> None:
        """Let it move what it has logged to its place, so that the next write needs space."""

    def processes(self) -> list[int]:
        """The processes that write its files, other than those that use it."""


class SqliteFile:
    """A file in a folder of its own. Silent is: somebody else writes and does not end."""

    def __init__(self, parent: Path) -> None:
        self.parent = parent
        self.folder = parent / f"sqlite-{next(_numbers)}"
        self.folder.mkdir()
        self.file = self.folder / "clinic.sqlite3"
        self._holder: sqlite3.Connection | None = None

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def copy(self) -> "SqliteFile":
        other = SqliteFile(self.parent)
        with closing(sqlite3.connect(self.file)) as here, closing(sqlite3.connect(other.file)) as there:
            here.backup(there)
        return other

    def gone(self) -> None:
        self.folder.rename(self.folder.with_suffix(".away"))

    def back(self) -> None:
        if not self.folder.exists():
            self.folder.with_suffix(".away").rename(self.folder)

    def silent(self) -> None:
        self._holder = sqlite3.connect(self.file, isolation_level=None)
        self._holder.execute("BEGIN EXCLUSIVE")

    def answering(self) -> None:
        if self._holder is not None:
            self._holder.rollback()
            self._holder.close()
            self._holder = None

    def settle(self) -> None:
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def processes(self) -> list[int]:
        return []


class Cluster:
    """A private PostgreSQL on a socket in a folder."""

    def __init__(self, parent: Path) -> None:
        asked = ["scripts/system-packages", "postgres-bin"]
        found = subprocess.run(asked, cwd=PROJECT, capture_output=True, check=True)
        self.bin = Path(found.stdout.decode().strip())
        self.folder = parent / "cluster"
        self.folder.mkdir()
        self._as: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            user = pwd.getpwnam("postgres")
            self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.data = self.folder / "data"
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "clinic", "--locale=C", "-E", "UTF8",
                 "--wal-segsize=1", "--no-sync")  # fmt: skip
        self.start()

    def run(self, program: str, *arguments: object, check: bool = True) -> str:
        """Run one of PostgreSQL's programs; what it said."""
        command = [*self._as, str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=80 -c max_wal_size=8MB"
        options += " -c min_wal_size=2MB -c wal_recycle=off"
        self.run("pg_ctl", "-w", "-D", self.data, "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once, as a machine does that fails."""
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", check=False)

    def end(self) -> None:
        """Stop it where it runs, whatever was done to it."""
        for pid in self.processes():
            os.kill(pid, signal.SIGCONT)
        self.stop()

    def is_running(self) -> bool:
        """Whether anybody is there."""
        return "server is running" in self.run("pg_ctl", "-D", self.data, "status", check=False)

    def processes(self) -> list[int]:
        """The server's processes: the first, and those it started."""
        if not self.is_running():
            return []
        first = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        return [first, *children_of(first)]


def children_of(parent: int) -> list[int]:
    """The processes a process has started (Linux)."""
    lines = [
        Path(f"/proc/{parent}/task/{task.name}/children") for task in Path(f"/proc/{parent}/task").iterdir()
    ]
    return [int(pid) for line in lines for pid in line.read_text().split()]


class InCluster:
    """A database of the cluster. Silent is: all of PostgreSQL has been stopped by SIGSTOP."""

    def __init__(self, cluster: Cluster, template: str = "template1") -> None:
        self.cluster = cluster
        self.name = f"clinic{next(_numbers)}"
        cluster.run("createdb", "-h", cluster.folder, "-U", "clinic", "-T", template, self.name)

    @property
    def url(self) -> str:
        return f"postgres://clinic@{str(self.cluster.folder).replace('/', '%2F')}:5432/{self.name}"

    def copy(self) -> "InCluster":
        return InCluster(self.cluster, self.name)

    def gone(self) -> None:
        self.cluster.stop()

    def back(self) -> None:
        if not self.cluster.is_running():
            self.cluster.start()

    def silent(self) -> None:
        for pid in self.cluster.processes():
            os.kill(pid, signal.SIGSTOP)

    def answering(self) -> None:
        for pid in self.cluster.processes():
            os.kill(pid, signal.SIGCONT)

    def settle(self) -> None:
        words = "CHECKPOINT; SELECT pg_switch_wal(); CHECKPOINT"
        self.cluster.run("psql", "-h", self.cluster.folder, "-U", "clinic", "-c", words, self.name)

    def processes(self) -> list[int]:
        return self.cluster.processes()


@contextmanager
def new_database(disk: Path) -> Iterator[Database]:
    """An empty database of the kind this run is about."""
    if not IS_POSTGRESQL:
        database = SqliteFile(disk)
        yield database
        shutil.rmtree(database.folder)
        return
    cluster = Cluster(disk)
    try:
        yield InCluster(cluster)
    finally:
        cluster.end()
