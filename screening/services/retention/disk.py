"""What was removed is to be gone from the disk as well, as far as the database can see to that."""

import time

from django.db import connection

TRIES, PAUSE = 5, 0.1
MOST_MILLISECONDS = 200
"""While it waits for those who read, nobody can write. Source: sqlite.org/c3ref/wal_checkpoint_v2.html"""


def forget_on_disk() -> bool:
    """On SQLite, move the write-ahead log into the database, where what was removed is overwritten.

    With `secure_delete` (clinic.settings) the database overwrites what it removes; until then the log still
    has the pages of before. False where somebody was reading all the time: the next purge tries again. On
    PostgreSQL the server clears removed rows by itself (autovacuum).
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return connection.vendor != "sqlite"
    for attempt in range(TRIES):
        if attempt:
            time.sleep(PAUSE)
        if has_emptied_log():
            return True
    return False


def has_emptied_log() -> bool:
    """Empty the write-ahead log; False where somebody reads from it."""
    with connection.cursor() as cursor:
        usual = int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {MOST_MILLISECONDS}")
        try:
            return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
