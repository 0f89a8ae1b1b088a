"""Translating texts, and looking translations over."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from screening.engine import Text, Translated, translatable
from screening.engine.translation import Key, short_digest
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor, record
from screening.services.errors import LanguageUnknown, TranslationChanged
from screening.services.rulebook.translations.memory import store, translations_for
from screening.services.texts import read_text

Subject = RulebookDraft | RulebookVersion
Document = Mapping[str, object]


class Written(NamedTuple):
    """What somebody wrote, beside what they saw: the digest of the original, and the translation."""

    of: str
    seen: str
    text: str
    reviewed: bool


def known_languages(document: Document) -> tuple[str, ...]:
    """Return the languages a document can be translated into here: the clinic's, without its own."""
    head = document.get("rulebook")
    own = head.get("language") if isinstance(head, dict) else None
    return tuple(language for language in settings.MESSAGE_LANGUAGES if language != own)


def refuse_language(document: Document, language: str) -> None:
    """LanguageUnknown for a language a document cannot be translated into here."""
    if language not in known_languages(document):
        raise LanguageUnknown


@transaction.atomic
def translate_texts(
    *, subject: Subject, document: Document, language: str, texts: Mapping[Key, Written], by: Actor
) -> int:
    """Keep what somebody wrote for texts of a draft's or version's document; how many texts are new.

    It serves every draft and version with the same words. TranslationChanged where one of the originals, or
    its translation, is not what they saw; InvalidInput naming `text`; LanguageUnknown.
    """
    refuse_language(document, language)
    read = {key: one._replace(text=read_text("text", one.text, required=True)) for key, one in texts.items()}
    refuse_changed(document, language, read)
    written = [(key, Translated(one.text, one.of, one.reviewed)) for key, one in read.items()]
    new, _ = store(language, written, by, replaces_reviewed=True)
    done = "translation.written"
    record(action=done, by=by, subject=subject, detail={"language": language, "count": str(new)})
    return new


def review_text(
    *, subject: Subject, document: Document, language: str, key: Key, of: str, seen: str, by: Actor
) -> None:
    """Note that a speaker of the language has looked a translation over and found it right.

    TranslationChanged where it is not what they saw; LanguageUnknown.
    """
    written = Written(of, seen, seen, reviewed=True)
    translate_texts(subject=subject, document=document, language=language, texts={key: written}, by=by)


def refuse_changed(document: Document, language: str, texts: Mapping[Key, Written]) -> None:
    """TranslationChanged where what somebody saw is not what stands there now."""
    translations = translations_for(document, language)
    originals: dict[Key, Text] = {(text.place, text.field): text for text in translatable(document)}
    for key, one in texts.items():
        text = originals.get(key)
        if text is None or one.of != short_digest(text.text):
            raise TranslationChanged
        now = translations.of(text)
        if one.seen != (now.text if now else ""):
            raise TranslationChanged
