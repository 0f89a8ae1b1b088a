"""Model fields whose values are encrypted at rest, each bound to its table, column and row.

A value loaded from the database stays sealed until it is read on its own instance: only there is the row
known that it is bound to. `values()` therefore gives sealed values (open them with `open_for`), and
`update()` and every lookup but `isnull` are refused. Rows need their primary key before they are saved,
which UUIDs give. Renaming a table or a column of such a field needs a data migration that seals every value
anew.
"""

import base64
import json
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from screening.models.keys import CannotDecryptError, decrypt, encrypt, first_key_id, key_id_of

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Lookup

    Given_contra = TypeVar("Given_contra", contravariant=True)
    Held_co = TypeVar("Held_co", covariant=True)

    class TextField(models.TextField[Given_contra, Held_co]):
        """Django's field, which is generic in the stubs only."""

    AnyLookup = type[Lookup[Any]] | None
else:

    class TextField(models.TextField):
        """Django's field, which is generic in the stubs only."""

        def __class_getitem__(cls, _types: Any) -> Any:
            return cls

    Given_contra = Held_co = None


class Sealed:
    """An encrypted value as it is stored. Shows nothing; opens only in its own place."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<sealed>"


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value when it is first read on its instance."""

    field: "EncryptedField[Any, Any]"

    def __get__(self, instance: Any, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.open_for(value, instance.pk)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(TextField[Given_contra, Held_co]):
    """What all encrypted fields share. A subclass says how its values are spelled as text."""

    descriptor_class = SealedAttribute

    def to_text(self, value: Any) -> str:
        """The text that is sealed for a value; TypeError for a value of another type."""
        raise NotImplementedError

    def from_text(self, text: str) -> Any:
        """The value behind an opened text."""
        raise NotImplementedError

    def open_for(self, sealed: Sealed | None, pk: object) -> Any:
        """The value `sealed` holds for the row `pk`; CannotDecryptError if sealed for another."""
        return None if sealed is None else self.from_text(decrypt(sealed.text, place=self._place(pk)))

    def resealed(self, sealed: Sealed, pk: object) -> Sealed:
        """The same value under the key that encrypts now; CannotDecryptError where it cannot be opened."""
        place = self._place(pk)
        return Sealed(encrypt(decrypt(sealed.text, place=place), place=place))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Seal what the instance holds; a value never read stays as it was loaded, but for an old key."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Sealed):
            if add:
                self.open_for(value, model_instance.pk)  # refuses what was sealed for another row
            return self._kept(value, model_instance.pk)
        return (
            None
            if value is None
            else Sealed(encrypt(self.to_text(value), place=self._place(model_instance.pk)))
        )

    def _kept(self, sealed: Sealed, pk: object) -> Sealed:
        """What is stored again unread: never under an old key, lest a finished rotation were undone."""
        if key_id_of(sealed.text) == first_key_id():
            return sealed
        try:
            return self.resealed(sealed, pk)
        except CannotDecryptError:
            return sealed

    def _place(self, pk: object) -> str:
        """Where a value belongs: `table.column.row`."""
        if pk is None:
            raise TypeError(f"{self}: a row needs its primary key before anything is encrypted for it")
        return f"{self.model._meta.db_table}.{self.column}.{pk}"

    def from_db_value(
        self, value: str | None, _expression: Any, _connection: "BaseDatabaseWrapper"
    ) -> Sealed | None:
        """Leave what was read sealed: the row it belongs to is not known here."""
        return None if value is None else Sealed(value)

    def to_python(self, value: Any) -> Any:
        """Values are what they are; forms and deserialisers get no conversion here."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """The stored text; TypeError for a plain value, which comes without its row (`update()`)."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError(f"{self} is encrypted per row: save the instance instead of using update()")
        return value.text

    def get_lookup(self, lookup_name: str) -> "AnyLookup":
        """Only `isnull`; FieldError for every other lookup, as equal values are stored differently."""
        if lookup_name != "isnull":
            raise FieldError(f"{self} is encrypted: it can be neither searched nor compared in the database")
        return super().get_lookup(lookup_name)


class EncryptedTextField(EncryptedField[str, str]):
    """Text, encrypted. The empty text stays apart from NULL."""

    def to_text(self, value: Any) -> str:
        """The text itself."""
        if not isinstance(value, str):
            raise TypeError(f"{self} takes text, not {type(value).__name__}")
        return value

    def from_text(self, text: str) -> str:
        """The text itself."""
        return text


class EncryptedBytesField(EncryptedField[bytes, bytes]):
    """Bytes, encrypted."""

    def to_text(self, value: Any) -> str:
        """Base64."""
        if not isinstance(value, bytes):
            raise TypeError(f"{self} takes bytes, not {type(value).__name__}")
        return base64.b64encode(value).decode()

    def from_text(self, text: str) -> bytes:
        """The bytes."""
        return base64.b64decode(text, validate=True)


class EncryptedDateField(EncryptedField[date, date]):
    """A date, encrypted."""

    def to_text(self, value: Any) -> str:
        """YYYY-MM-DD."""
        if type(value) is not date:
            raise TypeError(f"{self} takes a date, not {type(value).__name__}")
        return value.isoformat()

    def from_text(self, text: str) -> date:
        """The date."""
        return date.fromisoformat(text)


class EncryptedJSONField(EncryptedField[Any, Any]):
    """A JSON value, encrypted; key order is kept as given."""

    def to_text(self, value: Any) -> str:
        """Compact JSON; TypeError or ValueError for what JSON cannot hold."""
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def from_text(self, text: str) -> Any:
        """The JSON value."""
        return json.loads(text)
