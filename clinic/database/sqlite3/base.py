"""SQLite, with work before the commit."""

from django.db.backends.sqlite3 import base

from clinic.database import CallsBeforeCommit


class DatabaseWrapper(CallsBeforeCommit, base.DatabaseWrapper):
    """Django's connection to SQLite, with work before the commit."""
