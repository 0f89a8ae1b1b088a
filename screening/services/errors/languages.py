"""Refusals about what patients read in other languages."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from screening.engine import Missing
from screening.services.errors.base import ScreeningError


class LanguageIncomplete(ScreeningError):
    """A version is offered in a language only when nothing is missing in it; carries every missing text."""

    code = "language_incomplete"
    text = _("Texts are missing in this language, so it cannot be offered to patients yet.")

    def __init__(self, missing: Iterable[Missing]) -> None:
        super().__init__()
        self.missing = tuple(missing)


class LanguageUnknown(ScreeningError):
    """A language nothing can be translated into here: not one of the clinic's, or the rulebook's own."""

    code = "language_unknown"
    text = _("The rulebook cannot be translated into this language here.")


class TranslationChanged(ScreeningError):
    """The original or its translation is no longer what the person saw."""

    code = "translation_changed"
    text = _("Somebody changed this text a moment ago. Look at it again.")
