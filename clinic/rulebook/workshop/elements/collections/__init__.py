"""Every collection whose elements have a form told by a table of fields, by its name."""

from collections.abc import Mapping

from clinic.rulebook.workshop.elements.collections.collection import Collection
from clinic.rulebook.workshop.elements.collections.medicines import MEDICINES
from clinic.rulebook.workshop.elements.collections.others import CARE, HEAD_PART, SOURCES_PART
from clinic.rulebook.workshop.elements.collections.questions import QUESTIONS
from clinic.rulebook.workshop.elements.collections.treatments import TREATMENTS

EDITABLE: Mapping[str, Collection] = {
    one.name: one
    for part in (QUESTIONS, TREATMENTS, MEDICINES, CARE, SOURCES_PART, HEAD_PART)
    for one in part
}

__all__ = ["EDITABLE", "Collection"]
