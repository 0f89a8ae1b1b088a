"""The languages patients are written in, by whatever they are called."""

import unicodedata
from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation


def language_named(typed: str) -> str:
    """The code of a language ("de", "de-CH") or of its name in any of these languages; "" for none."""
    name = folded(typed)
    return named().get(name, "") or named().get(name.replace("_", "-").partition("-")[0], "")


@cache
def named() -> dict[str, str]:
    """Codes by what the languages are called."""
    found: dict[str, str] = {}
    for spoken in settings.MESSAGE_LANGUAGES:
        with translation.override(spoken):
            found |= {folded(name_of(code)): code for code in settings.MESSAGE_LANGUAGES}
    own = {folded(name): code for code, name in settings.MESSAGE_LANGUAGES.items()}
    return {**found, **own, **{code: code for code in settings.MESSAGE_LANGUAGES}}


def name_of(code: str) -> str:
    """What a language is called in the language in force."""
    return translation.gettext(LANG_INFO[code]["name"])


def folded(name: str) -> str:
    """A name in small letters, without accents: Français, francais, العربيّة and العربية are one each."""
    apart = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
