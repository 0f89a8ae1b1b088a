"""Backups of PostgreSQL, by its own pg_dump and pg_restore: one snapshot, in the custom format."""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from screening.services.backup.manifest import BackupBroken, BackupRefused

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
PATIENCE = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"
"""A dump takes as long as it takes; while pg_dump works, our own connection only keeps the snapshot."""

Figures = tuple[dict[str, int], str]


def dump(target: Path, figures: Callable[..., Figures]) -> Figures:
    """Write the database into an empty file; figures of the same snapshot."""
    with closing(opened()) as own:
        own.execute(PATIENCE)
        own.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = own.execute("SELECT pg_export_snapshot()").fetchone()[0]
        tables = [name for (name,) in own.execute(TABLES).fetchall()]
        found = figures(lambda query: own.execute(query).fetchall(), tables)
        run(
            "pg_dump",
            name(),
            "-Fc",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={target}",
        )
    return found


def load(file: Path) -> None:
    """Bring a backup back into the database of the settings; BackupRefused where that is not empty."""
    with closing(opened()) as own:
        if own.execute(TABLES).fetchall():
            raise BackupRefused(f"the database {name()} is not empty: give the settings an empty one")
    bring(file, name())


@contextmanager
def throwaway(file: Path) -> Iterator[str]:
    """The address of a database with a backup in it, on the same server, that is gone afterwards.

    Needs the right to create databases: BackupRefused without.
    """
    other = f"clinic_verify_{secrets.token_hex(6)}"
    with closing(opened()) as own:
        create(own, other)
        try:
            bring(file, other)
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{other}").geturl()
        finally:
            own.execute(f'DROP DATABASE "{other}" WITH (FORCE)')


def create(own: Any, other: str) -> None:
    """Create an empty database; BackupRefused where this account may not."""
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    try:
        own.execute(f'CREATE DATABASE "{other}" TEMPLATE template0')
    except psycopg.errors.InsufficientPrivilege:
        raise BackupRefused(
            "verifying needs the right to create a database (ALTER ROLE ... CREATEDB)"
        ) from None


def bring(file: Path, database: str) -> None:
    """Restore a backup into an empty database, whole or not at all."""
    run(
        "pg_restore",
        database,
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        str(file),
    )


def run(tool: str, database: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools; the password goes through its environment.

    BackupRefused where it is missing, BackupBroken with what it says where it fails.
    """
    if which(tool) is None:
        raise BackupRefused(
            f"{tool} is missing: install the package postgresql-client of the server's version"
        )
    args, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [tool, *args[1:-1], f"--dbname={database}", *arguments]
    done = subprocess.run(  # noqa: S603 - fixed tools, arguments of our own
        command, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupBroken(f"{tool}: {done.stderr.strip()[-500:]}")


def name() -> str:
    """The database of the settings."""
    return str(connection.settings_dict["NAME"])


def opened() -> Any:
    """A connection of its own, without transactions of its own making."""
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    params = connection.get_connection_params()
    wanted = ("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "options")
    kept = {key: params[key] for key in wanted if params.get(key)}
    return psycopg.connect(**kept, autocommit=True)
