"""A language without its compiled catalogue would go out in English, and nobody would notice."""

from collections.abc import Sequence
from gettext import find
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import to_locale


def check_catalogues(app_configs: Sequence[Any] | None, **_options: Any) -> list[CheckMessage]:
    """An error for each language of messages that was never compiled; English needs no catalogue."""
    codes = [code for code in settings.MESSAGE_LANGUAGES if code != settings.LANGUAGE_CODE]
    return [
        Error(
            f"The messages in {settings.MESSAGE_LANGUAGES[code]} are not compiled.",
            hint="Run scripts/setup, or: python scripts/catalogues.py compile",
            id="clinic.E001",
        )
        for code in codes
        if not any(find("django", str(folder), [to_locale(code)]) for folder in settings.LOCALE_PATHS)
    ]
