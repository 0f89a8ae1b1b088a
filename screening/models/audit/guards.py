"""The database's own guards: the audit trail is neither updated nor deleted from, replaced nor truncated.

They stop mistakes and whoever reaches the database through the software. Its owner can take them away; then
the chain shows what was done.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS, LINKS = "screening_auditevent", "screening_auditlink"
_REFUSAL = "the audit trail is written once"

# REPLACE deletes the row in its way without firing a trigger on DELETE. Source: sqlite.org/lang_conflict.html
_IN_THE_WAY = {
    EVENTS: "rowid = NEW.rowid OR id = NEW.id",
    LINKS: "rowid = NEW.rowid OR sequence = NEW.sequence OR event_id = NEW.event_id OR prev = NEW.prev",
}
_FUNCTION = "screening_audit_refuse"


def names_of(table: str) -> tuple[str, ...]:
    """The guards of a table."""
    return f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"


def placing(vendor: str) -> list[str]:
    """The statements that place the guards of both tables, which must not be there yet."""
    if vendor == "postgresql":
        refuse = f"RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
        function = f"FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$"
        guards = [statement for table in (EVENTS, LINKS) for statement in _on_postgresql(table)]
        return [f"CREATE OR REPLACE {function}", *guards]
    return [statement for table in (EVENTS, LINKS) for statement in _on_sqlite(table)]


def _on_postgresql(table: str) -> list[str]:
    """One guard for all of it; ALWAYS: a session that replays changes does not get round it either."""
    name = f"{table}_written_once"
    refuse = f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
    return [
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} {refuse}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]


def _on_sqlite(table: str) -> list[str]:
    """One guard each against UPDATE, DELETE and REPLACE."""
    update, delete, replace = names_of(table)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    held = f"EXISTS (SELECT 1 FROM {table} WHERE {_IN_THE_WAY[table]})"  # noqa: S608 - constants of this module
    return [
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {replace} BEFORE INSERT ON {table} WHEN {held} {refuse}",
    ]


def lifting(vendor: str) -> list[str]:
    """The statements that take the guards away, whether they are there or not: for migrations and tests."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_written_once ON {table}" for table in (EVENTS, LINKS)]
    return [f"DROP TRIGGER IF EXISTS {name}" for table in (EVENTS, LINKS) for name in names_of(table)]


def are_placed(connection: BaseDatabaseWrapper) -> bool:
    """Whether every guard is there and awake."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled = 'A'",
                [[f"{table}_written_once" for table in (EVENTS, LINKS)]],
            )
            return bool(cursor.fetchone() == (2,))
        wanted = {name for table in (EVENTS, LINKS) for name in names_of(table)}
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return wanted <= {name for (name,) in cursor.fetchall()}
