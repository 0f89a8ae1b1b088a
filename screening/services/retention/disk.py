"""What was removed is to be gone from the disk as well, as far as the database can see to that."""

import time

from django.db import connection

TRIES, PAUSE = 5, 0.1


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
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0] == 0)
