"""Ids made of titles."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from screening.engine.rulebook.elements import names_of

LONGEST_SLUG = 50


def free_slug(title: str, document: Mapping[str, Any], collection: str = "rules") -> str:
    """An id made of a title; nothing for a title without letters or numbers."""
    slug = slug_of(title)
    taken = set(names_of(document, collection))
    names = (slug, *(f"{slug}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken) if slug else ""


def slug_of(title: str) -> str:
    """A title as a code; nothing for one without letters or numbers."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_SLUG].strip("_")
