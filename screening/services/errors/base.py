"""What every refusal is: a code for programs and a plain message for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ScreeningError(Exception):
    """Something was refused. Nothing was stored unless the subclass says so."""

    code: ClassVar[str] = "refused"
    text: ClassVar["str | _StrPromise"] = _("This is not possible.")

    def __init__(self) -> None:
        super().__init__(self.code)

    @property
    def message(self) -> str:
        """What to tell the person, in their language."""
        return str(self.text)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a form."""

    field: str
    code: str
    message: str


class InvalidInput(ScreeningError):
    """Fields that cannot be accepted, all of them at once."""

    code = "invalid_input"
    text = _("Please check what you entered.")

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        super().__init__()
        self.problems = tuple(problems)
