"""Rows that are written once. The database's own guards refuse the same to everybody else."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class AppendOnlyError(TypeError):
    """The audit trail is written once."""


class WrittenOnceQuerySet(models.QuerySet[Row_co, Row_co]):
    """Queries that neither change nor remove anything."""

    def update(self, **_values: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError


class WrittenOnce(models.Model):
    """A row that is written once; never updated, never deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; AppendOnlyError for one that is there already."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """AppendOnlyError, always."""
        raise AppendOnlyError
