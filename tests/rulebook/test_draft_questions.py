"""The questions of a draft: their order, their form by type, and what patients see of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import change_element, document_of, draft_of
from tests.rulebook.draft_pages import Fields, element, fields_of, started
from tests.rulebook.test_draft_elements import opened, typed_in

Browser = Callable[[User], Client]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft, link_id: str) -> str:
    return f"/rulebook/drafts/{draft.pk}/questions/items/{link_id}/"


def question(draft: RulebookDraft, link_id: str) -> Any:
    return element(draft, "items", link_id, "link_id")


def new_question(editor: Client, draft: RulebookDraft, **typed: str) -> Any:
    """Ask something new in the only section."""
    path = f"/rulebook/drafts/{draft.pk}/questions/new/items/?in=all"
    fields = opened(editor, path) | {name.replace("__", "-"): [value] for name, value in typed.items()}
    return editor.post(path, fields)


def test_new_question_gets_link_id_and_codes_of_its_words(editor: Client, draft: RulebookDraft) -> None:
    path = f"/rulebook/drafts/{draft.pk}/questions/new/items/?in=all"
    fields = opened(editor, path)
    for _number in range(2):
        fields = typed_in(editor.post(path, fields | {"act": ["row-add:options"]}).content.decode())
    fields |= {
        "question": ["Do you smoke?"],
        "label": ["Smoking (now)"],
        "options-0-label": ["Yes, every day"],
        "options-1-label": ["I'd rather not say"],
        "options-1-not_known": ["yes"],
    }
    assert editor.post(path, fields | {"act": [""]})["Location"] == address(draft, "smoking_now")
    assert question(draft, "smoking_now") == {
        "link_id": "smoking_now",
        "section": "all",
        "type": "choice",
        "question": "Do you smoke?",
        "label": "Smoking (now)",
        "options": [
            {"label": "Yes, every day", "code": "yes_every_day"},
            {"label": "I'd rather not say", "code": "i_d_rather_not_say", "not_known": True},
        ],
    }


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("choice", {"options_from", "options-count"}),
        ("date", {"tense"}),
        ("number", {"minimum", "maximum"}),
        ("text", set()),
        ("medicines", {"form"}),
        ("entries", {"fields-count"}),
        ("score", {"bands-count"}),
    ],
)
def test_form_has_the_fields_of_the_type(
    editor: Client, draft: RulebookDraft, kind: str, fields: set[str]
) -> None:
    path = f"/rulebook/drafts/{draft.pk}/questions/new/items/"
    chosen = opened(editor, path) | {"type": [kind], "act": ["show:type"]}
    shown = set(typed_in(editor.post(path, chosen).content.decode()))
    of_all = {"seen", "new-id", "question", "help", "why", "label", "type", "section", "asked"}
    assert shown - of_all == fields


def test_type_of_a_published_question_stays_whatever_is_sent(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "pregnant")
    page = editor.get(path).content.decode()
    assert "Its type and its meaning never change" in page
    editor.post(
        path, opened(editor, path) | {"type": ["text"], "options-0-code": ["other"], "label": ["Expecting"]}
    )
    now = question(draft, "pregnant")
    assert (now["type"], now["label"], now["options"][0]["code"]) == ("choice", "Expecting", "no")


def test_codes_stay_with_their_options_where_somebody_else_changed_the_order(
    editor: Client, draft: RulebookDraft, bob: User
) -> None:
    path = address(draft, "pregnant")
    typed = opened(editor, path)
    before = question(draft, "pregnant")
    swapped = {**before, "options": before["options"][::-1]}
    change_element(
        draft=draft, place="items/pregnant", element=swapped, seen=typed["seen"][0], by=Actor.staff(bob)
    )
    response = editor.post(path, typed | {"label": ["Mine"]})
    assert response.status_code == 409
    editor.post(path, fields_of(response.content.decode()))
    assert question(draft, "pregnant") == {**before, "label": "Mine"}


def test_link_id_of_another_type_is_not_taken_again(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "pregnant")
    editor.post(path, opened(editor, path) | {"act": ["remove-anyway"]})
    typed = {"question": "Pregnant?", "label": "Pregnant", "type": "text", "new__id": "pregnant"}
    response = new_question(editor, draft, **typed)
    assert (response.status_code, response.context["refusal"]) == (
        422,
        "“pregnant” was published as a question of another type. Choose another short name.",
    )
    assert question(draft, "pregnant") is None


def test_preview_is_the_patients_own_question_with_what_is_typed(
    editor: Client, draft: RulebookDraft
) -> None:
    path = address(draft, "pregnant")
    typed = opened(editor, path) | {
        "question": ["Could you be pregnant?"],
        "options-1-label": ["Yes, I am"],
        "act": ["show:"],
    }
    response = editor.post(path, typed, headers={"HX-Request": "true"})
    html = response.context["preview"].question
    assert 'id="slot-pregnant"' in html
    assert "<legend>Could you be pregnant?</legend>" in html
    assert 'type="radio" id="id_q-pregnant_yes" name="q-pregnant" value="yes"><span>Yes, I am</span>' in html
    assert ('id="preview"' in response.content.decode(), "<html" in response.content.decode()) == (
        True,
        False,
    )
    draft.refresh_from_db()
    assert draft.revision == 0


@pytest.mark.parametrize(
    "link_id", ["birth_date", "treatment_areas", "allergies", "glasses", "medicines", "recent"]
)
def test_every_type_has_a_preview(editor: Client, draft: RulebookDraft, link_id: str) -> None:
    preview = editor.get(address(draft, link_id)).context["preview"]
    assert (preview.waiting, f'id="slot-{link_id}"' in preview.question) == ("", True)


@pytest.mark.parametrize(
    ("link_id", "typed", "waiting"),
    [
        ("skin_type", {}, "Patients are not asked for a score: it is worked out from their other answers."),
        (
            "glasses",
            {"asked": ["clinic"]},
            "Patients are not asked this. The clinic fills it in on the patient's page.",
        ),
        ("pregnant", {"options-count": ["0"]}, "It appears here as soon as it has options."),
        ("glasses", {"question": [""]}, "It appears here as soon as the question has a wording and a label."),
    ],
)
def test_preview_says_why_there_is_nothing_to_see(
    editor: Client, draft: RulebookDraft, link_id: str, typed: Fields, waiting: str
) -> None:
    path = address(draft, link_id)
    response = editor.post(path, opened(editor, path) | typed | {"act": ["show:"]})
    assert response.context["preview"].waiting == waiting


def test_condition_is_added_chosen_and_taken_away_again(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "glasses")

    def press(fields: Fields, act: str) -> Fields:
        return typed_in(editor.post(path, fields | {"act": [act]}).content.decode())

    fields = press(opened(editor, path), "add:when:")
    fields = press(fields | {"when.0-item": ["pregnant"]}, "item:when:0")
    editor.post(path, fields | {"when.0-value": ["no"], "act": [""]})
    assert question(draft, "glasses")["enable_when"] == {"item": "pregnant", "is": "no"}
    fields = press(opened(editor, path), "remove:when:0")
    editor.post(path, fields | {"act": [""]})
    assert "enable_when" not in question(draft, "glasses")


def test_fields_of_entries_have_options_of_their_own(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "recent")
    before = question(draft, "recent")["fields"]
    number = next(n for n, part in enumerate(before) if part["type"] == "choice")
    fields = typed_in(
        editor.post(
            path, opened(editor, path) | {"act": [f"row-add:fields-{number}-options"]}
        ).content.decode()
    )
    last = int(fields[f"fields-{number}-options-count"][0]) - 1
    editor.post(path, fields | {f"fields-{number}-options-{last}-label": ["Something new"], "act": [""]})
    after = question(draft, "recent")["fields"]
    assert after[number]["options"] == [
        *before[number]["options"],
        {"label": "Something new", "code": "something_new"},
    ]
    assert [part for n, part in enumerate(after) if n != number] == [
        part for n, part in enumerate(before) if n != number
    ]


def test_questions_move_within_their_section_and_sections_among_themselves(
    editor: Client, draft: RulebookDraft
) -> None:
    path = f"/rulebook/drafts/{draft.pk}/questions/"
    new = f"{path}new/sections/"
    editor.post(new, opened(editor, new) | {"title": ["At the end"]})
    assert new_question(editor, draft, label="Last", question="?", section="at_the_end").status_code == 302
    editor.post(path, {"act": "up:sections/at_the_end", "seen": "2"})
    editor.post(path, {"act": "down:items/birth_date", "seen": "3"})
    editor.post(path, {"act": "up:items/last", "seen": "4"})
    document = document_of(draft_of(draft.pk))
    assert [section["id"] for section in document["sections"]] == ["at_the_end", "all"]
    assert [item["link_id"] for item in document["items"]][:2] == ["treatment_areas", "birth_date"]
    assert document["items"][-1]["link_id"] == "last"


def test_question_others_use_is_listed_with_them(editor: Client, draft: RulebookDraft) -> None:
    uses = editor.get(address(draft, "pregnant")).context["uses"]
    assert next((use.place, bool(use.address)) for use in uses) == ("rules/pregnant", True)
    assert {use.place.partition("/")[0] for use in uses} >= {"rules", "cases"}


def test_number_of_queries_does_not_grow_with_the_questions(
    editor: Client, draft: RulebookDraft, django_assert_num_queries: Any
) -> None:
    path = f"/rulebook/drafts/{draft.pk}/questions/"
    editor.get(path)
    editor.get(address(draft, "glasses"))
    with django_assert_num_queries(6):
        editor.get(path)
    with django_assert_num_queries(7):
        editor.get(address(draft, "glasses"))
