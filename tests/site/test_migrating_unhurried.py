"""A migration takes the time it needs: the limits are a page's, and are back afterwards."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection

SLOW = "SELECT pg_sleep(0.8)"


@pytest.fixture
def _hurry(transactional_db: None) -> Iterator[None]:
    """Limits that are soon over, in a connection that is not used again."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 300")
    connection.connection.answer_within = 0.5
    yield
    connection.close()


@pytest.mark.only_on("postgresql")  # SQLite has no such limits
@pytest.mark.usefixtures("_hurry")
def test_migration_takes_longer_than_a_page_may_and_a_page_no_longer_afterwards() -> None:
    with connection.schema_editor() as editor:
        editor.execute(SLOW)
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute(SLOW)
