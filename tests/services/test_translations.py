"""Translating the rulebook's texts: the memory, files, offering a version in a language."""

from datetime import timedelta
from typing import Any

import pytest

from screening.engine import Text, parse_rulebook, translatable
from screening.engine.rulebook.elements import element_at, with_element
from screening.engine.translation import short_digest
from screening.models import AuditEvent, PublishedLanguage, RulebookVersion, TranslatedText
from screening.models.audit import AppendOnlyError
from screening.services.audit import SYSTEM
from screening.services.errors import (
    InvalidInput,
    LanguageIncomplete,
    LanguageUnknown,
    RulebookRefused,
    TranslationChanged,
)
from screening.services.rulebook import import_rulebook, publish_rulebook, roll_back
from screening.services.rulebook.languages import offered_languages, rulebook_in_language
from screening.services.rulebook.translations import (
    Imported,
    Written,
    carried,
    export_translations,
    import_translations,
    language_states,
    publish_language,
    review_text,
    stop_offering,
    translate_texts,
    translations_for,
)
from tests.factories import publish, small_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> dict[str, Any]:
    return small_document()


@pytest.fixture
def version(document: dict[str, Any]) -> RulebookVersion:
    return publish(document)


def words(text: Text) -> str:
    return f"¡{text.text}!"


def a_file(document: dict[str, Any], language: str = "es") -> bytes:
    """The file of a translator who has filled in every text."""
    lines = [f'[head]\nlanguage = "{language}"']
    for text in translatable(document):
        lines += [
            f'[[translations]]\nid = "{text.place}"',
            f"of = {{ '{text.field}' = '{short_digest(text.text)}' }}",
            f"texts = {{ '{text.field}' = '''{words(text)}''' }}",
        ]
    return "\n".join(lines).encode()


def import_all(version: RulebookVersion, document: dict[str, Any], data: bytes = b"") -> Imported:
    return import_translations(
        data=data or a_file(document), name="es.toml", subject=version, document=document, by=SYSTEM
    )


def offered(document: dict[str, Any], version: RulebookVersion) -> None:
    import_all(version, document)
    publish_language(version=version, language="es", by=SYSTEM)


def write(version: RulebookVersion, document: dict[str, Any], original: Text, /, **how: Any) -> int:
    written = Written(
        of=how.get("of", short_digest(original.text)),
        seen=how.get("seen", ""),
        text=how.get("text", "Hola"),
        reviewed=how.get("reviewed", False),
    )
    texts = {(original.place, original.field): written}
    return translate_texts(subject=version, document=document, language="es", texts=texts, by=SYSTEM)


def changed(document: dict[str, Any], place: str, field: str) -> dict[str, Any]:
    """The document with other words for one text."""
    element = element_at(document, place)
    assert element is not None
    return with_element(document, place, {**element, field: "Other words."})


def published_anew(document: dict[str, Any]) -> RulebookVersion:
    return publish_rulebook(version=import_rulebook(document=document, by=SYSTEM), by=SYSTEM)


def item_text(document: dict[str, Any]) -> Text:
    return next(text for text in translatable(document) if text.field == "question")


def test_file_fills_a_language_and_the_version_is_offered_in_it(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    texts = translatable(document)
    assert import_all(version, document) == ("es", len(texts), 0)
    assert import_all(version, document) == ("es", 0, len(texts))
    publish_language(version=version, language="es", by=SYSTEM)
    text = item_text(document)
    item = rulebook_in_language(version, "es").items[text.place.partition("/")[2]]
    assert (offered_languages(version), item.question) == (("en", "es"), words(text))


def test_file_exported_for_a_translator_reads_back_to_nothing_new(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    write(version, document, item_text(document), text="¿Qué?", reviewed=True)
    exported = export_translations(document, "es")
    assert import_all(version, document, exported.encode()) == ("es", 0, 1)
    assert TranslatedText.objects.count() == 1


def test_clock_put_back_neither_brings_an_earlier_translation_back_nor_stops_the_next(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    original = item_text(document)
    write(version, document, original, text="Antes")
    row = TranslatedText.objects.get()
    later = TranslatedText(
        **{name: getattr(row, name) for name in ("language", "place", "field", "of", "reviewed")},
        number=2,
        text="Ahora",
        at=row.at - timedelta(hours=1),
    )
    later.save()
    assert translations_for(document, "es").texts[original.place, original.field].text == "Ahora"
    assert write(version, document, original, seen="Ahora", text="Luego") == 1


def test_file_with_problems_stores_nothing_and_names_each(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    data = b"""[head]
language = "es"
[[translations]]
id = "cases/x"
reviewed = "yes"
of = { question = "short" }
texts = { question = "Que", help = "Ayuda" }
"""
    with pytest.raises(RulebookRefused) as refused:
        import_all(version, document, data)
    assert [(p.file, p.line, p.place) for p in refused.value.problems] == [
        ("es.toml", 3, "translations cases/x.id"),
        ("es.toml", 3, "translations cases/x.of.help"),
        ("es.toml", 3, "translations cases/x.of.question"),
        ("es.toml", 3, "translations cases/x.reviewed"),
    ]
    assert TranslatedText.objects.count() == 0


@pytest.mark.parametrize("language", ["en", "xx"])
def test_language_that_is_the_original_or_none_of_the_clinics_is_refused(
    language: str, version: RulebookVersion, document: dict[str, Any]
) -> None:
    with pytest.raises(LanguageUnknown):
        import_all(version, document, a_file(document, language))


def test_machine_made_text_does_not_replace_one_a_speaker_looked_over(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    text = item_text(document)
    write(version, document, text, text="Bien", reviewed=True)
    import_all(version, document)
    view = publish_language(version=version, language="es", by=SYSTEM)
    assert rulebook_in_language(version, "es").items[text.place.partition("/")[2]].question == "Bien"
    assert view.digest.startswith("sha256:")


def test_language_is_refused_while_texts_are_missing_and_each_is_named(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    text = item_text(document)
    write(version, document, text)
    with pytest.raises(LanguageIncomplete) as refused:
        publish_language(version=version, language="es", by=SYSTEM)
    named = [(missing.place, missing.field) for missing in refused.value.missing]
    assert named == [(one.place, one.field) for one in translatable(document) if one != text]
    assert (offered_languages(version), PublishedLanguage.objects.count()) == (("en",), 0)


def test_text_is_refused_where_original_or_translation_is_not_what_was_seen(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    text = item_text(document)
    write(version, document, text)
    for how in ({"seen": ""}, {"seen": "Hola", "of": "00000000"}):
        with pytest.raises(TranslationChanged):
            write(version, document, text, text="Buenas", **how)
    assert TranslatedText.objects.count() == 1


def test_empty_text_is_refused_at_its_field(version: RulebookVersion, document: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        write(version, document, item_text(document), text=" ")
    assert [problem.field for problem in refused.value.problems] == ["text"]


def test_review_marks_the_text_seen_and_keeps_what_was_before(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    import_all(version, document)
    text = item_text(document)
    before = language_states(document)
    review_text(
        subject=version, document=document, language="es", key=(text.place, text.field),
        of=short_digest(text.text), seen=words(text), by=SYSTEM,
    )  # fmt: skip # what and how in a line each
    (spanish,) = [state for state in language_states(document) if state.language == "es"]
    (was,) = [state for state in before if state.language == "es"]
    assert (spanish.missing, spanish.unreviewed) == (0, was.unreviewed - 1)
    rows = TranslatedText.objects.filter(place=text.place, field=text.field).order_by("number")
    assert [(row.number, row.reviewed) for row in rows] == [(1, False), (2, True)]


def test_texts_are_written_once(version: RulebookVersion, document: dict[str, Any]) -> None:
    offered(document, version)
    text, language = TranslatedText.objects.all(), PublishedLanguage.objects.all()
    for forbidden in (text[0].save, text[0].delete, text.delete, language[0].save, language[0].delete):
        with pytest.raises(AppendOnlyError):
            forbidden()


def test_new_version_is_offered_in_what_is_complete_for_it_and_nothing_holds_it_up(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    offered(document, version)
    text = item_text(document)
    again = published_anew({**document, "rulebook": {**document["rulebook"], "title": "Another title"}})
    assert offered_languages(again) == ("en", "es")
    lacking = changed(document, text.place, "question")
    (spanish,) = carried(lacking, [again])
    assert [(one.place, one.field, one.stale) for one in spanish.missing] == [(text.place, "question", False)]
    alone = published_anew(lacking)
    assert offered_languages(alone) == ("en",)
    event = AuditEvent.objects.about(alone).get(action="rulebook.published")
    assert event.detail == {"digest": alone.digest, "left_out": ["es"]}


def test_text_translated_for_a_draft_goes_with_it_and_unpublished_work_does_not(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    offered(document, version)
    first, second = [text for text in translatable(document) if text.field == "question"][:2]
    write(version, document, second, seen=words(second), text="Sin publicar")
    draft = changed(document, first.place, "question")
    other = first._replace(text="Other words.")
    write(version, draft, other, text="Otras palabras.")
    view = rulebook_in_language(published_anew(draft), "es")
    shown = [view.items[text.place.partition("/")[2]].question for text in (first, second)]
    assert shown == ["Otras palabras.", words(second)]
    (spanish,) = [state for state in language_states(document, version) if state.language == "es"]
    assert spanish.newer == 1


def test_rolled_back_version_speaks_what_it_spoke_before(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    offered(document, version)
    published_anew(changed(document, item_text(document).place, "question"))
    again = roll_back(version=version, note="Too early.", by=SYSTEM)
    assert offered_languages(again) == ("en", "es")


def test_language_no_longer_offered_shows_the_original_and_can_come_back(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    offered(document, version)
    stop_offering(version=version, language="es", by=SYSTEM)
    stop_offering(version=version, language="es", by=SYSTEM)
    assert offered_languages(version) == ("en",)
    assert rulebook_in_language(version, "es").head.language == "en"
    publish_language(version=version, language="es", by=SYSTEM)
    assert offered_languages(version) == ("en", "es")
    assert [row.number for row in PublishedLanguage.objects.order_by("number")] == [1, 2, 3]


def test_digest_of_the_rulebook_is_the_same_in_every_language(
    version: RulebookVersion, document: dict[str, Any]
) -> None:
    offered(document, version)
    view = rulebook_in_language(version, "es")
    assert (view.digest, view.original.digest) == (version.digest, parse_rulebook(document).digest)
