"""Emptying the database after a journey, while a page just closed may still wait for its last answer."""

import time
from typing import Any

from django.core.management import CommandError
from django.test import TransactionTestCase

case_class: Any = TransactionTestCase  # its teardown is not in the published types
_empty_once = case_class._fixture_teardown


def empty_patiently(case: Any, tries: int = 6) -> None:
    """Empty the tables; a deadlock with a refresh still under way is tried again, the last time for good."""
    try:
        _empty_once(case)
    except CommandError:
        if tries == 1:
            raise
        time.sleep(1)
        empty_patiently(case, tries - 1)


case_class._fixture_teardown = empty_patiently
