"""Which rulebook a command works with."""

from pathlib import Path

from django.db import DatabaseError, connection

from screening.engine import Rulebook, parse_source, read_document
from screening.models import RulebookVersion
from screening.services.errors import DatabaseUnreachable, NoActiveRulebook
from screening.services.rulebook import STARTER, active_version, rulebook_of


def chosen_rulebook(path: Path | None) -> Rulebook:
    """The rulebook at `path`; without one the active version; the starter where there is none.

    RulebookError where the files have errors, RulebookBroken where the stored version does;
    DatabaseUnreachable where a database is there and does not answer: which rulebook is active is then not
    known, and not guessed.
    """
    if path is not None:
        return parse_source(read_document(path))
    return active_rulebook() or parse_source(read_document(STARTER))


def active_rulebook() -> Rulebook | None:
    """The active version's rulebook; None where no database has been made, or none has been published."""
    if is_sqlite_missing():
        return None
    try:
        if RulebookVersion._meta.db_table not in connection.introspection.table_names():
            return None
        return rulebook_of(active_version())
    except NoActiveRulebook:
        return None
    except DatabaseError as error:
        raise DatabaseUnreachable from error


def is_sqlite_missing() -> bool:
    """Whether the database is a file that does not exist (connecting would make an empty one)."""
    name = str(connection.settings_dict["NAME"])
    return connection.vendor == "sqlite" and not name.startswith("file:") and not Path(name).exists()
