"""Questions that open and close while a page is filled in."""

import pytest

from tests.intake.patients import PatientInBrowser
from tests.intake.reading import Page, read

pytestmark = pytest.mark.django_db


def slots(page: Page) -> dict[str, bool]:
    """The slots that come, and whether each is shown."""
    return {name: "hidden" not in page.ids[f"slot-{name}"] for name in page.slots}


def test_nothing_comes_where_nothing_changes(ada: PatientInBrowser) -> None:
    response = ada.follow_up("skin_today", ada.page("skin_today"), {"acne": "none"})
    assert (response.status_code, response.content) == (204, b"")


def test_only_the_question_that_opens_comes(ada: PatientInBrowser) -> None:
    response = ada.follow_up("skin_today", ada.page("skin_today"), {"acne": "inflamed"})
    page = read(response)
    assert slots(page) == {"acne_areas": True}
    assert page.ids["slot-acne_areas"]["hx-swap-oob"] == "true"
    assert page.questions == ["acne_areas"]
    assert page.text.endswith("Another question has opened: Where are the spots?")
    assert page.errors == []


def test_nothing_is_stored(ada: PatientInBrowser) -> None:
    before = ada.response.revision
    ada.follow_up("skin_today", ada.page("skin_today"), {"acne": "inflamed"})
    assert (ada.answers, ada.response.revision) == ({}, before)


def test_question_that_closes_keeps_what_was_typed_out_of_sight(ada: PatientInBrowser) -> None:
    ada.send("medicines", {"isotretinoin_status": "stopped"}, do="back")
    answers = {"isotretinoin_status": "never", "isotretinoin_last_dose-year": "2025"}
    page = read(ada.follow_up("medicines", ada.page("medicines"), answers))
    assert slots(page) == {"isotretinoin_last_dose": False}
    assert page.values("q-isotretinoin_last_dose-year") == ["2025"]
    assert page.questions == []


def test_closed_question_without_content_is_empty(ada: PatientInBrowser) -> None:
    ada.send("medicines", {"isotretinoin_status": "stopped"}, do="back")
    page = read(ada.follow_up("medicines", ada.page("medicines"), {"isotretinoin_status": "never"}))
    assert slots(page) == {"isotretinoin_last_dose": False}
    assert page.controls == []


def test_row_comes_with_the_focus_in_it(ada: PatientInBrowser) -> None:
    ada.send("medicines", {"takes_medicines": "yes"}, do="back")
    page = read(
        ada.follow_up("medicines", ada.page("medicines"), {"medicines-0-name": "Eliquis"}, "add:medicines")
    )
    assert slots(page) == {"medicines": True}
    assert page.values("q-medicines-row") == ["0", "1"]
    assert "autofocus" in page.ids["id_q-medicines-1-name"]


def test_removed_row_leaves_the_focus_at_add(ada: PatientInBrowser) -> None:
    ada.send("medicines", {"takes_medicines": "yes"}, do="back")
    answers = {"medicines-row": ["0", "1"], "medicines-1-name": "Eliquis"}
    page = read(ada.follow_up("medicines", ada.page("medicines"), answers, "remove:medicines:0"))
    assert [button["value"] for button in page.buttons if "autofocus" in button] == ["add:medicines"]
    assert page.text.endswith("Removed.")


def test_nonsense_is_no_server_error(ada: PatientInBrowser) -> None:
    page = ada.page("skin_today")
    for answers in (
        {"acne": "nonsense"},
        {"last_tan_date-day": "x" * 10_000},
        {"acne_areas": ["moon"] * 900},
    ):
        assert ada.follow_up("skin_today", page, answers).status_code in {200, 204}


def test_it_cannot_be_fetched(ada: PatientInBrowser) -> None:
    assert ada.client.get("/i/form/questions/about/follow-up/").status_code == 405
