"""What a new element is called in the document."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from clinic.rulebook.workshop.elements.collections import Collection
from clinic.rulebook.workshop.elements.tables import Typed, table_of, with_value
from clinic.rulebook.workshop.slugs import free_slug, slug_of
from screening.engine.rulebook.elements import element_at

LONGEST_ID = 80
ID = "new-id"
"""The name of the field for it."""


def new_id(collection: Collection, given: str, typed: Typed, document: Mapping[str, Any]) -> str:
    """The id somebody typed, else one made of the element's title that no other has."""
    title = typed.values.get(collection.named_by)
    return given or (free_slug(title, document, collection.name) if isinstance(title, str) else "")


def refusal_of(collection: Collection, wanted: str, document: Mapping[str, Any]) -> str:
    """Why a new element cannot have that id; nothing where it can."""
    if not wanted:
        return _("Give it a name first.")
    if len(wanted) > LONGEST_ID or not wanted.isprintable():
        return _("The short name may have 80 letters at most.")
    if element_at(document, collection.place(wanted)) is not None:
        return _("There is “%(name)s” already. Choose another short name.") % {"name": wanted}
    return ""


def with_codes(typed: Typed) -> Typed:
    """With codes for new options and parts of a list that have none: made of what they are called."""
    for key, code, label in (("options", "code", "label"), ("fields", "id", "label")):
        if key in typed.values:
            typed = with_value(typed, key, coded(typed.values[key], code, label))
    return typed


def coded(rows: tuple[Typed, ...], code: str, label: str) -> tuple[Typed, ...]:
    """Rows of which each new one has a code that no other has."""
    taken = {row.values[code] for row in rows}
    found: list[Typed] = []
    for row in rows:
        inner = with_codes(row)
        if not row.values[code] and not table_of(row.was).get(code):
            slug = slug_of(row.values[label])
            names = (slug, *(f"{slug}_{number}" for number in range(2, len(rows) + 3)))
            inner = with_value(inner, code, next(one for one in names if one not in taken) if slug else "")
            taken.add(inner.values[code])
        found.append(inner)
    return tuple(found)
