"""What a version is offered in, and the rulebook as patients read it in a language."""

from django.conf import settings
from django.utils.translation import get_language

from screening.engine import Rulebook, in_language
from screening.models import RulebookVersion
from screening.services.rulebook.translations import kept_translations, offered_in, published_now
from screening.services.rulebook.versions import rulebook_of


def offered_languages(version: RulebookVersion) -> tuple[str, ...]:
    """Return the languages patients can read a version in, the one it is written in first."""
    return (rulebook_of(version).head.language, *offered_in(version))


def rulebook_here(version: RulebookVersion) -> Rulebook:
    """Return the rulebook of a version in the language in force, or the original."""
    return rulebook_in_language(version, get_language() or settings.LANGUAGE_CODE)


def rulebook_in_language(version: RulebookVersion, language: str) -> Rulebook:
    """Return the rulebook of a version with what patients read in a language; the original where it is not
    offered in it.

    It decides nothing: answers and evaluations made with it are those of the original. One value per digest
    and process, and one query. RulebookBroken as `rulebook_of`.
    """
    rulebook = rulebook_of(version)
    if language == rulebook.head.language:
        return rulebook
    published = published_now(version, language)
    translations = None if published is None else kept_translations(published)
    return rulebook if translations is None else in_language(rulebook, translations)
