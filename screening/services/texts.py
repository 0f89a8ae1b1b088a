"""What people write: beside a decision, a change, an approval."""

import unicodedata

from django.utils.translation import gettext as _

from screening.services.errors import FieldProblem, InvalidInput

LONGEST_TEXT = 4000
_PLAIN_CONTROLS = frozenset("\n\t")


def read_text(field: str, text: str, *, required: bool = False) -> str:
    """The text without surrounding space and odd line ends; InvalidInput naming an unfit field."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if required and not plain:
        raise InvalidInput([FieldProblem(field, "required", _("Write a few words here."))])
    if len(plain) > LONGEST_TEXT:
        message = _("Write at most %(count)d characters.") % {"count": LONGEST_TEXT}
        raise InvalidInput([FieldProblem(field, "too_long", message)])
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _PLAIN_CONTROLS for sign in plain):
        raise InvalidInput([FieldProblem(field, "unfit", _("Use ordinary characters only."))])
    return plain
