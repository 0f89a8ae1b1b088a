"""Reading PDFs."""

import io
import re
from typing import Any

from pypdf import PdfReader


def text_of(made: bytes) -> str:
    """All the text of a document, spaces made one."""
    pages = PdfReader(io.BytesIO(made)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def catalogue_of(made: bytes) -> Any:
    """The document's root, which says whether it is tagged and in which language."""
    return PdfReader(io.BytesIO(made)).trailer["/Root"]


def tags_of(made: bytes) -> set[str]:
    """The kinds of all tagged elements."""
    found: set[str] = set()
    waiting = [catalogue_of(made)["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not hasattr(node, "get"):
            continue
        found.add(str(node.get("/S", "")))
        inside = node.get("/K", [])
        inside = inside.get_object() if hasattr(inside, "get_object") else inside
        waiting += [
            one for one in (inside if isinstance(inside, list) else [inside]) if hasattr(one, "get_object")
        ]
    return found - {""}


def fonts_of(made: bytes) -> set[str]:
    """The fonts of all pages, without the prefix of a subset."""
    found: set[str] = set()
    for page in PdfReader(io.BytesIO(made)).pages:
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {})
        found |= {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts.values()}
    return found
