"""The page about the treatment, and consent, as a patient meets them without JavaScript."""

from typing import Any

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import Consent
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.desk.conftest import at
from tests.factories import HEALTHY, answer, make_response
from tests.intake.patients import BIRTH_DATE, PatientInBrowser, open_form
from tests.intake.reading import Page, read

pytestmark = pytest.mark.django_db

NEEDED = ["treatment", "storage"]
BOXES = [*NEEDED, "photographs", "marketing"]


class Visitor:
    """A patient of the small rulebook by their link, all questions answered."""

    def __init__(self, **booking: Any) -> None:
        self.stored = answer(make_response(starts_at=at(20), **booking), HEALTHY)
        self.appointment = self.stored.appointment
        _, self.token = desk.create_invitation(appointment=self.appointment, channel="copy", by=SYSTEM)
        self.client = Client()
        self.client.post(f"/i/{self.token}/", BIRTH_DATE)

    def page(self, path: str) -> Page:
        """A page of the form."""
        return read(self.client.get(f"/i/form/{path}/"))

    def declare(self) -> Any:
        """Confirm the answers."""
        return self.client.post("/i/form/check/", self.page("check").data | {"declaration": "on"})

    def sign(self, *boxes: str, **more: str) -> Any:
        """Send the consent page with these boxes ticked."""
        data = self.page("consent").data | dict.fromkeys(boxes, "on") | {"name": "Ada Canary"} | more
        return self.client.post("/i/form/consent/", data)


@pytest.fixture
def visitor(db: None) -> Visitor:
    """Has checked the answers and declared them true."""
    one = Visitor()
    assert one.declare().url == "/i/form/treatment/"
    return one


def test_treatment_page_tells_what_the_catalogue_says() -> None:
    patient = open_form()
    page = read(patient.client.get("/i/form/treatment/"))
    for words in (
        "Microneedling with a pen",
        "How it works",
        "200 to 800 USD",
        "never a quote",
        "The treatments side by side",
        "planned for you",
        "Fractional laser",
        "What about rollers for home use?",
        "they do not reach the depth",
        "The first day",
        "Day 1 to 3",
        "Month 3 to 6",
        "US Food and Drug Administration",
    ):
        assert words in page.text
    assert "/i/form/consent/" not in [href for href, _ in page.links]


def test_consent_comes_after_the_declaration_only() -> None:
    visitor = Visitor()
    assert visitor.client.get("/i/form/consent/").headers["Location"] == "/i/form/check/"
    visitor.declare()
    assert ("/i/form/consent/", "Go on to consent") in visitor.page("treatment").links


def test_answers_changed_after_the_declaration_are_checked_again(visitor: Visitor) -> None:
    answer(visitor.stored.__class__.objects.whole().get(), {"tablets": "unsure", "tablets_last": "unknown"})
    assert visitor.client.get("/i/form/consent/").headers["Location"] == "/i/form/check/"


def test_nothing_is_ticked_beforehand(visitor: Visitor) -> None:
    page = visitor.page("consent")
    boxes = [control for control in page.controls if control.type == "checkbox"]
    assert ([box.name for box in boxes], [box.name for box in boxes if box.name in page.data]) == (BOXES, [])


def test_signed_with_what_is_needed_the_answers_are_sent(visitor: Visitor) -> None:
    assert visitor.sign(*NEEDED).url == "/i/form/sent/"
    assert Consent.objects.get().signed["given"] == ["storage", "treatment"]


def test_without_a_needed_box_or_a_name_nothing_is_sent_and_all_is_said(visitor: Visitor) -> None:
    response = visitor.sign("photographs", name=" ", relation="carer")
    page = read(response)
    assert (response.status_code, page.title.startswith("Error:")) == (422, True)
    assert [href for href, _ in page.links if href.startswith("#id_")] == [
        "#id_treatment",
        "#id_storage",
        "#id_name",
    ]
    assert (page.values("relation"), "photographs" in page.data) == (["carer"], True)
    assert Consent.objects.count() == 0


def test_drawing_that_is_none_is_refused(visitor: Visitor) -> None:
    assert visitor.sign(*NEEDED, drawing="M1 1L2 2Z").status_code == 422


def test_text_that_changed_meanwhile_is_shown_again(visitor: Visitor) -> None:
    data = visitor.page("consent").data | dict.fromkeys(NEEDED, "on") | {"name": "Ada Canary"}
    desk.change_procedure(
        appointment=visitor.appointment, treatments=["pen"], areas=["full_face", "neck"], by=SYSTEM
    )
    response = visitor.client.post("/i/form/consent/", data)
    page = read(response)
    assert (response.status_code, page.values("name")) == (409, ["Ada Canary"])
    assert "The text has changed since you opened this page." in page.text
    assert (Consent.objects.count(), "treatment" in page.data) == (0, False)
    assert visitor.sign(*NEEDED).url == "/i/form/sent/"


def test_what_was_signed_is_shown_and_the_optional_is_taken_back(visitor: Visitor) -> None:
    visitor.sign(*BOXES, drawing="M1 1L20 30")
    page = visitor.page("consented")
    assert page.h1 == "What you signed"
    assert page.text.count("Agreed:") == 4
    sent = {"response": str(visitor.stored.pk), "withdraw": "marketing"}
    assert visitor.client.post("/i/form/consented/", sent)["Location"] == "/i/form/consented/"
    assert visitor.page("consented").text.count("Taken back:") == 1
    assert visitor.client.post("/i/form/consented/", sent).status_code == 409
    assert visitor.client.post("/i/form/consented/", sent | {"withdraw": "treatment"}).status_code == 409


def test_copy_is_a_pdf(visitor: Visitor) -> None:
    assert visitor.client.get("/i/form/consent/copy/").status_code == 302
    visitor.sign(*NEEDED, drawing="M1 1L20 30")
    copy = visitor.client.get("/i/form/consent/copy/")
    assert (copy["Content-Type"], copy.content[:5]) == ("application/pdf", b"%PDF-")


def test_added_area_asks_for_consent_anew_by_the_same_link(visitor: Visitor) -> None:
    visitor.sign(*NEEDED)
    desk.change_procedure(
        appointment=visitor.appointment, treatments=["pen"], areas=["full_face", "neck"], by=SYSTEM
    )
    client = Client()
    assert "has a question left" in read(client.get(f"/i/{visitor.token}/")).text
    client.post(f"/i/{visitor.token}/", BIRTH_DATE)
    assert client.get("/i/form/")["Location"] == "/i/form/treatment/"
    visitor.client = client
    assert "have changed since you signed" in visitor.page("consent").text
    assert visitor.sign(*NEEDED).url == "/i/form/consented/"
    assert Consent.objects.count() == 2


def test_summary_says_what_was_consented_and_that_it_no_longer_covers(
    visitor: Visitor, client_of: Any, alice: User
) -> None:
    visitor.sign(*NEEDED, "photographs", drawing="M1 1L20 30")
    path = f"/review/{visitor.appointment.pk}/"
    html = client_of(alice).get(path).content.decode()
    assert (Consent.objects.get().digest in html, 'd="M1 1L20 30"' in html) == (True, True)
    assert "no longer covers" not in html
    desk.change_procedure(appointment=visitor.appointment, treatments=["laser"], areas=["neck"], by=SYSTEM)
    assert "The consent no longer covers what is planned." in client_of(alice).get(path).content.decode()


def begin(client: Client, appointment: Any, **who: str) -> None:
    """Reception begins to enter answers."""
    patient = {"kind": "patient", "name": "", "relation": ""}
    client.post(f"/desk/appointments/{appointment.pk}/answers/", patient | who)


def test_staff_hand_in_without_consent_and_the_summary_says_so(
    client_of: Any, erin: User, alice: User
) -> None:
    stored = answer(make_response(starts_at=at(20)), HEALTHY)
    desk_client = client_of(erin)
    begin(desk_client, stored.appointment)
    page = read(desk_client.get("/i/form/check/"))
    assert desk_client.get("/i/form/consent/").status_code == 404
    desk_client.post("/i/form/check/", page.data | {"declaration": "on"})
    stored.refresh_from_db()
    assert (stored.is_submitted, Consent.objects.count()) == (True, 0)
    html = client_of(alice).get(f"/review/{stored.appointment_id}/").content.decode()
    assert "Consent is still to be given." in html


@pytest.mark.parametrize("signs", [True, False])
def test_guardian_beside_staff_signs_with_name_and_relation_or_does_not(
    client_of: Any, erin: User, signs: bool
) -> None:
    stored = answer(make_response(starts_at=at(20)), HEALTHY)
    client = client_of(erin)
    begin(client, stored.appointment, kind="guardian", name="Gerda Guard", relation="mother")
    client.post("/i/form/check/", read(client.get("/i/form/check/")).data | {"declaration": "on"})
    page = read(client.get("/i/form/consent/"))
    assert "Gerda Guard reads this and signs." in page.text
    sent = page.data | dict.fromkeys(NEEDED, "on") | {"name": "Gerda Guard"}
    if signs:
        refused = client.post("/i/form/consent/", sent)
        named = [href for href, _ in read(refused).links if href.startswith("#id_")]
        assert (refused.status_code, named) == (422, ["#id_relation"])
        done = client.post("/i/form/consent/", sent | {"relation": "mother"})
    else:
        done = client.post("/i/form/consent/", page.data | {"do": "without"})
    assert done["Location"] == f"/desk/appointments/{stored.appointment_id}/"
    assert [(one.signed["relation"], one.taken_by) for one in Consent.objects.all()] == (
        [("mother", erin)] if signs else []
    )


def test_starter_text_depends_on_the_area(ada: PatientInBrowser) -> None:
    ada.answer_all(treatment_areas=[])
    ada.declare()
    text = read(ada.client.get("/i/form/consent/")).text
    assert "The skin around the eyes is thin." in text
    assert "If you smoke" not in text
