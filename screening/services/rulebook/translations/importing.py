"""Translations from a file, and as a file for a translator."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from screening.engine import Problem, RulebookError, Translations, parse_translations, to_toml
from screening.engine.translation import for_translator
from screening.services.audit import Actor, record
from screening.services.errors import RulebookRefused
from screening.services.rulebook.files import read_source
from screening.services.rulebook.translations.memory import store, translations_for
from screening.services.rulebook.translations.writing import Subject, refuse_language

Document = Mapping[str, object]


class Imported(NamedTuple):
    """What came of a file: its language, how many texts are new, and how many were there or are kept."""

    language: str
    new: int
    kept: int


@transaction.atomic
def import_translations(
    *,
    data: bytes,
    name: str,
    subject: Subject,
    document: Document,
    by: Actor,
    language: str = "",
) -> Imported:
    """Keep the translations of a TOML file called `name`; `subject` is where it was given, with its document.

    Texts of other words are kept too: they count where those words stand. What a speaker has looked over is
    not replaced by what nobody has. RulebookRefused with every problem at its line, one of them where it is
    in another language than `language`; LanguageUnknown.
    """
    translations = read_translations(data, name)
    if language and translations.language != language:
        reason = _('is in "%(found)s"; choose the file in "%(wanted)s"')
        found = reason % {"found": translations.language, "wanted": language}
        raise RulebookRefused([Problem(name, 0, "head.language", found)])
    refuse_language(document, translations.language)
    new, kept = store(translations.language, translations.texts.items(), by)
    imported = Imported(translations.language, new, kept)
    detail = {"language": imported.language, "count": str(new)}
    record(action="translation.imported", by=by, subject=subject, detail=detail)
    return imported


def read_translations(data: bytes, name: str) -> Translations:
    """Read a file of translations; RulebookRefused with every problem."""
    source = read_source(data, name)
    try:
        return parse_translations(source)
    except RulebookError as error:
        raise RulebookRefused(error.problems) from error


def export_translations(document: Document, language: str) -> str:
    """Return the TOML a translator works on: each text, and its translation where there is one.

    LanguageUnknown.
    """
    refuse_language(document, language)
    return to_toml(for_translator(document, translations_for(document, language)))
