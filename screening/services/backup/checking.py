"""Whether a database is whole: what `verify_database` looks at after a restore, or at any time."""

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from screening.engine import digest_of, digest_of_text
from screening.models import (
    CannotDecryptError,
    Consent,
    Evaluation,
    Evidence,
    RulebookVersion,
    SignOff,
    TreatmentRecord,
)
from screening.services.audit.heads import heads_in
from screening.services.audit.verifying import BrokenChain, verify_trail
from screening.services.backup.manifest import Manifest
from screening.services.encryption.columns import Table, encrypted_fields, encrypted_tables
from screening.services.encryption.fitting import key_problems
from screening.services.treatment.recording import is_genuine

SAMPLE = 50
"""Rows of each table whose encrypted values are opened, besides those with a digest: of these, all."""
MOST_NAMED = 20
AT_ONCE = 200


def problems(manifest: Manifest | None) -> Iterator[str]:
    """What is wrong with the database of the settings; nothing where it is whole.

    Compared with a manifest where there is one: then it has to be exactly what was backed up.
    """
    behind = migrations_missing()
    yield from behind
    if behind:
        return
    if manifest is not None:
        yield from islice(counts_that_differ(manifest), MOST_NAMED)
    yield from islice(digests_that_differ(), MOST_NAMED)
    yield from trail_problems(manifest)
    yield from key_problems()
    yield from islice(values_that_do_not_open(), MOST_NAMED)


def migrations_missing() -> list[str]:
    """Steps this software knows and the database has not taken."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"migration {one.app_label}.{one.name} is missing" for one, _backwards in plan]


def counts_that_differ(manifest: Manifest) -> Iterator[str]:
    """Tables that have more or fewer rows than when they were backed up, or are not there."""
    there = set(connection.introspection.table_names())
    for table, count in manifest.tables.items():
        found = rows_in(table) if table in there else None
        if found is None:
            yield f"table {table} is missing"
        elif found != count:
            yield f"table {table} has {found} rows, {count} were backed up"


def rows_in(table: str) -> int:
    """How many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name the database itself has
        return int(cursor.fetchone()[0])


DIGESTS: dict[type[models.Model], Callable[[Any], bool]] = {
    Evaluation: lambda row: is_own_digest(row.body, row.digest),
    Consent: lambda row: digest_of(row.signed) == row.digest,
    SignOff: lambda row: digest_of(row.signed) == row.digest,
    TreatmentRecord: is_genuine,
    Evidence: lambda row: hashlib.sha256(row.data).hexdigest() == row.sha256,
    RulebookVersion: lambda row: digest_of_text(row.document) == row.digest,
}


def is_own_digest(body: str, digest: str) -> bool:
    """Whether a stored result is what its digest was made from."""
    said = json.loads(body)
    named = said.pop("digest")
    return bool(named == digest == digest_of(said))


def digests_that_differ() -> Iterator[str]:
    """Rows that are not what their digest was made from, or do not open."""
    faults = ((row, fault_of(row, is_whole)) for model, is_whole in DIGESTS.items() for row in rows_of(model))
    yield from (f"{row._meta.db_table} {row.pk}: {fault}" for row, fault in faults if fault)


def rows_of(model: type[models.Model]) -> Iterator[models.Model]:
    """Every row by key, some at a time, letters one by one, each time in a short query of its own."""
    rows, size = model._base_manager.order_by("pk"), 1 if holds_files(model) else AT_ONCE
    some = list(rows[:size])
    while some:
        yield from some
        some = list(rows.filter(pk__gt=some[-1].pk)[:size])


def holds_files(model: type[models.Model]) -> bool:
    """Whether a row may hold a whole letter."""
    return Table(model, encrypted_fields(model)).holds_files


def fault_of(row: models.Model, is_whole: Callable[[Any], bool]) -> str:
    """What is wrong with a row; nothing where it is what its digest was made from."""
    try:
        return "" if is_whole(row) else "it is not what its digest was made from"
    except (CannotDecryptError, ValueError, KeyError) as problem:
        return str(problem) or "it cannot be read"


def trail_problems(manifest: Manifest | None) -> Iterator[str]:
    """What is wrong with the audit trail; with a manifest, it has to reach where it ended then."""
    try:
        verified = verify_trail(heads_in([manifest.audit_head] if manifest else []))
    except BrokenChain as broken:
        yield f"the audit trail is broken: {broken}"
        return
    if not verified.is_guarded:
        yield "the guards of the audit trail are missing"


def values_that_do_not_open() -> Iterator[str]:
    """Encrypted values among some rows of each table that the key ring does not open."""
    for table in encrypted_tables():
        for row in islice(rows_of(table.model), SAMPLE):
            yield from filter(None, (fault_of(row, opens(field.name)) for field in table.fields))


def opens(name: str) -> Callable[[models.Model], bool]:
    """Whether a value of a row opens: it raises where it does not."""

    def is_open(row: models.Model) -> bool:
        getattr(row, name)
        return True

    return is_open
