"""Django's two databases, with one thing more: work that is done just before a transaction commits.

`transaction.on_commit` runs what it is given when it is too late to write anything in the same transaction.
A class whose instances are given to it and which has `before_commit` is called before the commit, too, once
with all of them. What was registered within a savepoint that was rolled back is not among them. An error
there rolls everything back.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self, runtime_checkable

from django.db.backends.base.base import BaseDatabaseWrapper


@runtime_checkable
class BeforeCommit(Protocol):
    """What is registered by `transaction.on_commit` and has work to do before."""

    def __call__(self) -> None:
        """What is left to do after the commit."""

    @classmethod
    def before_commit(cls, registered: Sequence[Self]) -> None:
        """Do the work of all that were registered, within the transaction."""


class CallsBeforeCommit(BaseDatabaseWrapper):
    """A database connection that keeps that promise."""

    calls_before_commit = True

    def waiting_at_most(self, seconds: float) -> AbstractContextManager[None]:
        """A context in which nothing is waited for longer than that; DatabaseError where it would be."""
        raise NotImplementedError

    def _commit(self) -> None:
        """Commit, after what has to be done before."""
        try:
            for kind, registered in waiting(self.run_on_commit).items():
                kind.before_commit(registered)
        except BaseException:
            self.rollback()
            raise
        super()._commit()  # type: ignore[misc] # not in the published types


def waiting(callbacks: Sequence[tuple[Any, ...]]) -> dict[type[BeforeCommit], list[BeforeCommit]]:
    """Those of a connection's callbacks that have work to do before the commit, by class, in order."""
    found: dict[type[BeforeCommit], list[BeforeCommit]] = {}
    for _savepoints, function, *_robust in callbacks:
        if isinstance(function, BeforeCommit):
            found.setdefault(type(function), []).append(function)
    return found
