"""Every answer is stored as it is given, while the page stays open."""

from typing import Any

import pytest

from tests.factories import submit
from tests.intake.patients import PatientInBrowser, make_link, open_form
from tests.intake.reading import read

pytestmark = pytest.mark.django_db


def give(ada: PatientInBrowser, section: str, item: str, typed: dict[str, Any], **more: Any) -> Any:
    """What the script of the page sends for one question."""
    page = ada.page(section)
    own = {name: page.data[name] for name in ("response", "revision")}
    fields = {f"q-{name}": value for name, value in typed.items()}
    return ada.client.post(f"/i/form/questions/{section}/answer/", {**own, "item": item, **fields, **more})


def test_answer_is_stored_and_the_page_learns_its_revision(ada: PatientInBrowser) -> None:
    told = give(ada, "pregnancy", "pregnant", {"pregnant": "no"})
    assert (told.status_code, told.json(), ada.answers) == (
        200,
        {"revision": 1, "kept": 1},
        {"pregnant": "no"},
    )
    page = ada.page("pregnancy")
    assert (page.values("q-pregnant"), page.values("revision")) == (["no"], ["1"])


def test_answer_taken_back_is_cleared(ada: PatientInBrowser) -> None:
    give(ada, "allergies", "allergies", {"allergies": ["nickel"]})
    give(ada, "allergies", "allergies", {})
    assert ada.answers == {}


def test_medicine_without_the_rest_is_kept(ada: PatientInBrowser) -> None:
    typed = {"medicines-row": ["0", "1"], "medicines-0-name": "Eliquis", "medicines-1-name": ""}
    give(ada, "medicines", "medicines", typed)
    assert ada.answers == {"medicines": [{"name": "Eliquis"}]}


def test_half_a_date_is_refused_with_what_is_missing(ada: PatientInBrowser) -> None:
    told = give(ada, "medicines", "isotretinoin_last_dose", {"isotretinoin_last_dose-month": "3"})
    assert (told.status_code, told.json()) == (422, {"message": "A date needs at least a month and a year."})
    assert ada.answers == {}


def test_row_that_cannot_be_read_is_named(ada: PatientInBrowser) -> None:
    typed = {"medicines-row": ["0"], "medicines-0-name": "a" * 500}
    told = give(ada, "medicines", "medicines", typed)
    assert (told.status_code, "too long" in told.json()["message"]) == (422, True)


@pytest.mark.parametrize("item", ["", "pregnant", "fitzpatrick", "nothing"])
def test_question_of_another_page_is_not_found(ada: PatientInBrowser, item: str) -> None:
    assert give(ada, "medicines", item, {"pregnant": "no"}).status_code == 404
    assert ada.answers == {}


def test_answer_from_a_stale_window_is_refused(ada: PatientInBrowser) -> None:
    give(ada, "pregnancy", "pregnant", {"pregnant": "yes"})
    told = give(ada, "pregnancy", "pregnant", {"pregnant": "no"}, revision="0")
    assert (told.status_code, ada.answers) == (409, {"pregnant": "yes"})


def test_answer_after_sending_is_refused(ada: PatientInBrowser) -> None:
    own = ada.page("pregnancy").data
    ada.answer_all()
    response = ada.response
    submit(response)
    sent = {**own, "item": "pregnant", "q-pregnant": "yes"}
    told = ada.client.post("/i/form/questions/pregnancy/answer/", sent)
    assert (told.status_code, ada.answers["pregnant"]) == (410, "no")


def test_answer_without_a_session_is_refused(ada: PatientInBrowser) -> None:
    ada.client.session.flush()
    ada.client.cookies.clear()
    own = {"response": str(ada.response.pk), "revision": "0", "item": "pregnant", "q-pregnant": "yes"}
    assert ada.client.post("/i/form/questions/pregnancy/answer/", own).status_code == 403


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 10])
def test_page_without_its_revision_is_refused(ada: PatientInBrowser, revision: str) -> None:
    assert give(ada, "pregnancy", "pregnant", {"pregnant": "no"}, revision=revision).status_code == 400


def test_link_continues_at_the_first_open_question_of_the_section_in_hand() -> None:
    appointment, _token = make_link()
    ada = open_form()
    assert appointment.pk != ada.appointment.pk
    assert ada.client.get("/i/form/")["Location"] == "/i/form/questions/about/"
    give(ada, "about", "concern", {"concern": ["fine_lines"]})
    assert ada.client.get("/i/form/")["Location"] == "/i/form/questions/about/#slot-event_soon"
    give(ada, "about", "event_soon", {"event_soon": "no"})
    assert ada.client.get("/i/form/")["Location"] == "/i/form/questions/about/"


def test_page_tells_its_script_where_answers_go(ada: PatientInBrowser) -> None:
    page = read(ada.client.get("/i/form/questions/pregnancy/"))
    form = page.ids["section-form"]
    assert (form["data-answers"], form["data-alive"]) == (
        "/i/form/questions/pregnancy/answer/",
        "/i/form/alive/",
    )
    assert "data-tablet" not in form
