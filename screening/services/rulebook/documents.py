"""What a draft's document may be: canonical, of a bearable size, and text throughout."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from screening.engine import NotCanonical, canonical_json
from screening.engine.rulebook.elements import COLLECTIONS
from screening.services.errors import FieldProblem, InvalidInput

LONGEST_DOCUMENT = 4_000_000
"""Letters of canonical JSON; the starter rulebook has about a tenth of it."""


def canonical(value: Mapping[str, object], field: str = "document") -> str:
    """The canonical JSON of a document or an element; InvalidInput naming `field` where it can have none."""
    try:
        refuse_nothing(value)
        text = canonical_json(value)
        text.encode("utf-8")
    except (NotCanonical, ValueError, RecursionError) as error:
        message = _("This cannot be stored: only text, whole numbers, true and false, lists and tables can.")
        raise InvalidInput([FieldProblem(field, "not_canonical", message)]) from error
    if "\\u0000" in text:
        raise InvalidInput([FieldProblem(field, "unfit", _("Use ordinary characters only."))])
    if len(text) > LONGEST_DOCUMENT:
        raise InvalidInput([FieldProblem(field, "too_large", _("The rulebook becomes too large."))])
    return text


def refuse_nothing(value: object) -> None:
    """NotCanonical for a null, which TOML cannot write: what is not there is left out."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for one in inner:
        if one is None:
            raise NotCanonical("null")
        refuse_nothing(one)


def tidy(document: dict[str, Any]) -> dict[str, Any]:
    """The document without collections that hold nothing, so that adding and removing leaves it the same."""
    return {key: value for key, value in document.items() if not (key in COLLECTIONS and value == [])}
