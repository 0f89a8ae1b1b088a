"""The patient's own copy of their answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from clinic import pdf
from screening.models import AuditEvent
from tests.documents import catalogue_of, tags_of, text_of
from tests.intake.patients import PatientInBrowser, open_form, starter
from tests.intake.reading import read

pytestmark = pytest.mark.django_db

COPY = "/i/form/copy/"


@pytest.fixture
def sent() -> PatientInBrowser:
    """A patient who has handed in what nobody may be told the meaning of."""
    patient = open_form()
    patient.answer_all(pregnant="yes", bleeding_disorder="yes", smoker="yes")
    patient.submit()
    return patient


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which the system's library is missing."""

    def missing(_name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_module", missing)
    pdf.weasyprint.cache_clear()
    yield
    pdf.weasyprint.cache_clear()


def test_copy_holds_every_answer_in_the_patients_words(sent: PatientInBrowser) -> None:
    text = text_of(sent.client.get(COPY).content)
    items = starter().items
    for link_id, answer in sent.response.answers.items():
        item = items[link_id]
        assert " ".join(item.question.split()) in text, link_id
        if isinstance(answer, str) and answer in item.options:
            assert item.options[answer].label in text, link_id


def test_copy_tells_nothing_of_what_was_found(sent: PatientInBrowser) -> None:
    text = text_of(sent.client.get(COPY).content).lower()
    rulebook = starter()
    titles = [rule.title for rule in rulebook.rules.values() if rule.title.lower() in text]
    asked = " ".join(item.question for item in rulebook.items.values()).lower()
    verdicts = ["contraindicated", "deferred", "clearance", "precaution", "sha256", "rulebook"]
    assert (
        [title for title in titles if title.lower() not in asked],
        [one for one in verdicts if one in text],
    ) == (
        [],
        [],
    )


def test_copy_names_the_patient_the_day_and_the_visit_and_is_tagged(sent: PatientInBrowser) -> None:
    document = sent.client.get(COPY).content
    text = text_of(document)
    assert "Ada Canary · born 2 April 1990 · sent on" in text
    assert "For your visit on" in text
    assert catalogue_of(document)["/MarkInfo"]["/Marked"].value is True
    assert {"/H1", "/H2", "/TH", "/TD"} <= tags_of(document)


def test_copy_is_offered_after_sending(sent: PatientInBrowser) -> None:
    page = read(sent.client.get("/i/form/sent/"))
    assert [href for href, _text in page.links if href == COPY] == [COPY]


def test_copy_is_saved_under_a_name_that_names_nobody(sent: PatientInBrowser) -> None:
    response = sent.client.get(COPY)
    day = f"{sent.response.submitted_at:%Y-%m-%d}"
    assert response["Content-Disposition"] == f'attachment; filename="answers-{day}.pdf"'
    assert response["Cache-Control"] == "no-store, private"


def test_copy_is_on_the_audit_trail_as_the_patients(sent: PatientInBrowser) -> None:
    sent.client.get(COPY)
    (event,) = AuditEvent.objects.filter(action="response.copied")
    assert (event.actor_kind, event.subject_id) == ("patient", sent.response.pk)


def test_before_sending_there_is_no_copy(ada: PatientInBrowser) -> None:
    response = ada.client.get(COPY)
    assert (response.status_code, response["Location"]) == (302, "/i/form/")
    assert AuditEvent.objects.filter(action="response.copied").count() == 0


@pytest.mark.usefixtures("without_pango")
def test_without_pango_the_patient_is_told_plainly(sent: PatientInBrowser) -> None:
    response = sent.client.get(COPY)
    assert (response.status_code, read(response).h1) == (503, "Your copy cannot be made at the moment")
