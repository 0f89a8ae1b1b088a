"""Offering a version in a language, and no longer offering it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from screening.engine import Text, missing, translatable
from screening.engine.translation import matching
from screening.models import PublishedLanguage, RulebookVersion
from screening.services.audit import Actor, record
from screening.services.errors import LanguageIncomplete
from screening.services.rulebook.translations.freezing import (
    add,
    freeze,
    kept_translations,
    offered_in,
    published_now,
)
from screening.services.rulebook.translations.memory import lock, translations_for
from screening.services.rulebook.translations.writing import known_languages, refuse_language

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How far a document is in a language, and since when patients read it there.

    `newer` counts the texts whose translation is another one now than patients are shown.
    """

    language: str
    total: int
    missing: int
    unreviewed: int
    newer: int
    offered: PublishedLanguage | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@transaction.atomic
def publish_language(*, version: RulebookVersion, language: str, by: Actor) -> PublishedLanguage:
    """Offer a version in a language, with every text as it is translated now.

    LanguageIncomplete with every text that is missing; LanguageUnknown.
    """
    document = json.loads(version.document)
    refuse_language(document, language)
    lock()
    translations = translations_for(document, language)
    if lacking := missing(document, translations):
        raise LanguageIncomplete(lacking)
    whole, now = matching(document, translations), published_now(version, language)
    if now is not None and now.digest == whole.digest:
        return now
    published = freeze(version, whole, by)
    detail = {"language": language, "digest": published.digest}
    record(action="language.published", by=by, subject=version, detail=detail)
    return published


@transaction.atomic
def stop_offering(*, version: RulebookVersion, language: str, by: Actor) -> None:
    """Offer a version in a language no longer: patients read the original. Nothing where it was not."""
    lock()
    if published_now(version, language) is None:
        return
    add(version, language, "", "", by)
    record(action="language.withdrawn", by=by, subject=version, detail={"language": language})


def language_states(document: Document, version: RulebookVersion | None = None) -> list[LanguageState]:
    """Return how far a document is in each language, and whether a version of it is offered there."""
    texts = translatable(document)
    offered = {} if version is None else offered_in(version)
    return [
        state_of(document, texts, language, offered.get(language)) for language in known_languages(document)
    ]


def language_state(
    document: Document, language: str, version: RulebookVersion | None = None
) -> LanguageState:
    """Return the same for one language."""
    offered = {} if version is None else offered_in(version)
    return state_of(document, translatable(document), language, offered.get(language))


def state_of(
    document: Document, texts: list[Text], language: str, offered: PublishedLanguage | None
) -> LanguageState:
    """Return how far a document with these texts is in one language."""
    translations = translations_for(document, language)
    shown = None if offered is None else kept_translations(offered)
    pairs = [(translations.of(text), shown.of(text) if shown else None) for text in texts]
    return LanguageState(
        language=language,
        total=len(texts),
        missing=sum(one is None for one, _ in pairs),
        unreviewed=sum(one is not None and not one.reviewed for one, _ in pairs),
        newer=sum(one is not None and now is not None and one.text != now.text for one, now in pairs),
        offered=offered,
    )
