"""The starter rulebook in other languages, as it comes with the product."""

import json

from django.db import transaction

from screening.models import RulebookVersion
from screening.services.audit import Actor
from screening.services.errors import LanguageIncomplete
from screening.services.rulebook.translations import import_translations, known_languages, publish_language
from screening.services.rulebook.versions import STARTER


@transaction.atomic
def load_starter_languages(*, version: RulebookVersion, by: Actor) -> list[str]:
    """Import the starter's translations; the languages the version is offered in with them.

    One in which the version says something they do not translate is left out.
    """
    document = json.loads(version.document)
    known = known_languages(document)
    files = {language: STARTER / f"translations.{language}.toml" for language in known}
    there = {language: file for language, file in files.items() if file.exists()}
    for language, file in there.items():
        import_translations(
            data=file.read_bytes(),
            name=file.name,
            subject=version,
            document=document,
            by=by,
            language=language,
        )
    return [language for language in there if is_offered_now(version, language, by)]


def is_offered_now(version: RulebookVersion, language: str, by: Actor) -> bool:
    """Offer a version in a language; whether nothing is missing in it."""
    try:
        publish_language(version=version, language=language, by=by)
    except LanguageIncomplete:
        return False
    return True
