"""Whether a PDF does something when it is opened: runs a script, starts a program, carries files along.

Names: ISO 32000-2, 12.6 (actions), 7.11.4 (embedded files), 12.7.8 (XFA), 13 (multimedia). Every object of
the file is looked at, those in compressed streams and those no page leads to included, and of a name what it
stands for, however it is spelled (7.3.5: `/J#61vaScript` is `/JavaScript`). What is in no table of objects,
and only a viewer that mends a file would find, is looked for among the bytes.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"})
"""Keys that are there only for a script, an action of its own accord, or a file inside."""

ACTIVE_TYPES = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie"}
    | {"/Sound", "/RichMediaExecute", "/FileAttachment", "/RichMedia", "/Screen", "/3D", "/EmbeddedFile"}
)
"""What an action (/S), an annotation (/Subtype) or an object (/Type) must not be."""

UNREADABLE = (
    PyPdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the reader raises for files that are not what they say."""

MOST_OBJECTS = 200_000
_BYTES = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|SubmitForm)\b")
_SPELLED = re.compile(rb"#([0-9A-Fa-f]{2})")


class UnreadablePdf(Exception):
    """A PDF whose objects cannot be looked at: encrypted, broken, or too many."""


def is_active(data: bytes) -> bool:
    """Whether a PDF holds active content. UnreadablePdf where nobody can tell."""
    if _BYTES.search(_SPELLED.sub(lambda found: bytes.fromhex(found[1].decode()), data)):
        return True
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise UnreadablePdf
        return any(map(acts, dictionaries(reader)))
    except UNREADABLE as error:
        raise UnreadablePdf from error


def dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of a file: those of the trailer and of every object in its tables, once each."""
    numbers = {(number, generation) for generation, row in reader.xref.items() for number in row}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise UnreadablePdf
    waiting: list[Any] = [reader.trailer]
    waiting += [reader.get_object(IndirectObject(*number, reader)) for number in numbers]
    while waiting:
        found = waiting.pop()
        if isinstance(found, DictionaryObject):
            yield found
        waiting += parts_of(found)


def parts_of(found: Any) -> list[Any]:
    """What is written inside an object; what it refers to stands in the tables itself."""
    inside: Any = ()
    if isinstance(found, DictionaryObject):
        inside = found.values()
    elif isinstance(found, ArrayObject):
        inside = found
    return [value for value in inside if isinstance(value, DictionaryObject | ArrayObject)]


def acts(found: DictionaryObject) -> bool:
    """Whether a dictionary is an action, an annotation or a file that has no place in a letter."""
    kinds = {str(value_of(found, key)) for key in ("/S", "/Subtype", "/Type")}
    opening = value_of(found, "/OpenAction")
    return bool(found.keys() & ACTIVE_KEYS or kinds & ACTIVE_TYPES) or opens_otherwise(opening)


def opens_otherwise(action: Any) -> bool:
    """Whether opening does something else than go to a page."""
    return isinstance(action, DictionaryObject) and value_of(action, "/S") != "/GoTo"


def value_of(found: DictionaryObject, key: str) -> Any:
    """What stands under a key, be it elsewhere in the file; None for nothing."""
    value = found.get(key)
    return value.get_object() if isinstance(value, IndirectObject) else value
