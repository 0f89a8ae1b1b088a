"""Forms told by a table of fields: nothing is lost in them, and every button does what it says."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from clinic.accounts.models import User
from clinic.rulebook.workshop.elements.collections import EDITABLE
from clinic.rulebook.workshop.elements.tables import element_of, typed_of
from screening.engine import read_document
from screening.engine.rulebook.elements import element_at, places_of
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import change_element, discard_draft, document_of, draft_of, history_of
from tests.factories import publish
from tests.rulebook.documents import document
from tests.rulebook.draft_pages import Fields, fields_of, started

Browser = Callable[[User], Client]
BOOKS = Path(__file__).parents[2] / "screening" / "rulebooks"
STARTER: Any = read_document(BOOKS / "starter").document
SMALL: Any = document()
OWN = [place for place in places_of(SMALL) if place.partition("/")[0] in EDITABLE]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft, place: str) -> str:
    collection, _slash, name = place.partition("/")
    return f"/rulebook/drafts/{draft.pk}/{EDITABLE[collection].part}/{collection}/{name or 'it'}/"


def opened(browser: Client, path: str) -> Fields:
    """The fields of a page as they stand."""
    response = browser.get(path)
    assert response.status_code == 200, path
    return typed_in(response.content.decode())


def typed_in(html: str) -> Fields:
    """The fields of the element's form; the patient's question beside it is no part of it."""
    _before, _id, rest = html.partition('id="element-form"')
    fields = fields_of(f"<form {rest.partition('</form>')[0]}")
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def saved(draft: RulebookDraft, place: str) -> dict[str, Any] | None:
    return element_at(document_of(draft_of(draft.pk)), place)


@pytest.mark.parametrize("book", ["starter", "laser_hair_removal"])
def test_every_element_is_the_same_after_its_form(book: str) -> None:
    source: Any = read_document(BOOKS / book).document
    for place in places_of(source):
        collection = EDITABLE.get(place.partition("/")[0])
        if collection is not None:
            row = element_at(source, place)
            assert element_of(collection.specs, typed_of(collection.specs, row)) == row, place


def test_forms_know_every_key_of_the_starters_elements() -> None:
    unknown = set()
    for place in places_of(STARTER):
        collection = EDITABLE.get(place.partition("/")[0])
        if collection is not None:
            known = {spec.key for spec in collection.specs} | {collection.key}
            unknown |= {
                f"{collection.name}.{key}" for key in element_at(STARTER, place) or {} if key not in known
            }
    assert unknown == {"rulebook.id", "rulebook.language", "rulebook.semantics"}


def test_what_a_form_shows_is_enough_to_write_the_element_anew() -> None:
    collection = EDITABLE["care_steps"]
    for row in STARTER["care_steps"]:
        anew: Any = element_of(collection.specs, replace(typed_of(collection.specs, row), was={}))
        assert {"id": row["id"], **anew} == row


@pytest.mark.parametrize("place", OWN)
def test_form_sent_back_as_it_is_changes_nothing(editor: Client, draft: RulebookDraft, place: str) -> None:
    response = editor.post(address(draft, place), opened(editor, address(draft, place)))
    draft.refresh_from_db()
    assert (response.status_code, draft.revision) == (302, 0)


@pytest.mark.parametrize(
    "place",
    [
        "items/recent_procedures",
        "items/fitzpatrick",
        "items/isotretinoin_last_dose",
        "items/medicines",
        "treatments/microneedling_pen",
        "medicine_classes/topical_retinoid",
        "medicine_words",
        "care_steps/pre_no_tan",
        "areas/forehead",
        "rulebook",
    ],
)
def test_starters_form_sent_back_as_it_is_changes_nothing(
    client_of: Browser, grace: User, place: str
) -> None:
    publish(STARTER)
    draft = started(grace)
    editor = client_of(grace)
    response = editor.post(address(draft, place), opened(editor, address(draft, place)))
    draft.refresh_from_db()
    assert (response.status_code, draft.revision) == (302, 0)


@pytest.mark.parametrize("part", ["questions", "treatments", "medicines", "care", "sources"])
def test_list_has_every_element_of_its_part(editor: Client, draft: RulebookDraft, part: str) -> None:
    groups = editor.get(f"/rulebook/drafts/{draft.pk}/{part}/").context["groups"]
    listed = [row.place for group in groups for row in (*([group.row] if group.row else []), *group.rows)]
    expected = [place for place in OWN if EDITABLE[place.partition("/")[0]].part == part]
    single = ["medicine_words"] if part == "medicines" and "medicine_words" not in expected else []
    assert sorted(listed) == sorted(expected + single)


def test_treatment_is_saved_as_typed(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "treatments/pen")
    before: Any = saved(draft, "treatments/pen")
    typed = opened(editor, path) | {
        "summary": [" One\r\nline. "],
        "chair_minutes-least": ["20"],
        "chair_minutes-most": ["40"],
        "expected_effects": ["Redness\r\n\r\n Dry skin "],
        "price-currency": ["EUR"],
        "price-low": ["100"],
        "price-high": ["300"],
        "price-note": [""],
        "add_on": ["yes"],
    }
    assert editor.post(path, typed).status_code == 302
    now: Any = saved(draft, "treatments/pen")
    assert {key: value for key, value in now.items() if before.get(key) != value} == {
        "summary": "One\nline.",
        "chair_minutes": [20, 40],
        "expected_effects": ["Redness", "Dry skin"],
        "price": {"currency": "EUR", "low": 100, "high": 300},
        "add_on": True,
    }


def test_rows_are_added_filled_moved_and_removed_without_javascript(
    editor: Client, draft: RulebookDraft
) -> None:
    path = address(draft, "treatments/pen")

    def press(fields: Fields, act: str) -> Fields:
        return fields_of(editor.post(path, fields | {"act": [act]}).content.decode())

    fields = press(opened(editor, path), "row-add:course")
    last = int(fields["course-count"][0]) - 1
    fields |= {
        f"course-{last}-from-number": ["1"],
        f"course-{last}-from-unit": ["days"],
        f"course-{last}-to-number": ["2"],
        f"course-{last}-to-unit": ["weeks"],
        f"course-{last}-text": ["Dry."],
    }
    before: Any = saved(draft, "treatments/pen") or {}
    while last:
        fields = press(fields, f"row-up:course:{last}")
        last -= 1
    editor.post(path, fields | {"act": [""]})
    new = {"from": "1 day", "to": "2 weeks", "text": "Dry."}
    assert (saved(draft, "treatments/pen") or {})["course"] == [new, *before.get("course", [])]
    fields = press(opened(editor, path), "row-remove:course:0")
    editor.post(path, fields | {"act": [""]})
    assert (saved(draft, "treatments/pen") or {}).get("course", []) == before.get("course", [])


def test_problem_stands_at_its_field_and_in_the_summary(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "treatments/pen")
    typed = opened(editor, path) | {"chair_minutes-least": ["9"], "chair_minutes-most": ["5"], "title": [""]}
    response = editor.post(path, typed, follow=True)
    assert response.context["form"].problems == [
        ("title-field", "Title: Fill this in."),
        ("chair_minutes-field", "Treatment itself: Type two whole numbers, the smaller first."),
    ]
    assert [str(message) for message in response.context["messages"]] == [
        "Saved with 2 problems. The draft cannot be approved until they are mended."
    ]


def test_later_editor_sees_both_versions_and_puts_own_over_it(
    editor: Client, draft: RulebookDraft, bob: User
) -> None:
    path = address(draft, "treatments/pen")
    typed = opened(editor, path) | {"title": ["Mine"]}
    theirs = {**(saved(draft, "treatments/pen") or {}), "title": "Theirs"}
    change_element(
        draft=draft, place="treatments/pen", element=theirs, seen=typed["seen"][0], by=Actor.staff(bob)
    )
    response = editor.post(path, typed)
    rows = [(row.key, row.theirs, row.mine) for row in response.context["rows"] if row.differs]
    assert (response.status_code, rows) == (409, [("title", "Theirs", "Mine")])
    assert editor.post(path, fields_of(response.content.decode())).status_code == 302
    assert (saved(draft, "treatments/pen") or {})["title"] == "Mine"


def test_new_source_gets_a_short_name_of_its_title(editor: Client, draft: RulebookDraft) -> None:
    path = f"/rulebook/drafts/{draft.pk}/sources/new/sources/"
    typed = opened(editor, path) | {
        "title": ["Needles & skin"],
        "publisher": ["A journal"],
        "year": ["2024"],
        "strength": ["trial"],
        "seen-of-it": ["full"],
    }
    response = editor.post(path, typed)
    assert response["Location"] == address(draft, "sources/needles_skin")
    assert saved(draft, "sources/needles_skin") == {
        "id": "needles_skin",
        "title": "Needles & skin",
        "publisher": "A journal",
        "year": 2024,
        "strength": "trial",
        "seen": "full",
    }


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, "Give it a name first."),
        ({"title": ["A"], "new-id": ["design"]}, "There is “design” already. Choose another short name."),
        ({"title": ["A"], "new-id": ["x" * 81]}, "The short name may have 80 letters at most."),
    ],
)
def test_element_that_cannot_be_stored_comes_back_with_what_was_typed(
    editor: Client, draft: RulebookDraft, given: Fields, refusal: str
) -> None:
    path = f"/rulebook/drafts/{draft.pk}/sources/new/sources/"
    response = editor.post(path, opened(editor, path) | {"publisher": ["Typed"]} | given)
    assert (response.status_code, response.context["refusal"]) == (422, refusal)
    assert fields_of(response.content.decode())["publisher"] == ["Typed"]


def test_what_others_use_is_removed_only_on_purpose_and_loudly(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "sources/design")
    fields = opened(editor, path)
    response = editor.post(path, fields | {"act": ["remove"]})
    assert (response.status_code, response.context["asks"]) == (200, True)
    uses = [use.place for use in response.context["uses"]]
    assert uses[:3] == ["rules/pregnant", "rules/aspirin", "rules/retinoid_recent"]
    response = editor.post(path, fields | {"act": ["remove-anyway"]}, follow=True)
    assert saved(draft, "sources/design") is None
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert len(response.context["here"].check.errors) > 0


def test_copy_stands_behind_its_element(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "treatments/pen")
    response = editor.post(path, opened(editor, path) | {"act": ["duplicate"]})
    assert response["Location"] == address(draft, "treatments/pen_copy")
    codes = [row["code"] for row in document_of(draft_of(draft.pk))["treatments"]]
    assert codes == ["pen", "pen_copy", "laser"]


def test_elements_change_places(editor: Client, draft: RulebookDraft) -> None:
    path = f"/rulebook/drafts/{draft.pk}/treatments/"

    def codes() -> list[str]:
        return [row["code"] for row in document_of(draft_of(draft.pk))["treatments"]]

    editor.post(path, {"act": "down:treatments/pen", "seen": "0"})
    assert codes() == ["laser", "pen"]
    editor.post(path, {"act": "down:treatments/pen", "seen": "1"})
    editor.post(path, {"act": "up:treatments/pen", "seen": "1"})
    assert codes() == ["pen", "laser"]
    response = editor.post(path, {"act": "up:treatments/laser", "seen": "0"}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    assert codes() == ["pen", "laser"]


@pytest.mark.parametrize(
    "act", ["", "up", "up:", "sideways:treatments/pen", "up:rules/pregnant", "up:treatments/x"]
)
def test_nonsense_moves_nothing(editor: Client, draft: RulebookDraft, act: str) -> None:
    path = f"/rulebook/drafts/{draft.pk}/treatments/"
    assert editor.post(path, {"act": act, "seen": "x"}).status_code == 302
    assert history_of(draft).changes == ()


def test_element_written_in_an_odd_way_stays_so(editor: Client, draft: RulebookDraft, grace: User) -> None:
    odd: dict[str, object] = {
        "code": "odd",
        "title": 3,
        "attributes": "needles",
        "course": ["none", {"from": "soon"}],
        "price": 5,
        "chair_minutes": [1, 2, 3],
        "unheard_of": True,
    }
    change_element(draft=draft, place="treatments/odd", element=odd, seen="", by=Actor.staff(grace))
    path = address(draft, "treatments/odd")
    assert editor.get(f"/rulebook/drafts/{draft.pk}/treatments/").status_code == 200
    editor.post(path, opened(editor, path) | {"summary": ["Written."]})
    assert saved(draft, "treatments/odd") == {**odd, "summary": "Written."}


@pytest.mark.parametrize("count", ["x", "-1", "999999999", "٣", "5"])
def test_nonsense_in_a_form_is_no_error_of_the_server(
    editor: Client, draft: RulebookDraft, count: str
) -> None:
    nonsense = {
        "seen": "x",
        "title": "a\x00b",
        "course-count": count,
        "course-0-was": count,
        "course-0-from-number": "9" * 5000,
        "devices-count": count,
        "devices-0-depth_um-least": "9" * 5000,
        "attributes": ["", "a"],
        "attributes-order": "[" * 100_000,
        "act": "row-up:course:9",
    }
    path = address(draft, "treatments/pen")
    assert editor.post(path, nonsense).status_code == 200
    assert editor.post(path, nonsense | {"act": "row-add:course-0-text:1"}).status_code == 200
    assert editor.post(path, nonsense | {"act": ""}).status_code == 409


def test_lead_reads_an_element_and_saves_none(client_of: Browser, frank: User, draft: RulebookDraft) -> None:
    lead = client_of(frank)
    path = address(draft, "treatments/pen")
    html = lead.get(path).content.decode()
    assert ('<fieldset class="stack" disabled>' in html, 'class="savebar"' in html) == (True, False)
    assert lead.post(path, {"title": "A"}).status_code == 404


def test_closed_draft_keeps_what_was_typed_and_stores_nothing(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    path = address(draft, "treatments/pen")
    typed = opened(editor, path) | {"title": ["Late"]}
    discard_draft(draft=draft, by=Actor.staff(grace))
    response = editor.post(path, typed)
    assert (response.status_code, fields_of(response.content.decode())["title"]) == (422, ["Late"])


@pytest.mark.parametrize(
    "path", ["questions/treatments/pen", "treatments/treatments/none", "head/rulebook/x"]
)
def test_address_of_nothing_is_not_there(editor: Client, draft: RulebookDraft, path: str) -> None:
    assert editor.get(f"/rulebook/drafts/{draft.pk}/{path}/").status_code == 404
