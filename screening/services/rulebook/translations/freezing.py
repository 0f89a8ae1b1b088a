"""What a version is offered in: each text as it is shown, frozen when it is published."""

import json
import logging
from threading import Lock

from screening.engine import (
    RulebookError,
    RulebookSource,
    Translations,
    canonical_json,
    digest_of_text,
    parse_translations,
)
from screening.models import PublishedLanguage, RulebookVersion
from screening.services.audit import Actor

logger = logging.getLogger(__name__)

_MOST_KEPT = 32
_kept: dict[str, Translations] = {}
_keeping = Lock()


def offered_in(version: RulebookVersion) -> dict[str, PublishedLanguage]:
    """Return what a version is offered in beside its own language, with who published it, by language."""
    newest = {row.language: row for row in PublishedLanguage.objects.oldest_first(version)}
    return {language: row for language, row in sorted(newest.items()) if row.digest}


def published_now(version: RulebookVersion, language: str) -> PublishedLanguage | None:
    """Return what a version is offered with in one language; None where it is not offered in it."""
    rows = PublishedLanguage.objects.light().filter(version=version, language=language)
    newest: PublishedLanguage | None = rows.order_by("-number").first()
    return newest if newest is not None and newest.digest else None


def kept_translations(published: PublishedLanguage) -> Translations | None:
    """Return the texts that were published, kept per process by digest.

    None, and an error in the log, where the document is not what its digest says: patients are shown the
    original then, never a text that nobody published.
    """
    with _keeping:
        return _kept.get(published.digest) or read_and_keep(published)


def read_and_keep(published: PublishedLanguage) -> Translations | None:
    """Read a stored document and keep it for this process; those kept longest make room."""
    found = read(published)
    while found is not None and len(_kept) >= _MOST_KEPT:
        _kept.pop(next(iter(_kept)))
    if found is not None:
        _kept[published.digest] = found
    return found


def read(published: PublishedLanguage) -> Translations | None:
    """Read a stored document."""
    try:
        if digest_of_text(published.document) == published.digest:
            return parse_translations(RulebookSource(dict(json.loads(published.document))))
    except (RulebookError, ValueError, TypeError, RecursionError):
        pass
    logger.error("published language %s (%s) cannot be read", published.pk, published.language)
    return None


def freeze(version: RulebookVersion, translations: Translations, by: Actor) -> PublishedLanguage:
    """Offer a version in a language with these texts, inside the caller's transaction."""
    text = canonical_json(translations.document)
    return add(version, translations.language, text, digest_of_text(text), by)


def add(version: RulebookVersion, language: str, document: str, digest: str, by: Actor) -> PublishedLanguage:
    """Add a row with the next number."""
    rows = PublishedLanguage.objects.light().filter(version=version, language=language)
    last = rows.order_by("-number").values_list("number", flat=True).first()
    created: PublishedLanguage = PublishedLanguage.objects.create(
        version=version,
        language=language,
        number=(last or 0) + 1,
        document=document,
        digest=digest,
        by_id=by.user_id,
    )
    return created
