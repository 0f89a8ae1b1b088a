"""What has been translated: for each text of each wording the latest translation."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from screening.engine import Translated, Translations, translatable
from screening.engine.translation import Key, short_digest
from screening.models import RulebookVersion, TranslatedText
from screening.services.audit import Actor

AT_ONCE = 1000


class Entry(NamedTuple):
    """The latest translation of one wording, and how many there were before and with it."""

    translated: Translated
    number: int


Wording = tuple[str, str, str]
"""Place, name, and short digest of the original."""


def entries_of(language: str) -> dict[Wording, Entry]:
    """Return everything translated into a language; what was written last comes last.

    Of one wording the highest number counts, whatever the clock said: it may have been put back.
    """
    rows = TranslatedText.objects.filter(language=language).order_by("at", "number")
    found: dict[Wording, Entry] = {}
    for place, field, of, text, reviewed, number in rows.values_list(
        "place", "field", "of", "text", "reviewed", "number"
    ):
        before = found.pop((place, field, of), None)
        if before is not None and before.number > number:
            found[place, field, of] = before
            continue
        found[place, field, of] = Entry(Translated(text, of, reviewed), number)
    return found


def translations_for(document: Mapping[str, object], language: str) -> Translations:
    """Return the translations of a document's texts; of earlier words where the words now have none."""
    entries = entries_of(language)
    latest = {(place, field): entry.translated for (place, field, _), entry in entries.items()}
    found: dict[Key, Translated] = {}
    for text in translatable(document):
        entry = entries.get((text.place, text.field, short_digest(text.text)))
        one = entry.translated if entry is not None else latest.get((text.place, text.field))
        if one is not None:
            found[text.place, text.field] = one
    return Translations(language, found)


def store(
    language: str,
    written: Iterable[tuple[Key, Translated]],
    by: Actor,
    *,
    replaces_reviewed: bool = False,
) -> tuple[int, int]:
    """Keep what is new, inside the caller's transaction; how many that were, and how many were not stored.

    Not stored is what says the same as before, and, unless it `replaces_reviewed`, what nobody looked over
    where somebody did.
    """
    lock()
    entries = entries_of(language)
    new, count = [], 0
    for (place, field), one in written:
        count += 1
        entry = entries.get((place, field, one.of))
        if entry is None or is_news(one, entry.translated, replaces_reviewed):
            number = entry.number + 1 if entry else 1
            new.append(
                TranslatedText(
                    language=language,
                    place=place,
                    field=field,
                    of=one.of,
                    number=number,
                    text=one.text,
                    reviewed=one.reviewed,
                    by_id=by.user_id,
                )
            )
    TranslatedText.objects.bulk_create(new, batch_size=AT_ONCE)
    return len(new), count - len(new)


def is_news(one: Translated, before: Translated, replaces_reviewed: bool) -> bool:
    """Whether a text is to be kept beside the latest of the same wording."""
    if one.text == before.text:
        return one.reviewed and not before.reviewed
    return replaces_reviewed or one.reviewed or not before.reviewed


def lock() -> None:
    """Let one transaction at a time number texts: all of them wait for the first version's row."""
    RulebookVersion.objects.light().order_by("number").select_for_update().first()
