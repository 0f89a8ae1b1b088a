"""What patients read can be read at about twelve: Flesch and Kincaid's grade 7, and no sentence too long."""

from __future__ import annotations

import re

import pytest

from scripts.catalogues import LOCALE, catalogue
from scripts.catalogues import words as messages_of_patients
from tests.starter.reading import RUNNING, grade, sentences, starter_texts, translated_texts, words

GRADE = 7.0
HARDEST_SENTENCE = 9.0
LONGEST_SENTENCE = 25  # words; the limit of GOV.UK's style guide
LONGEST_ELSEWHERE = {
    "ar": 25,
    "de": 26,
    "es": 30,
    "fr": 30,
}  # Spanish and French take more words for the same
MEASURED_FROM = 10  # words: the formula says little of a shorter sentence
STARTER = starter_texts()


def too_hard(given: list[str]) -> list[str]:
    """The sentences that are too long, or too hard for their length."""
    long = [each for each in given if words(each) > LONGEST_SENTENCE]
    return long + [each for each in given if words(each) >= MEASURED_FROM and grade(each) > HARDEST_SENTENCE]


def running(given: list[str]) -> str:
    """The running text among sentences."""
    return " ".join(each for each in given if words(each) >= RUNNING)


def interface() -> list[str]:
    """The sentences the patient's pages say themselves, names in place of what is filled in."""
    messages = [message.id for message in messages_of_patients() if message.id]
    texts = [each for message in messages for each in ([message] if isinstance(message, str) else message)]
    plain = (re.sub(r"%\(\w+\)[sd]", "name", re.sub(r"<[^>]+>", "", text)) for text in texts if text)
    return sorted({each for text in plain for each in sentences(text)})


def test_measure_knows_hard_words_long_sentences_and_names() -> None:
    assert grade("Your skin heals. We will call you.") < 2
    assert grade("Contraindications necessitate individualised multidisciplinary consideration.") > 20
    assert grade("Do you take isotretinoin now?") == grade("Do you take this now?")
    assert len(too_hard([" ".join(["skin"] * 26) + "."])) == 1


@pytest.mark.parametrize("place", sorted(STARTER))
def test_starter_text_is_read_at_twelve(place: str) -> None:
    assert grade(running(STARTER[place])) <= GRADE
    assert too_hard(STARTER[place]) == []


def test_patient_pages_are_read_at_twelve() -> None:
    found = interface()
    assert len(found) > 250
    assert grade(running(found)) <= GRADE
    assert too_hard(found) == []


@pytest.mark.parametrize(("code", "longest"), sorted(LONGEST_ELSEWHERE.items()))
def test_sentences_in_other_languages_are_short(code: str, longest: int) -> None:
    """No formula is as well tried for these as the one for English: the length of sentences is held."""
    found = [each for text in translated_texts(code) for each in sentences(text)]
    known = catalogue(LOCALE / code / "LC_MESSAGES" / "django.po")
    for message in known:
        texts = [message.string] if isinstance(message.string, str) else message.string or ()
        found += [each for text in texts if message.id for each in sentences(text)]
    assert len(found) > 1000
    assert [each for each in found if words(each) > longest] == []
