"""Text items: a text, or none."""

from collections.abc import Collection, Iterable
from datetime import date

from screening.engine.proofs.domains.base import Versions
from screening.engine.proofs.formulas import Circuit, Formula

SOME_TEXT = "Something in the patient's own words"


class TextDomain:
    """Whether there is a text; nothing looks at what it says."""

    def __init__(self, circuit: Circuit, versions: Versions) -> None:
        self.answered = versions.variable(circuit, "text")
        self.required: list[Formula] = []

    def read(self, value: object, on: date) -> Iterable[Formula]:
        """Return that there is a text."""
        return [self.answered]

    def write(self, true: Collection[Formula], on: date) -> object | None:
        """Return some text."""
        return SOME_TEXT if self.answered in true else None
