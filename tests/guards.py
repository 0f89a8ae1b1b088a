"""Emptying a test's database: the guards of the audit trail step aside while that is done."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations

from screening.models.audit.guards import lifting, placing

_empty = BaseDatabaseOperations.execute_sql_flush


def empty_between_guards(operations: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
    """Run the statements that empty every table, with the guards away for as long."""
    vendor = operations.connection.vendor
    _empty(operations, [*lifting(vendor), *sql_list, *placing(vendor)])


def let_tests_empty_their_database() -> None:
    """From now on, in this process."""
    operations: Any = BaseDatabaseOperations  # a method is replaced, for tests only
    operations.execute_sql_flush = empty_between_guards
