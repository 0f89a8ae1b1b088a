"""Reception meets no health word: every page of the desk is read for words of findings and answers."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils.html import strip_tags

from clinic.accounts.models import User
from screening.models import Appointment
from screening.services import review
from tests.clinicians import ACNE, TABLETS, UNSURE, lead, override, practitioner, sign, submitted
from tests.desk.conftest import at
from tests.desk.reading import html_of
from tests.factories import make_patient, small_document

pytestmark = pytest.mark.django_db

SEVERITIES = ("contraindicated", "deferred", "clearance", "precaution", "eligible", "override", "acknowledge")
NOTE = "Seen in person with Doctor Secret."


@pytest.fixture
def appointments(published: object) -> list[Appointment]:
    """Today: findings of every kind, decided and not, signed off every way."""
    stories = (("Ada", ACNE), ("Bo", TABLETS), ("Cy", UNSURE), ("Di", ACNE), ("Ed", ACNE))
    found = [
        submitted(answers, starts_at=at(0, 9 + number), patient=make_patient(f"{name} Canary"))
        for number, (name, answers) in enumerate(stories)
    ]
    by = lead()
    override(found[0], "acne", practitioner(), comment=NOTE)
    sign(found[3], by, "decline", note=NOTE)
    sign(found[4], by, "postpone", postponed_to=at(40).date(), note=NOTE)
    review.add_note(appointment=found[2], text=NOTE, by=by)
    return found


def forbidden() -> Iterator[str]:
    """Every word of the rulebook about health, and of what staff wrote."""
    document = small_document()
    yield from (rule["title"] for rule in document["rules"])
    yield from (rule["topic"] for rule in document["rules"])
    yield from (item["label"] for item in document["items"] if item["section"] == "health")
    yield from SEVERITIES
    yield from ("Doctor Secret", "chin", "clinical-judgement")


def pages_of(client: Client, appointments: list[Appointment]) -> Iterator[tuple[str, str]]:
    """Every page of the desk about these appointments."""
    addresses = ["/desk/", "/desk/week/", "/desk/recall/", "/desk/patients/"]
    for one in appointments:
        addresses += [f"/desk/appointments/{one.pk}/{tail}" for tail in ("", "change/", "cancel/", "asked/")]
        addresses += [f"/desk/patients/{one.patient_id}/{tail}" for tail in ("", "edit/", "book/", "merge/")]
    for address in addresses:
        yield address, html_of(client, address)
    yield "search", client.post("/desk/patients/", {"typed": "canary"}).content.decode()
    for one in appointments:
        for tail in ("answers/", "tablet/", "link/send/", "link/copy/"):
            answer = client.post(f"/desk/appointments/{one.pk}/{tail}")
            assert answer.status_code in {302, 409}
            yield tail, answer.content.decode()


def without_forms(html: str) -> str:
    """A page's words; the choice of areas is that of everybody, not this patient's."""
    return strip_tags(re.sub(r'<details class="areas".*?</details>', " ", html, flags=re.DOTALL)).lower()


def test_no_page_of_the_desk_holds_a_health_word(
    desk_client: Client, appointments: list[Appointment]
) -> None:
    words = sorted({word.lower() for word in forbidden()})
    pages = list(pages_of(desk_client, appointments))
    leaks = [
        (address, word)
        for address, html in pages
        for word in words
        if re.search(rf"\b{re.escape(word)}\b", without_forms(html))
    ]
    assert leaks == []
    assert len(pages) == 4 + len(appointments) * 12 + 1


def test_the_words_looked_for_are_on_the_practitioners_page(
    client_of: Callable[[User], Client], alice: User, appointments: list[Appointment]
) -> None:
    page = strip_tags(html_of(client_of(alice), f"/review/{appointments[0].pk}/")).lower()
    assert {word for word in ("acne in the area", "contraindicated", "chin") if word in page} == {
        "acne in the area",
        "contraindicated",
        "chin",
    }


def test_reception_cannot_open_what_the_desk_does_not_show(
    desk_client: Client, appointments: list[Appointment]
) -> None:
    assert desk_client.get(f"/review/{appointments[0].pk}/").status_code == 404
    assert desk_client.get("/review/").status_code == 404


def test_every_gate_on_hold_looks_the_same(desk_client: Client, appointments: list[Appointment]) -> None:
    words = {
        re.sub(
            r"\s+",
            " ",
            strip_tags(html_of(desk_client, f"/desk/appointments/{one.pk}/").split('id="gate"')[1]),
        )[:60]
        for one in appointments[:3]
    }
    assert len(words) == 1
