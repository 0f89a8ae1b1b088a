"""The languages that go with a rulebook when it is published: those patients can read now, where complete."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.engine import Missing, Translated, Translations, missing
from screening.engine.translation import Key, matching
from screening.models import PublishedLanguage, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook.translations.freezing import freeze, kept_translations, offered_in
from screening.services.rulebook.translations.memory import translations_for

Document = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Carried:
    """A language patients can read now: the texts a document would be offered with, and what they lack."""

    translations: Translations
    missing: tuple[Missing, ...]

    @property
    def language(self) -> str:
        """The language."""
        return self.translations.language


def carried(document: Document, before: list[RulebookVersion]) -> list[Carried]:
    """Return the languages that go with a document, and those that would be left out.

    `before` are the versions whose languages it keeps, the most important first. A text that was published
    and still fits stays as it is: what translators have written since is published by itself. The others
    come from the memory.
    """
    published = [offered_in(version) for version in before]
    return [
        carried_in(document, language, [rows[language] for rows in published if language in rows])
        for language in sorted({language for rows in published for language in rows})
    ]


def carried_in(document: Document, language: str, published: list[PublishedLanguage]) -> Carried:
    """Return one language of a document."""
    layers = [translations_for(document, language)]
    layers += [kept for row in reversed(published) if (kept := kept_translations(row)) is not None]
    found: dict[Key, Translated] = {}
    for layer in layers:
        found |= matching(document, layer).texts
    whole = matching(document, Translations(language, found))
    return Carried(whole, tuple(missing(document, whole)))


def publish_with(
    version: RulebookVersion, document: Document, before: list[RulebookVersion], by: Actor
) -> dict[str, list[str]]:
    """Offer a new version in what is complete for it, inside the caller's transaction.

    Returns the `languages` it is offered in, and those `left_out` as incomplete; a key is there where there
    is one.
    """
    found: dict[str, list[str]] = {}
    for one in carried(document, before):
        if one.missing:
            found.setdefault("left_out", []).append(one.language)
        else:
            freeze(version, one.translations, by)
            found.setdefault("languages", []).append(one.language)
    return found
