"""What messages say, and above all what they do not."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from screening.engine import Rulebook, parse_rulebook, read_document
from screening.models import OutboxMessage
from screening.services.outbox.wording import Mail, compose
from screening.services.rulebook import STARTER
from tests.factories import make_appointment, make_patient

pytestmark = pytest.mark.django_db

KINDS = list(OutboxMessage.Kind.values)
LINK = "http://127.0.0.1:8000/i/token/"
WORD = re.compile(r"[^\W\d_]{3,}")

HEALTH = set(
    """
    allergy allergies blood clearance clinic condition contraindicated contraindication deferred
    dermatology diagnosis disease doctor drug drugs eligibility eligible finding health healthcare
    hospital ill illness injection laser medical medicine medicines medication needling peel pen
    photo practitioner precaution pregnancy pregnant prescription procedure questionnaire result
    results risk screening skin surgery symptom symptoms therapy treat treatment treatments
    """.split()  # noqa: SIM905 - a list to read
)
PLAIN = set(
    """
    able about look takes would
    again all also and any anything are around ask asked been before best but can care
    come complete day days for from full give given going had has have here how into its last least
    less longer make may mind minutes more most need needs new not now off once one only open other
    our out over own part pass please point questions see since small stop suit tell than that the
    them then there they this three through time two until use want was way week weeks well were
    what when where whether which while who will with within without year years you your answer
    answers another appointment birth date does kind like nobody link yes call changed few personal enter
    """.split()  # noqa: SIM905 - a list to read
)
"""Words of the rulebook that are everybody's."""


def message(kind: str, language: str = "en") -> OutboxMessage:
    patient = make_patient("Ada Canary", email="ada@example.org")
    patient.language = language
    patient.save()
    starts_at = datetime(2026, 12, 15, 9, 30, tzinfo=UTC)
    return OutboxMessage(kind=kind, appointment=make_appointment(patient=patient, starts_at=starts_at))


def whole(mail: Mail) -> str:
    return f"{mail.subject}\n{mail.text}\n{mail.html}"


def words_of(texts: Iterable[str]) -> set[str]:
    return {word.lower() for text in texts for word in WORD.findall(text)}


def health_words(rulebook: Rulebook) -> set[str]:
    """Every word of treatments, topics, rules and questions of the starter rulebook, and some more."""
    texts = [
        *(f"{code} {one.title}" for code, one in rulebook.treatments.items()),
        *(f"{rule.topic} {rule.title}" for rule in rulebook.rules.values()),
        *(f"{item.question} {item.link_id}" for item in rulebook.items.values()),
    ]
    return words_of(text.replace("_", " ") for text in texts) - PLAIN | HEALTH


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_holds_a_health_word(kind: str, settings: Settings) -> None:
    settings.CLINIC_NAME = "Lindenhof"  # how a clinic calls itself is its own choice
    forbidden = health_words(parse_rulebook(read_document(STARTER).document))
    text = re.sub(r"<[^>]*>", " ", whole(compose(message(kind), link=LINK)).replace(LINK, ""))
    assert (words_of([text]) & forbidden, len(forbidden) > 200) == (set(), True)


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_names_the_patient(kind: str) -> None:
    assert re.findall("Ada|Canary|1990|example.org", whole(compose(message(kind), link=LINK))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_says_when_in_the_clinics_time_and_who_writes(kind: str, settings: Settings) -> None:
    settings.CLINIC_PHONE = "+41 44 555 01 23"
    mail = compose(message(kind), link=LINK)
    for part in (mail.text, mail.html):
        assert [part.count(text) for text in ("Tuesday 15 December 2026 at 10:30", "+41 44 555 01 23")] == [
            1,
            1,
        ]


def test_invitation_reads_as_a_whole(settings: Settings) -> None:
    settings.CLINIC_NAME, settings.CLINIC_PHONE = "Müller & Söhne", ""
    mail = compose(message("invitation"), link=LINK)
    assert mail.text == (
        "Hello,\n"
        "\n"
        "You have an appointment with us on Tuesday 15 December 2026 at 10:30.\n"
        "\n"
        "Please answer a few questions before you come. You can stop and go on later.\n"
        "\n"
        "Answer the questions:\n"
        "http://127.0.0.1:8000/i/token/\n"
        "\n"
        "The link is meant for you only. Please do not pass it on. "
        "To open it, you enter your date of birth.\n"
        "\n"
        "Kind regards\n"
        "Müller & Söhne\n"
        "\n"
        "Please do not reply to this message: nobody reads the replies.\n"
    )
    assert "Müller &amp; Söhne" in mail.html


def test_message_without_a_link_has_none() -> None:
    mail = compose(message("cancelled"))
    assert (mail.text.count("http"), mail.html.count("<a ")) == (0, 0)
