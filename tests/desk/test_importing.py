"""Appointments from another booking system: looked at row by row, then imported."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from screening.models import Appointment, AppointmentImport, Patient
from tests.desk.reading import html_of, problems_of, rows_of, said
from tests.factories import make_patient

pytestmark = pytest.mark.django_db

HEADER = "reference,date,time,name,birth date,treatment"


def csv_of(*rows: str) -> bytes:
    return "\r\n".join([HEADER, *rows]).encode()


def row(
    reference: str, name: str, born: str = "1990-04-02", treatment: str = "Pen", time: str = "09:00"
) -> str:
    return f"{reference},{timezone.localdate() + timedelta(days=1)},{time},{name},{born},{treatment}"


def upload(client: Client, data: bytes) -> Any:
    return client.post("/desk/import/", {"file": SimpleUploadedFile("day.csv", data, "text/csv")})


def preview(client: Client, *rows: str) -> tuple[str, str]:
    """The address of the preview and its page."""
    address = upload(client, csv_of(*rows))["Location"]
    return address, html_of(client, address)


def seen_on(html: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def confirm(client: Client, address: str, html: str, **choices: str) -> Any:
    return client.post(address, {"do": "import", "seen": seen_on(html), **choices})


def test_every_row_is_shown_with_what_becomes_of_it(desk_client: Client) -> None:
    _address, html = preview(
        desk_client,
        row("A1", "Nora Nightingale"),
        row("A2", "Bad Day", born="never"),
        row("A3", "Bad Treatment", treatment="Surgery"),
    )
    assert [line.split(" ", 4)[-1] for line in rows_of(html)] == [
        "Nora Nightingale Pen Will be booked New patient",
        "Bad Day Pen Cannot be imported Give the date of birth like 1990-04-02 or 2.4.1990.",
        "Bad Treatment Surgery Cannot be imported Not known here: Surgery.",
    ]
    assert [Patient.objects.count(), Appointment.objects.count()] == [0, 0]


def test_nothing_is_imported_unless_confirmed_and_then_only_what_can_be(desk_client: Client) -> None:
    address, html = preview(desk_client, row("A1", "Nora Nightingale"), row("A2", "Bad", born="never"))
    response = confirm(desk_client, address, html)
    assert response.status_code == 200
    assert "1 appointment booked 0 appointments changed 1 patient added 1 row changed nothing" in said(
        response
    )
    assert Appointment.objects.get().external_reference == "A1"


def test_the_same_file_twice_changes_nothing(desk_client: Client) -> None:
    answers = []
    for _ in range(2):
        address, html = preview(desk_client, row("A1", "Nora Nightingale"))
        answers.append(said(confirm(desk_client, address, html)))
    assert "0 appointments booked 0 appointments changed 0 patients added 1 row changed" in answers[1]
    assert [Patient.objects.count(), Appointment.objects.count()] == [1, 1]


def test_confirming_twice_is_refused(desk_client: Client) -> None:
    address, html = preview(desk_client, row("A1", "Nora Nightingale"))
    assert confirm(desk_client, address, html).status_code == 200
    assert confirm(desk_client, address, html).status_code == 409
    assert Appointment.objects.count() == 1


def test_patient_is_chosen_where_it_may_be_somebody_known(desk_client: Client) -> None:
    known = make_patient("Nora Nightingail", date(1990, 4, 2))
    address, html = preview(desk_client, row("A1", "Nora Nightingale"))
    assert "Choose the patient" in html
    assert confirm(desk_client, address, html).status_code == 422
    assert Appointment.objects.count() == 0
    chosen = {"row-2": str(known.pk)}
    again = desk_client.post(address, {"do": "look", **chosen}).content.decode()
    assert confirm(desk_client, address, again, **chosen).status_code == 200
    assert Appointment.objects.get().patient == known


def test_what_has_changed_since_the_preview_is_shown_first(desk_client: Client) -> None:
    address, html = preview(desk_client, row("A1", "Nora Nightingale"))
    make_patient("Nora Nightingail", date(1990, 4, 2))
    response = confirm(desk_client, address, html)
    assert response.status_code == 409
    assert "Something has changed since this preview was made." in said(response)
    assert Appointment.objects.count() == 0


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03", b"one,two\n1,2\n"])
def test_file_that_is_no_list_is_refused(desk_client: Client, data: bytes) -> None:
    response = upload(desk_client, data)
    assert response.status_code == 422
    assert len(problems_of(response)) == 1
    assert AppointmentImport.objects.count() == 0


def test_no_file_at_all_is_refused(desk_client: Client) -> None:
    response = desk_client.post("/desk/import/", {})
    assert response.status_code == 422
    assert problems_of(response) == ["File with appointments (CSV) \N{EN DASH} Choose a file."]


def test_choice_that_no_page_offers_is_refused(desk_client: Client) -> None:
    address, html = preview(desk_client, row("A1", "Nora Nightingale"))
    assert desk_client.post(address, {"row-x": "new"}).status_code == 400
    assert desk_client.post(address, {"do": "import", "seen": "forged"}).status_code == 409
    assert "Nora" in html


def test_sample_file_can_be_imported(desk_client: Client) -> None:
    sample = desk_client.get("/desk/import/sample.csv")
    assert sample["Content-Disposition"] == 'attachment; filename="appointments-sample.csv"'
    address = upload(desk_client, sample.content)["Location"]
    assert confirm(desk_client, address, html_of(desk_client, address)).status_code == 200
    assert Appointment.objects.count() == 2


def test_import_page_shows_no_script_of_the_file(desk_client: Client) -> None:
    _address, html = preview(desk_client, row("A1", "<script>alert(1)</script>"))
    assert "<script>alert" not in html
