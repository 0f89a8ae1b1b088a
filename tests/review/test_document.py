"""The summary as a PDF: what it says, that it is tagged, who may have it, and what happens without Pango."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinic import pdf
from clinic.accounts.models import User
from clinic.review.summary import page_of
from screening.models import Appointment, AuditEvent, Review, TreatmentPermission
from screening.services import desk, review
from screening.services.audit import SYSTEM, Actor
from tests.documents import catalogue_of, fonts_of, tags_of, text_of
from tests.factories import make_appointment, make_patient
from tests.review.starter import hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

STOPPED = {"isotretinoin_status": "stopped", "isotretinoin_last_dose": "2026-08"}
AT = timezone.now() + timedelta(days=30)


@pytest.fixture
def deferred() -> Appointment:
    return hand_in(STOPPED, starts_at=AT, patient=make_patient("Ada Canary"))


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which the system's library is missing."""

    def missing(_name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_module", missing)
    pdf.weasyprint.cache_clear()
    yield
    pdf.weasyprint.cache_clear()


def made(client: Client, appointment: Appointment) -> bytes:
    response = client.get(f"/review/{appointment.pk}/pdf/")
    assert response.status_code == 200
    return response.content


def test_document_says_what_the_summary_says(practitioner: Client, deferred: Appointment) -> None:
    text = text_of(made(practitioner, deferred))
    for words in (
        "Ada Canary",
        "Deferred until 28 February 2027",
        "Isotretinoin stopped less than six months ago",
        "Yes, but I have stopped",
        "Not signed off.",
        "What else could be offered",
        "by Alice Adler",
    ):
        assert words in text, words


def test_every_page_has_name_birth_date_day_and_digest_at_its_foot(
    practitioner: Client, deferred: Appointment
) -> None:
    text = text_of(made(practitioner, deferred))
    evaluation = Review.objects.select_related("evaluation").get(appointment=deferred).evaluation
    assert evaluation is not None
    today = timezone.localdate()
    foot = f"Ada Canary · born 2 April 1990 · {today.day} {today:%B %Y} Evaluation {evaluation.digest}"
    pages = text.count(foot)
    assert pages > 1
    assert [f"{number} / {pages}" in text for number in range(1, pages + 1)] == [True] * pages


def test_document_is_tagged_and_names_its_language_and_title(
    practitioner: Client, deferred: Appointment
) -> None:
    document = made(practitioner, deferred)
    root = catalogue_of(document)
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, "en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/P"} <= tags_of(document)
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_fonts_are_the_clinics_own(practitioner: Client, deferred: Appointment) -> None:
    assert fonts_of(made(practitioner, deferred)) == {"Figtree", "Figtree-Bold", "Figtree-Semi-Bold"}


def test_decision_and_sign_off_are_in_the_document(
    practitioner: Client, deferred: Appointment, alice: User
) -> None:
    TreatmentPermission.objects.create(user=alice, treatment="microneedling_pen", may_sign_off=True)
    by, revision = Actor.staff(alice), Review.objects.get(appointment=deferred).revision
    review.override(
        appointment=deferred,
        rule="isotretinoin_recent",
        by=by,
        seen_revision=revision,
        reason="specialist-advice",
        comment="Agreed with Dr. Meier.",
    )
    review.sign_off(
        appointment=deferred,
        verdict=review.Verdict("postpone", postponed_to=timezone.localdate() + timedelta(days=200)),
        by=by,
        seen_revision=revision + 1,
        reauthenticated=True,
    )
    text = text_of(made(practitioner, deferred))
    assert "Overridden Alice Adler" in text
    assert "Agreed with Dr. Meier." in text
    assert "Signed off: Postpone to" in text


def test_words_are_text_and_fetch_nothing(practitioner: Client) -> None:
    words = '<img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="file:///etc/passwd">'
    patient = make_patient(f"Ada {words}")
    text = text_of(made(practitioner, hand_in({}, starts_at=AT, patient=patient)))
    assert '<img src="http://127.0.0.1:9/x.png">' in text


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/x.css",
        "data:text/css,p{}",
        "file://elsewhere/static/x.css",
        f"{pdf.STATIC.as_uri()}/../manage.py",
        f"{pdf.STATIC.as_uri()}/%2e%2e/manage.py",
    ],
)
def test_nothing_but_static_files_is_fetched(address: str) -> None:
    refusal = pdf.weasyprint().urls.FatalURLFetchingError
    with pytest.raises(refusal):
        pdf.static_files().fetch(address)


def test_file_is_saved_under_a_name_that_names_nobody(practitioner: Client, deferred: Appointment) -> None:
    response = practitioner.get(f"/review/{deferred.pk}/pdf/")
    name = f"summary-{timezone.localdate():%Y-%m-%d}-{deferred.pk.hex[:8]}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "no-store, private")


def test_saving_is_on_the_audit_trail_and_on_the_timeline(
    practitioner: Client, deferred: Appointment
) -> None:
    made(practitioner, deferred)
    (event,) = AuditEvent.objects.filter(action="response.exported")
    assert event.subject_id == deferred.response.pk
    page = practitioner.get(f"/review/{deferred.pk}/").content.decode()
    assert page.count("Summary saved as PDF") == 1


def test_summary_links_to_its_document(practitioner: Client, deferred: Appointment) -> None:
    page = practitioner.get(f"/review/{deferred.pk}/").content.decode()
    assert page.count(f'href="/review/{deferred.pk}/pdf/"') == 1


def test_earlier_evaluation_has_no_document(practitioner: Client, deferred: Appointment) -> None:
    practitioner.post(
        f"/review/{deferred.pk}/procedure/", {"treatments": ["dermaroller"], "areas": ["full_face"]}
    )
    page = practitioner.get(f"/review/{deferred.pk}/evaluations/1/").content.decode()
    assert page.count(f'href="/review/{deferred.pk}/pdf/"') == 0


def test_questionnaire_not_handed_in_has_no_document(practitioner: Client) -> None:
    appointment = make_appointment(starts_at=AT, treatments=["microneedling_pen"])
    response = practitioner.get(f"/review/{appointment.pk}/pdf/")
    assert response["Content-Type"].startswith("text/html")
    assert "Not handed in yet" in response.content.decode()


@pytest.mark.usefixtures("without_pango")
def test_without_pango_the_page_says_what_to_install(practitioner: Client, deferred: Appointment) -> None:
    response = practitioner.get(f"/review/{deferred.pk}/pdf/")
    page = response.content.decode()
    assert response.status_code == 503
    install = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert (page.count(install), page.count(f'href="/review/{deferred.pk}/"')) == (1, 1)
    assert AuditEvent.objects.filter(action="response.exported").count() == 0


def test_without_a_clinical_role_there_is_no_document(
    deferred: Appointment, charlie: User, bob: User, client_of: Callable[[User], Client]
) -> None:
    statuses = [client_of(user).get(f"/review/{deferred.pk}/pdf/").status_code for user in (charlie, bob)]
    assert statuses == [404, 404]
    assert Client().get(f"/review/{deferred.pk}/pdf/").status_code == 302


def test_earlier_evaluation_has_a_document_of_what_was_known_then(
    practitioner: Client, deferred: Appointment, alice: User
) -> None:
    late = timezone.now() + timedelta(days=700)
    desk.reschedule_appointment(appointment=deferred, starts_at=late, by=Actor.staff(alice))
    page = practitioner.get(f"/review/{deferred.pk}/").content.decode()
    assert f'href="/review/{deferred.pk}/evaluations/1/"' in page
    first = f"/review/{deferred.pk}/evaluations/1/"
    assert f'href="{first}pdf/"' in practitioner.get(first).content.decode()
    text = text_of(practitioner.get(f"{first}pdf/").content)
    assert "Deferred until 28 February 2027" in text
    assert "Evaluation 1 of 2" in text
    assert "Not signed off." not in text
    assert "Deferred until" not in text_of(practitioner.get(f"/review/{deferred.pk}/pdf/").content)
    assert AuditEvent.objects.filter(action="response.exported").count() == 2


@pytest.mark.parametrize("sequence", [0, 2, 99])
def test_evaluation_that_was_never_made_has_no_document(
    practitioner: Client, deferred: Appointment, sequence: int
) -> None:
    assert practitioner.get(f"/review/{deferred.pk}/evaluations/{sequence}/pdf/").status_code == 404


def test_sources_stand_once_at_the_end_with_their_numbers(practitioner: Client) -> None:
    both = STOPPED | {"smoker": "yes", "keloid_history": "personal"}
    page = page_of(
        review.open_summary(appointment=hand_in(both, starts_at=AT), by=SYSTEM), timezone.localdate()
    )
    findings = (*page.worse, *page.milder)
    assert len(page.sources) == len(set(page.sources)) < sum(len(one.sources) for one in findings)
    assert all(one.sources == tuple(page.sources[number - 1] for number in one.numbers) for one in findings)
