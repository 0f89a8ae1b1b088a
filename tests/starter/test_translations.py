"""The starter rulebook in other languages: complete, marked as made by machine, same figures and names."""

import re

import pytest

from screening.engine import (
    Rulebook,
    Text,
    Translations,
    in_language,
    missing,
    orphans,
    parse_source,
    parse_translations,
    read_document,
    translatable,
)
from screening.engine import unreviewed as unreviewed_texts
from tests.starter.documents import STARTER

LANGUAGES = ("es", "de", "fr", "ar")
SENTENCES = re.compile(r"[.!?؟;؛:]\s+")
LONGEST_SENTENCE = 40
BRANDS = ("Roaccutane", "Eliquis", "Xarelto", "Neotigason", "Nurofen", "Dysport", "Juvederm", "Vesanoid")
ARABIC_FIGURES = {"1": ("شهر", "الأول"), "2": ("شهرين", "أسبوعين")}
"""Arabic has forms of its own for one and two of something."""


@pytest.fixture(scope="module")
def starter() -> Rulebook:
    return parse_source(read_document(STARTER))


@pytest.fixture(scope="module")
def translated() -> dict[str, Translations]:
    files = {language: STARTER / f"translations.{language}.toml" for language in LANGUAGES}
    return {language: parse_translations(read_document(file)) for language, file in files.items()}


@pytest.fixture
def pairs(starter: Rulebook, translated: dict[str, Translations], language: str) -> list[tuple[Text, str]]:
    """Every text of the starter with its translation."""
    texts = translated[language].texts
    return [(text, texts[text.place, text.field].text) for text in translatable(starter.document)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_whole_and_says_that_nobody_reviewed_it(
    starter: Rulebook, translated: dict[str, Translations], language: str
) -> None:
    document, translations = starter.document, translated[language]
    assert (translations.language, missing(document, translations)) == (language, [])
    assert unreviewed_texts(document, translations) == translatable(document)
    assert orphans(document, translations) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translated_texts_keep_figures_and_brand_names(pairs: list[tuple[Text, str]], language: str) -> None:
    words = ARABIC_FIGURES if language == "ar" else {}
    lost = [
        (text.place, text.field, figure)
        for text, translated in pairs
        for figure in (*re.findall(r"\d+", text.text), *[name for name in BRANDS if name in text.text])
        if not any(word in translated for word in (figure, *words.get(figure, ())))
    ]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(pairs: list[tuple[Text, str]]) -> None:
    long = [
        sentence
        for _, translated in pairs
        for sentence in SENTENCES.split(translated)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_stay_questions(pairs: list[tuple[Text, str]], language: str) -> None:
    marks = {"ar": "؟"}
    changed = [
        text.place
        for text, translated in pairs
        if text.text.endswith("?") and not translated.endswith(marks.get(language, "?"))
    ]
    assert changed == []


def test_view_in_arabic_speaks_arabic_and_decides_nothing(
    starter: Rulebook, translated: dict[str, Translations]
) -> None:
    view = in_language(starter, translated["ar"])
    assert (view.items["pregnant"].options["no"].label, view.digest) == ("لا", starter.digest)
    assert view.items["breastfeeding"].enable_when == starter.items["breastfeeding"].enable_when
    assert view.required == starter.required
    assert view.medicines is starter.medicines
