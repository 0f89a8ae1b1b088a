"""A signature: a name, whose it is, and perhaps a line drawn with a finger."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.services.errors import FieldProblem, InvalidInput

WIDTH, HEIGHT = 600, 200
LONGEST_NAME = 200
LONGEST_DRAWING = 20_000

_STROKES = re.compile(r"(?:M[0-9]{1,3} [0-9]{1,3}(?:L[0-9]{1,3} [0-9]{1,3})+)+")
_POINT = re.compile(r"([0-9]+) ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed. `relation` is how they are related to the patient; nothing where it is the patient.

    `drawing` is SVG path data of straight strokes in a box of WIDTH by HEIGHT: `M`, `L` and whole numbers.
    """

    name: str
    relation: str = ""
    drawing: str = ""


def read_signature(signature: Signature) -> Signature:
    """The signature with its texts in order; InvalidInput naming every unfit field."""
    fit = Signature(
        " ".join(signature.name.split()), " ".join(signature.relation.split()), signature.drawing.strip()
    )
    problems = list(problems_of(fit))
    if problems:
        raise InvalidInput(problems)
    return fit


def problems_of(signature: Signature) -> Iterator[FieldProblem]:
    """What is wrong with a signature."""
    if not signature.name:
        yield FieldProblem("name", "required", _("Type your name to sign."))
    for field, text in (("name", signature.name), ("relation", signature.relation)):
        if len(text) > LONGEST_NAME or not text.isprintable():
            yield FieldProblem(field, "unfit", _("Enter at most 200 ordinary characters."))
    if signature.drawing and not is_drawing(signature.drawing):
        yield FieldProblem("drawing", "unfit", _("Please draw your signature again, or leave it empty."))


def is_drawing(path: str) -> bool:
    """Whether this is the path of a signature and nothing else."""
    if len(path) > LONGEST_DRAWING or not _STROKES.fullmatch(path):
        return False
    return all(int(x) <= WIDTH and int(y) <= HEIGHT for x, y in _POINT.findall(path))
