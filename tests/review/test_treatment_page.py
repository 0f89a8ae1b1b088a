"""The page of the treatment day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import Appointment, AuditEvent, Patient, TreatmentPermission, TreatmentRecord
from tests.factories import make_patient
from tests.review.starter import PEN, hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

SENT: dict[str, Any] = {
    "procedure": "microneedling_pen:Motorised pen",
    "other_device": "",
    "depth": "1.5",
    "passes": "3",
    "batch": "LOT 44",
    "products": "Numbing cream\nHyaluronic acid",
    "areas": ["full_face"],
    "reaction": "Even redness",
    "note": "",
    "without_clearance": "Patch test on the neck.",
}


@pytest.fixture
def today(alice: User) -> Appointment:
    """An appointment of today, not signed off; Alice may perform it."""
    TreatmentPermission.objects.create(user=alice, treatment=PEN[0], may_perform=True)
    return on_day(0)


def on_day(days: int, patient: Patient | None = None) -> Appointment:
    at = timezone.now().replace(microsecond=0)
    appointment = hand_in({}, starts_at=at + timedelta(days=30), patient=patient)
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=at + timedelta(days=days))
    found: Appointment = Appointment.objects.with_people().get(pk=appointment.pk)
    return found


def url(appointment: Appointment, rest: str = "") -> str:
    return f"/review/{appointment.pk}/treatment/{rest}"


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def post(client: Client, appointment: Appointment, rest: str = "", **changes: Any) -> Any:
    return client.post(url(appointment, rest), {**SENT, **changes})


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return dict(response.context["form"].errors)


def test_treatment_is_recorded_and_shown(practitioner: Client, today: Appointment) -> None:
    response = post(practitioner, today)
    assert (response.status_code, response["Location"]) == (302, url(today))
    row = TreatmentRecord.objects.get()
    assert (row.device, row.depth_um, row.passes, row.batch) == ("Motorised pen", 1500, 3, "LOT 44")
    assert (row.products, row.areas) == (["Numbing cream", "Hyaluronic acid"], ["full_face"])
    assert row.without_clearance == "Patch test on the neck."
    page = html(practitioner, url(today))
    for words in (
        ">Microneedling pen, Motorised pen</span>",
        "1.5\N{NO-BREAK SPACE}mm · 3 passes",
        "LOT 44",
        "Signed by Alice Adler on",
    ):
        assert page.count(words) == 1


def test_catalogues_depths_stand_beside_the_field(practitioner: Client, today: Appointment) -> None:
    hint = "In the catalogue: Motorised pen 0.5 to 2.5 mm; Stamp 0.5 to 1.5 mm."
    assert html(practitioner, url(today)).count(hint) == 1


def test_depth_beyond_the_catalogue_is_warned_of_and_can_be_confirmed(
    practitioner: Client, today: Appointment
) -> None:
    refused = post(practitioner, today, depth="2.6")
    assert errors(refused) == {
        "depth": ["The catalogue goes to 2.5 mm with this device. Correct the depth, or confirm it below."]
    }
    assert refused.content.decode().count('name="depth_confirmed"') == 1
    assert post(practitioner, today, depth="2.6", depth_confirmed="on").status_code == 302
    assert html(practitioner, url(today)).count("Deeper than the catalogue") == 1


def test_confirmation_is_not_offered_where_nothing_is_to_confirm(
    practitioner: Client, today: Appointment
) -> None:
    assert html(practitioner, url(today)).count('name="depth_confirmed"') == 0


@pytest.mark.parametrize(("typed", "stored"), [("1,5", 1500), ("0.25", 250), ("2", 2000), ("", None)])
def test_depth_is_typed_in_millimetres(
    practitioner: Client, today: Appointment, typed: str, stored: int | None
) -> None:
    post(practitioner, today, depth=typed)
    assert TreatmentRecord.objects.get().depth_um == stored


@pytest.mark.parametrize("typed", ["deep", "-1", "0", "11", "1.50001", "NaN", "1e999", "∞"])
def test_unfit_depth_is_refused_at_its_field(practitioner: Client, today: Appointment, typed: str) -> None:
    assert list(errors(post(practitioner, today, depth=typed))) == ["depth"]


def test_what_was_typed_is_not_lost(practitioner: Client, today: Appointment) -> None:
    page = post(practitioner, today, batch="Mrs Canary!").content.decode()
    assert page.count("Hyaluronic acid") == 1
    assert TreatmentRecord.objects.count() == 0


def test_uncleared_appointment_asks_why(practitioner: Client, today: Appointment) -> None:
    assert list(errors(post(practitioner, today, without_clearance=""))) == ["without_clearance"]


def test_another_device_is_named(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today, procedure="microneedling_pen:other", other_device="Dermapen 4", depth="1.0")
    assert TreatmentRecord.objects.get().device == "Dermapen 4"


def test_treatment_that_is_not_planned_is_refused(practitioner: Client, today: Appointment) -> None:
    assert list(errors(post(practitioner, today, procedure="prp:other"))) == ["procedure"]


def test_record_is_amended_beside_the_old_one(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today)
    first = TreatmentRecord.objects.get()
    page = html(practitioner, url(today, f"{first.pk}/"))
    assert page.count('value="LOT 44"') == 1
    response = post(practitioner, today, f"{first.pk}/", passes="4", because="Miscounted.")
    assert response.status_code == 302
    assert [row.passes for row in TreatmentRecord.objects.in_order()] == [3, 4]
    page = html(practitioner, url(today))
    assert (page.count("4 passes"), page.count("Earlier versions"), page.count("Miscounted.")) == (1, 1, 1)


def test_amendment_needs_a_reason(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today)
    first = TreatmentRecord.objects.get()
    assert list(errors(post(practitioner, today, f"{first.pk}/", because=""))) == ["because"]


def test_replaced_record_cannot_be_amended(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today)
    first = TreatmentRecord.objects.get()
    post(practitioner, today, f"{first.pk}/", because="Miscounted.")
    assert post(practitioner, today, f"{first.pk}/", because="Again.").status_code == 404


def test_record_of_another_appointment_is_not_there(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today)
    other = on_day(0)
    assert practitioner.get(url(other, f"{TreatmentRecord.objects.get().pk}/")).status_code == 404


def test_record_entered_by_mistake_is_withdrawn(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today)
    first = TreatmentRecord.objects.get()
    address = url(today, f"{first.pk}/withdraw/")
    assert practitioner.post(address, {"because": " "}).status_code == 422
    assert practitioner.post(address, {"because": "Wrong patient."}).status_code == 302
    page = html(practitioner, url(today))
    assert (page.count("Nothing has been recorded yet."), page.count("Wrong patient.")) == (1, 1)


def test_before_the_day_nothing_can_be_recorded(practitioner: Client, alice: User) -> None:
    TreatmentPermission.objects.create(user=alice, treatment=PEN[0], may_perform=True)
    ahead = on_day(1)
    assert html(practitioner, url(ahead)).count("This appointment lies ahead.") == 1
    assert post(practitioner, ahead).status_code == 422
    assert TreatmentRecord.objects.count() == 0


def test_who_may_not_perform_reads_and_does_not_record(practitioner: Client) -> None:
    appointment = on_day(0)
    page = html(practitioner, url(appointment))
    assert (page.count("You are not among those"), page.count("Sign and record")) == (1, 0)
    assert post(practitioner, appointment).status_code == 422
    assert TreatmentRecord.objects.count() == 0


def test_reading_the_day_is_on_the_audit_trail(practitioner: Client, today: Appointment) -> None:
    practitioner.get(url(today))
    assert [event.subject_id for event in AuditEvent.objects.filter(action="treatment.read")] == [today.pk]


def test_record_stands_on_the_summary_and_on_the_next_one(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today)
    assert html(practitioner, f"/review/{today.pk}/").count("1.5\N{NO-BREAK SPACE}mm · 3 passes") == 1
    following = on_day(28, patient=today.patient)
    page = html(practitioner, f"/review/{following.pk}/")
    assert (page.count("Last treatment: "), page.count("1.5\N{NO-BREAK SPACE}mm · 3 passes")) == (1, 1)


def test_first_patient_has_no_last_treatment(practitioner: Client, today: Appointment) -> None:
    assert (
        html(practitioner, f"/review/{on_day(28, patient=make_patient('Bea')).pk}/").count("Last treatment")
        == 0
    )


def test_words_are_shown_as_text(practitioner: Client, today: Appointment) -> None:
    post(practitioner, today, note="<b>bold</b>")
    assert html(practitioner, url(today)).count("<b>bold</b>") == 0


def addresses_of(today: Appointment, practitioner: Client) -> list[tuple[str, str]]:
    post(practitioner, today)
    record = TreatmentRecord.objects.get()
    urls = [url(today, rest) for rest in ("", f"{record.pk}/", f"{record.pk}/withdraw/")]
    return [(method, address) for method in ("get", "post") for address in urls]


def test_without_a_clinical_role_no_treatment_is_there(
    practitioner: Client, today: Appointment, charlie: User, bob: User, client_of: Callable[[User], Client]
) -> None:
    tried = addresses_of(today, practitioner)
    for user in (charlie, bob):
        client = client_of(user)
        missing = client.get("/review/00000000-0000-4000-8000-000000000000/")
        answers = [getattr(client, method)(address) for method, address in tried]
        assert {(answer.status_code, answer.content) for answer in answers} == {(404, missing.content)}
    assert TreatmentRecord.objects.count() == 1


def test_signed_out_the_treatment_leads_to_the_sign_in(practitioner: Client, today: Appointment) -> None:
    tried = addresses_of(today, practitioner)
    answers = [getattr(Client(), method)(address, SENT) for method, address in tried]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"].split("?")[0] for answer in answers} == {"/accounts/sign-in/"}
    assert TreatmentRecord.objects.count() == 1
