"""PostgreSQL, with work before the commit."""

from django.db.backends.postgresql import base

from clinic.database import CallsBeforeCommit


class DatabaseWrapper(CallsBeforeCommit, base.DatabaseWrapper):
    """Django's connection to PostgreSQL, with work before the commit."""
