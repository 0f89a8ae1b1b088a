"""Messages in the patient's language: every word of them, and still no health word."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from pytest_django.fixtures import Settings

from screening.services.outbox.wording import LEFT_TO_RIGHT, Mail, compose
from scripts.catalogues import LOCALE, compile_one, gaps, words
from tests.services.test_outbox_wording import KINDS, LINK, message, whole

pytestmark = pytest.mark.django_db

OTHERS = sorted(set(django_settings.MESSAGE_LANGUAGES) - {"en"})
PHONE = "+41 44 555 01 23"

SUBJECTS = {
    "de": "Ein paar Fragen vor Ihrem Termin",
    "fr": "Quelques questions avant votre rendez-vous",
    "es": "Unas preguntas antes de su cita",
    "ar": "بعض الأسئلة قبل موعدكم",
}
WHEN = {
    "de": "am Dienstag, 15. Dezember 2026 um 10:30 Uhr.",
    "fr": "le mardi 15 décembre 2026 à 10:30.",
    "es": "el martes 15 de diciembre de 2026 a las 10:30.",
    "ar": "يوم الثلاثاء 15 ديسمبر 2026 الساعة 10:30.",
}
HEALTH = {
    "de": "haut|behandl|arzt|ärzt|medi|medizin|patient|krank|gesund|schwanger|allerg|spritz|laser|peeling"
    "|befund|diagnos|therap|narbe|blut|fragebogen|praxis|operation|injektion|freigabe|risik",
    "fr": "peau|soin|trait|médec|medec|docteur|médic|patient|malad|santé|enceinte|grossesse|allerg|piqûre"
    "|laser|peeling|diagnos|thérap|cicatri|sang|questionnaire|cabinet|consultation|opérat|injection|risque",
    "es": "piel|tratam|médic|doctor|medic|pacient|enferm|salud(?!o)|embaraz|alerg|inyec|láser|laser|peeling"
    "|diagn|terap|cicatri|sangre|cuestionario|consulta|operaci|riesgo|autoriza",
    "ar": r"بشرة|جلد|علاج|طبيب|طبي|دواء|أدوية|مريض|مرض|صح[ةي]|حامل|حمل|حساسي|حقن|ليزر|تقشير"
    r"|تشخيص|\b(?:ال)?دم\b|ندب|استبيان|عياد|عملي|خطر",
}
"""Beginnings of words that would tell a stranger what the appointment is for."""


def in_english(mail: Mail) -> set[str]:
    """The English sentences a message still holds."""
    messages = [
        one for one in words() if any("outbox/" in file or "/mail/" in file for file, _ in one.locations)
    ]
    sentences = {str(one.id) for one in messages if not one.context and "%(button)s" not in one.id}
    fixed = {part.strip() for sentence in sentences for part in re.split(r"%\(\w+\)s", sentence)}
    return {part for part in fixed if len(part) > 5 and part in whole(mail)}


@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_has_a_gap(language: str) -> None:
    assert gaps(LOCALE / language / "LC_MESSAGES" / "django.po") == []


def test_there_is_a_catalogue_for_every_language_and_no_other() -> None:
    assert sorted(path.name for path in LOCALE.iterdir()) == OTHERS


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_subject_and_body_are_in_the_patients_language(kind: str, language: str) -> None:
    mail, english = compose(message(kind, language), link=LINK), compose(message(kind), link=LINK)
    assert (mail.subject == english.subject, in_english(mail)) == (False, set())


@pytest.mark.parametrize("language", OTHERS)
def test_invitation_reads_as_its_language_does(language: str, settings: Settings) -> None:
    mail = compose(message("invitation", language), link=LINK)
    assert mail.subject == SUBJECTS[language]
    assert [part.count(WHEN[language]) for part in (mail.text, mail.html)] == [1, 1]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_message_holds_a_health_word_of_its_language(kind: str, language: str, settings: Settings) -> None:
    settings.CLINIC_NAME = "Lindenhof"  # how a clinic calls itself is its own choice
    text = re.sub(r"<[^>]*>", " ", whole(compose(message(kind, language), link=LINK)).replace(LINK, ""))
    beginning = "" if language == "ar" else r"\b"  # Arabic puts the article before the word
    assert re.findall(f"{beginning}(?:{HEALTH[language]})", text, re.IGNORECASE) == []


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_message_is_marked_with_its_language_and_direction(language: str, settings: Settings) -> None:
    settings.CLINIC_PHONE = PHONE
    mail = compose(message("invitation", language), link=LINK)
    direction = "rtl" if language == "ar" else "ltr"
    assert re.findall(r'lang="(\w+)" dir="(\w+)"', mail.html) == [(language, direction)] * 2
    assert re.findall("<bdi.*?</bdi>", mail.html)[1] == f'<bdi dir="ltr">{PHONE}</bdi>'
    assert mail.text.count(LEFT_TO_RIGHT + PHONE) == (1 if language == "ar" else 0)


def test_writing_to_somebody_leaves_the_language_in_force(settings: Settings) -> None:
    compose(message("invitation", "ar"), link=LINK)
    assert translation.get_language() == "en"


def test_language_nobody_writes_in_any_more_is_written_in_english() -> None:
    assert compose(message("moved", "it")).subject == "Your appointment has a new time"


def test_compiling_again_makes_the_same_bytes(tmp_path: Path) -> None:
    compiled = []
    for name in ("one", "two"):
        path = tmp_path / name / "ar" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        path.write_bytes((LOCALE / "ar" / "LC_MESSAGES" / "django.po").read_bytes())
        compile_one(path)
        compiled.append(path.with_suffix(".mo").read_bytes())
    assert (compiled[0] == compiled[1], len(compiled[0]) > 1000) == (True, True)
