"""Translations of a rulebook's texts into one language, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from screening.engine.canonical import digest_of
from screening.engine.translation.texts import Text, short_digest

Key = tuple[str, str]
"""The place of an element, and the name of one of its texts."""


class Translated(NamedTuple):
    """A translated text, the short digest of what it translates, and whether a speaker looked it over."""

    text: str
    of: str
    reviewed: bool


@dataclass(frozen=True, eq=False)
class Translations:
    """Texts in one language by place and name, in the order of their document."""

    language: str
    texts: Mapping[Key, Translated]

    def of(self, text: Text) -> Translated | None:
        """Return the translation of a text as it stands now; None where there is none of these very words."""
        found = self.texts.get((text.place, text.field))
        return found if found is not None and found.of == short_digest(text.text) else None

    @cached_property
    def document(self) -> dict[str, object]:
        """The document that reads back to these translations."""
        rows: dict[tuple[str, bool], dict[str, Translated]] = {}
        for (place, field), one in self.texts.items():
            rows.setdefault((place, one.reviewed), {})[field] = one
        return {
            "head": {"language": self.language},
            "translations": [
                {
                    "id": place,
                    "reviewed": reviewed,
                    "of": {field: one.of for field, one in texts.items()},
                    "texts": {field: one.text for field, one in texts.items()},
                }
                for (place, reviewed), texts in rows.items()
            ],
        }

    @cached_property
    def digest(self) -> str:
        """The digest of the document."""
        return digest_of(self.document)
