"""Every column that holds encrypted values: found by asking the models, nobody keeps a list.

What is sealed otherwise, because its table is another package's, says so itself: `also_sealed`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.apps.registry import Apps
from django.db import models, transaction
from django.db.models.functions import Left

from screening.models import CannotDecryptError
from screening.models.encryption import EncryptedBytesField, EncryptedField, Sealed
from screening.models.keys import HEADER, first_key_id, key_id_of

LOOKED_AT_ONCE = 2_000

Field = EncryptedField[Any, Any]


Done = tuple[int, tuple[str, ...]]
"""How much was changed, and why the rest does not open."""


class SealedRows(Protocol):
    """Rows that hold encrypted values."""

    @property
    def name(self) -> str:
        """What they are called."""

    def key_ids(self) -> Iterator[tuple[Any, list[str | None]]]:
        """The key of each row, and the key id of each of its encrypted values; None where there is none."""

    def reseal(self, pks: Sequence[Any]) -> Done:
        """Seal what is behind in these rows anew, within the caller's transaction.

        Rows somebody else holds are left out: so it never waits for anybody while it holds rows itself.
        """


_elsewhere: list[SealedRows] = []


def also_sealed(rows: SealedRows) -> None:
    """From now on these, too."""
    _elsewhere.append(rows)


def sealed_rows() -> list[SealedRows]:
    """Everything that holds encrypted values."""
    return [*encrypted_tables(), *_elsewhere]


def behind(rows: SealedRows) -> Iterator[Any]:
    """The keys of the rows that hold a value under another key than the one that encrypts now."""
    first = first_key_id()
    yield from (pk for pk, ids in rows.key_ids() if any(kid not in {None, first} for kid in ids))


@dataclass(frozen=True, slots=True)
class Table:
    """A model and its encrypted columns."""

    model: type[models.Model]
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """The model's."""
        return self.model._meta.label

    @property
    def holds_files(self) -> bool:
        """Whether a row may hold a whole letter: many of them at once would not fit into memory."""
        return any(isinstance(field, EncryptedBytesField) for field in self.fields)

    def rows(self) -> "models.QuerySet[models.Model]":
        """All of its rows, whatever its usual manager leaves out, by key."""
        return self.model._base_manager.order_by("pk")

    def key_ids(self) -> Iterator[tuple[Any, list[str | None]]]:
        """The key of each row, and the key ids of its values: in chunks, each a short query of its own."""
        starts = {f"start_{number}": Left(field.name, HEADER) for number, field in enumerate(self.fields)}
        rows = self.rows().annotate(**starts).values_list("pk", *starts)
        some = list(rows[:LOOKED_AT_ONCE])
        while some:
            for pk, *found in some:
                yield pk, [None if start is None else key_id_of(start) for start in found]
            some = list(rows.filter(pk__gt=some[-1][0])[:LOOKED_AT_ONCE])

    def reseal(self, pks: Sequence[Any]) -> Done:
        """Read and write these rows under their locks: nobody changes one in between."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("rows stay locked only as long as the transaction lasts")
        free = self.rows().filter(pk__in=pks).select_for_update(skip_locked=True, no_key=True)
        changed = 0
        unreadable: list[str] = []
        for pk, *sealed in list(free.values_list("pk", *(field.name for field in self.fields))):
            values, failed = self._anew(pk, sealed)
            unreadable += failed
            if values:
                changed += len(values)
                self.rows().filter(pk=pk).update(**values)
        return changed, tuple(unreadable)

    def _anew(self, pk: Any, sealed: Iterable[Sealed | None]) -> tuple[dict[str, Sealed], list[str]]:
        """The values of a row that are behind, under the key that encrypts now; places that do not open."""
        first = first_key_id()
        values: dict[str, Sealed] = {}
        failed: list[str] = []
        for field, value in zip(self.fields, sealed, strict=True):
            if value is None or key_id_of(value.text) == first:
                continue
            try:
                values[field.name] = field.resealed(value, pk)
            except CannotDecryptError as problem:
                failed.append(str(problem))
        return values, failed


def encrypted_tables(among: Apps = apps) -> list[Table]:
    """Every table with encrypted columns, of every app."""
    models_here = [one for one in among.get_models(include_auto_created=True) if not one._meta.proxy]
    tables = [Table(model, encrypted_fields(model)) for model in models_here]
    return [table for table in tables if table.fields]


def encrypted_fields(model: type[models.Model]) -> tuple[Field, ...]:
    """The encrypted columns of a model's own table."""
    return tuple(field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedField))


def count_by_key() -> Counter[str]:
    """How many values are under each key id; under "" what is no encrypted value at all."""
    return Counter(
        kid for rows in sealed_rows() for _pk, ids in rows.key_ids() for kid in ids if kid is not None
    )
