"""Medicines and recent treatments: rows that come and go."""

from typing import Any

import pytest

from screening.engine import parse_answers
from tests.intake.patients import PatientInBrowser, harmless, starter
from tests.intake.reading import Page, read

pytestmark = pytest.mark.django_db

NAME = "Write an answer."


@pytest.fixture
def taking(ada: PatientInBrowser) -> PatientInBrowser:
    """Ada, who takes medicines and has answered the rest of that page."""
    page = ada.page("medicines")
    ada.send_page("medicines", page, {**harmless(page), "takes_medicines": "yes"})
    return ada


@pytest.fixture
def treated(ada: PatientInBrowser) -> PatientInBrowser:
    """Ada, who has had other treatments."""
    ada.send("recent", {"had_recent_procedures": "yes"})
    return ada


def medicine(row: int, name: str, prescribed: str = "") -> dict[str, Any]:
    return {f"medicines-{row}-name": name} | (
        {f"medicines-{row}-prescribed": prescribed} if prescribed else {}
    )


def rows(page: Page, item: str = "medicines") -> list[str]:
    return page.values(f"q-{item}-row")


def test_list_begins_with_one_empty_row(taking: PatientInBrowser) -> None:
    page = taking.page("medicines")
    assert (rows(page), page.values("q-medicines-0-name")) == (["0"], [""])


def test_medicines_are_stored_with_whether_they_are_prescribed(taking: PatientInBrowser) -> None:
    answers = (
        medicine(0, "Eliquis", "yes") | {"medicines-row": ["0", "1"]} | medicine(1, "metformin", "unsure")
    )
    response = taking.send("medicines", answers)
    assert response.url == "/i/form/questions/allergies/"
    assert taking.answers["medicines"] == [
        {"name": "Eliquis", "prescribed": "yes"},
        {"name": "metformin", "prescribed": "unsure"},
    ]
    page = taking.page("medicines")
    assert [page.values(f"q-medicines-{row}-name") for row in rows(page)] == [["Eliquis"], ["metformin"]]


def test_row_is_added_without_javascript_and_nothing_typed_is_lost(taking: PatientInBrowser) -> None:
    before = taking.answers
    response = taking.send("medicines", medicine(0, "Eliq", "yes"), do="add:medicines")
    page = read(response)
    assert (response.status_code, page.errors) == (200, [])
    assert (rows(page), page.values("q-medicines-0-name")) == (["0", "1"], ["Eliq"])
    assert "autofocus" in page.ids["id_q-medicines-1-name"]
    assert taking.answers == before


def test_row_is_removed_without_javascript(taking: PatientInBrowser) -> None:
    answers = medicine(0, "one") | medicine(4, "two") | {"medicines-row": ["0", "4"]}
    page = read(taking.send("medicines", answers, do="remove:medicines:0"))
    assert (rows(page), page.values("q-medicines-4-name")) == (["4"], ["two"])


def test_last_row_removed_leaves_an_empty_one(taking: PatientInBrowser) -> None:
    page = read(taking.send("medicines", medicine(0, "one"), do="remove:medicines:0"))
    assert (rows(page), page.values("q-medicines-1-name")) == (["1"], [""])


@pytest.mark.parametrize(
    "do", ["remove:medicines:x", "remove:nothing:0", "add:acne", "spelling:medicines:7:x", "add"]
)
def test_button_for_a_row_that_is_not_there_changes_nothing(taking: PatientInBrowser, do: str) -> None:
    page = read(taking.send("medicines", medicine(0, "Eliquis"), do=do))
    assert (rows(page), page.values("q-medicines-0-name")) == (["0"], ["Eliquis"])


def test_empty_list_is_an_error_at_its_first_field(taking: PatientInBrowser) -> None:
    response = taking.send("medicines", {})
    page = read(response)
    message = "Write at least one name, or choose “I don't know the names”."
    assert (response.status_code, page.errors) == (422, [message])
    assert ("#id_q-medicines-0-name", f"Medicines: {message}") in page.links


def test_half_a_row_is_an_error_at_its_other_half(taking: PatientInBrowser) -> None:
    answers = medicine(0, "Eliquis") | {"medicines-row": ["0", "1", "2"]} | medicine(1, "", "yes")
    page = read(taking.send("medicines", answers))
    assert page.errors == ["Choose an answer.", NAME]
    assert {"#id_q-medicines-0-prescribed_yes", "#id_q-medicines-1-name"} <= {href for href, _ in page.links}
    assert "medicines" not in taking.answers


def test_error_in_a_row_names_the_row(taking: PatientInBrowser) -> None:
    answers = medicine(0, "Eliquis") | {"medicines-row": ["0", "1"]} | medicine(1, "", "yes")
    links = dict(read(taking.send("medicines", answers)).links)
    assert links["#id_q-medicines-0-prescribed_yes"] == "Eliquis, Prescribed: Choose an answer."
    assert links["#id_q-medicines-1-name"] == f"Medicines 2, Name: {NAME}"


def test_half_a_row_is_kept_on_the_way_back(taking: PatientInBrowser) -> None:
    assert taking.send("medicines", medicine(0, "Eliquis"), do="back").status_code == 302
    assert taking.answers["medicines"] == [{"name": "Eliquis"}]


def test_names_not_known_are_an_answer_that_somebody_will_ask_about(taking: PatientInBrowser) -> None:
    assert taking.send("medicines", {"medicines-unknown": "yes"}).status_code == 302
    stored = taking.answers["medicines"]
    assert stored == [{"name": "Names not known"}]
    match = starter().medicines.match("Names not known", "systemic")
    assert (match.classes, match.possible, bool(match.unrecognised)) == (frozenset(), frozenset(), True)
    assert parse_answers(starter(), {"medicines": stored}).raw["medicines"] == stored
    assert taking.page("medicines").values("q-medicines-unknown") == ["yes"]
    assert "I don't know the names" in taking.check().text


def test_near_misspelling_is_offered_once_and_never_forced(taking: PatientInBrowser) -> None:
    response = taking.send("medicines", medicine(0, "Elikuis", "yes"))
    assert response.url == "/i/form/questions/medicines/?names=1"
    page = taking.page("medicines", "?names=1")
    assert "Did you mean Eliquis?" in page.text
    assert ("#id_q-medicines-0-name", "Elikuis") in page.links
    assert "spelling:medicines:0:Eliquis" in [button.get("value") for button in page.buttons]
    assert taking.send_page("medicines", page, {}).url == "/i/form/questions/allergies/"
    assert taking.answers["medicines"] == [{"name": "Elikuis", "prescribed": "yes"}]


def test_misspelling_is_corrected_with_one_tap(taking: PatientInBrowser) -> None:
    taking.send("medicines", medicine(0, "Elikuis", "yes"))
    page = taking.page("medicines", "?names=1")
    corrected = read(taking.send_page("medicines", page, {}, do="spelling:medicines:0:Eliquis"))
    assert corrected.values("q-medicines-0-name") == ["Eliquis"]
    assert taking.send_page("medicines", corrected, {}).url == "/i/form/questions/allergies/"
    assert taking.answers["medicines"] == [{"name": "Eliquis", "prescribed": "yes"}]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x" * 201, "This is too long. Use 200 characters at most."),
        ("a\0b", "Some characters here cannot be stored. Please write this in other words."),
    ],
)
def test_name_that_cannot_be_stored(taking: PatientInBrowser, name: str, message: str) -> None:
    page = read(taking.send("medicines", medicine(0, name, "yes")))
    assert page.errors == [message]
    assert "medicines" not in taking.answers


def test_whether_prescribed_of_another_kind_is_refused(taking: PatientInBrowser) -> None:
    page = read(taking.send("medicines", medicine(0, "Eliquis", "maybe")))
    assert page.errors == ["Choose one of the answers shown."]


def test_too_many_rows_are_refused(taking: PatientInBrowser) -> None:
    answers: dict[str, Any] = {"medicines-row": [str(row) for row in range(150)]}
    for row in range(150):
        answers |= medicine(row, f"name {row}", "no")
    page = read(taking.send("medicines", answers))
    assert page.errors == ["There are too many answers here. Give 100 at most."]
    assert "medicines" not in taking.answers


def entry(row: int, **parts: Any) -> dict[str, Any]:
    return {f"recent_procedures-{row}-{part.replace('_', '-')}": value for part, value in parts.items()}


def test_entry_is_stored_with_type_date_and_areas(treated: PatientInBrowser) -> None:
    answers = entry(0, type="botox", date_month="8", date_year="2026", areas=["forehead"])
    answers |= {"recent_procedures-row": ["0", "1"]}
    answers |= entry(1, type="unsure", date_unknown="yes", areas=["unsure"])
    assert treated.send("recent", answers).url == "/i/form/questions/anything_else/"
    assert treated.answers["recent_procedures"] == [
        {"type": "botox", "date": "2026-08", "areas": ["forehead"]},
        {"type": "unsure", "date": "unknown", "areas": ["unsure"]},
    ]
    assert "Botox or a similar injection, August 2026, Forehead" in treated.check().text


def test_every_part_of_an_entry_is_asked(treated: PatientInBrowser) -> None:
    page = read(treated.send("recent", entry(0, type="botox")))
    assert page.errors == [
        "Enter a date, or choose “I don't know”.",
        "Choose at least one area, or that you are not sure where.",
    ]
    assert (
        "#id_q-recent_procedures-0-date_day",
        "Recent treatments 1, Date: Enter a date, or choose “I don't know”.",
    ) in page.links


def test_date_of_an_entry_in_the_future_is_refused_at_its_place(treated: PatientInBrowser) -> None:
    answers = entry(0, type="botox", date_month="8", date_year="2999", areas=["forehead"])
    page = read(treated.send("recent", answers))
    assert page.errors == ["This date lies in the future. Enter today's date or an earlier one."]
    assert page.ids["id_q-recent_procedures-0-date_month"]["aria-invalid"] == "true"
    assert page.values("q-recent_procedures-0-areas") == ["forehead"]


def test_unknown_codes_in_an_entry_are_refused_at_their_place(treated: PatientInBrowser) -> None:
    answers = entry(0, type="haircut", date_unknown="yes", areas=["moon"])
    page = read(treated.send("recent", answers))
    assert page.errors == ["Choose one of the answers shown.", "Choose one of the answers shown."]


def test_entry_is_added_and_removed_without_javascript(treated: PatientInBrowser) -> None:
    added = read(treated.send("recent", entry(0, type="filler"), do="add:recent_procedures"))
    assert rows(added, "recent_procedures") == ["0", "1"]
    removed = read(
        treated.send_page("recent", added, entry(1, type="surgery"), do="remove:recent_procedures:0")
    )
    assert rows(removed, "recent_procedures") == ["1"]
    assert removed.values("q-recent_procedures-1-type") == ["surgery"]
