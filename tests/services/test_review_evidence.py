import hashlib
from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from screening.models import AuditEvent, Evidence
from screening.models.review.evidence import MOST_BYTES
from screening.services import review
from screening.services.audit import SYSTEM
from screening.services.errors import InvalidInput, NotPermitted
from screening.services.review.active_content import UnreadablePdf, is_active
from screening.services.review.evidence import EvidenceDamaged, plain_name
from screening.services.review.sniffing import media_type_of
from tests.clinicians import UNSURE, practitioner, review_of, revision_of, submitted
from tests.letters import ACTIVE, HARMLESS, JPEG, PDF, PNG, REFUSED, UNREADABLE


@pytest.mark.parametrize(
    ("data", "expected"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")]
)
def test_type_is_found_from_the_content(data: bytes, expected: str) -> None:
    assert media_type_of(data) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_other_content_has_no_type(name: str) -> None:
    assert media_type_of(REFUSED[name]) is None


@given(st.sampled_from([b"", PDF[:7], PNG[:16], JPEG[:4]]), st.binary(max_size=80))
def test_any_bytes_are_read_without_an_error(start: bytes, rest: bytes) -> None:
    assert media_type_of(start + rest) in {None, *Evidence.MediaType}


@pytest.mark.django_db
def test_letter_comes_back_as_it_went_in_and_is_encrypted_meanwhile() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    letter = review.add_evidence(appointment=appointment, name="C:\\x\\From Dr Ok.pdf", data=PDF, by=petra)
    read = review.open_evidence(evidence_id=letter.pk, review=review_of(appointment), by=petra)
    assert (read.name, read.data, read.media_type) == ("From Dr Ok.pdf", PDF, "application/pdf")
    assert (read.size, read.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, data FROM screening_evidence")
        (row,) = cursor.fetchall()
    assert [text[:6] for text in row] == ["v1.t1."] * 2


@pytest.mark.django_db
def test_letter_is_read_through_its_own_record_only_and_with_a_trace() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    letter = review.add_evidence(appointment=appointment, name="a.png", data=PNG, by=petra)
    with pytest.raises(Evidence.DoesNotExist):
        review.open_evidence(evidence_id=letter.pk, review=review_of(submitted(UNSURE)), by=petra)
    review.open_evidence(evidence_id=letter.pk, review=review_of(appointment), by=petra)
    assert list(AuditEvent.objects.about(letter).values_list("action", flat=True)) == [
        "review.evidence-added",
        "evidence.read",
    ]


@pytest.mark.django_db
def test_letter_that_is_not_what_was_uploaded_is_not_given_out() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    letter = review.add_evidence(appointment=appointment, name="a.pdf", data=PDF, by=petra)
    letter.data = PNG
    letter.save()
    with pytest.raises(EvidenceDamaged):
        review.open_evidence(evidence_id=letter.pk, review=review_of(appointment), by=petra)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"%PDF-1.7" + b"\0" * MOST_BYTES, "too_large"), (b"GIF89a", "wrong_type")],
)
def test_unfit_letter_is_refused(data: bytes, code: str) -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    with pytest.raises(InvalidInput) as refusal:
        review.add_evidence(appointment=appointment, name="a.pdf", data=data, by=petra)
    assert ([one.code for one in refusal.value.problems], Evidence.objects.count()) == ([code], 0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*ACTIVE, *UNREADABLE])
def test_pdf_that_does_something_or_cannot_be_checked_is_refused(name: str) -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    with pytest.raises(InvalidInput) as refusal:
        review.add_evidence(
            appointment=appointment, name="a.pdf", data={**ACTIVE, **UNREADABLE}[name], by=petra
        )
    expected = "active" if name in ACTIVE else "unreadable"
    assert ([one.code for one in refusal.value.problems], Evidence.objects.count()) == ([expected], 0)


@pytest.mark.parametrize("name", HARMLESS)
def test_pdf_that_only_shows_pages_and_links_is_taken(name: str) -> None:
    assert not is_active(HARMLESS[name])


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_into_without_another_error(rest: bytes) -> None:
    with suppress(UnreadablePdf):
        assert is_active(PDF[:60] + rest + PDF[60:]) in {True, False}


@pytest.mark.django_db
def test_letter_ends_the_waiting_for_clearance() -> None:
    appointment, petra = submitted(UNSURE), practitioner()
    review.await_clearance(appointment=appointment, by=petra, seen_revision=revision_of(appointment))
    assert review_of(appointment).state == "waiting-for-clearance"
    review.add_evidence(appointment=appointment, name="a.jpg", data=JPEG, by=petra)
    assert review_of(appointment).state == "needs-review"


@pytest.mark.django_db
def test_letter_needs_a_member_of_staff() -> None:
    with pytest.raises(NotPermitted):
        review.add_evidence(appointment=submitted(UNSURE), name="a.pdf", data=PDF, by=SYSTEM)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/x.pdf", "x.pdf"), ("a\0\r\nb.png", "ab.png"), ("", "letter"), ("/", "letter")],
)
def test_name_keeps_no_folder_and_no_control_character(given: str, kept: str) -> None:
    assert plain_name(given) == kept
