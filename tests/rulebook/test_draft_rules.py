"""The rules of a draft: list, form, its buttons without JavaScript, saving, conflicts, copies."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clinic.accounts.models import User
from clinic.rulebook.workshop.rules.elements import element_of, typed_of
from screening.engine import read_document
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import STARTER, change_element, discard_draft, history_of
from tests.rulebook.documents import document, rule
from tests.rulebook.draft_pages import Fields, element, fields_of, started

Browser = Callable[[User], Client]
RULES: Any = document()["rules"]
PREGNANT = RULES[0]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft, rule_id: str = "pregnant") -> str:
    return f"/rulebook/drafts/{draft.pk}/rules/{rule_id}/"


def opened(browser: Client, path: str) -> Fields:
    """The fields of a page as they stand."""
    fields = fields_of(browser.get(path).content.decode())
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def test_list_is_searched_and_filtered(editor: Client, draft: RulebookDraft) -> None:
    def ids(**filters: str) -> list[str]:
        groups = editor.get(f"/rulebook/drafts/{draft.pk}/rules/", filters).context["groups"]
        return [row.id for group in groups for row in group.rows]

    assert ids() == ["pregnant", "aspirin", "retinoid_recent", "unanswered", "contradiction"]
    assert (ids(q="aspirin"), ids(due="now"), ids(topic="retinoid")) == (
        ["aspirin"],
        ["aspirin"],
        ["retinoid_recent"],
    )
    assert ids(severity="deferred", treatment="laser") == ["retinoid_recent"]
    assert editor.get(f"/rulebook/drafts/{draft.pk}/rules/?topic=none").status_code == 400


@pytest.mark.parametrize("rule_id", [row["id"] for row in RULES])
def test_form_sent_back_as_it_is_changes_nothing(editor: Client, draft: RulebookDraft, rule_id: str) -> None:
    response = editor.post(address(draft, rule_id), opened(editor, address(draft, rule_id)))
    draft.refresh_from_db()
    assert (response.status_code, draft.revision) == (302, 0)


def test_starters_rules_are_the_same_after_the_form() -> None:
    rules: Any = read_document(STARTER).document["rules"]
    assert [element_of(typed_of(row)) for row in rules] == rules


def test_saved_rule_is_what_was_typed(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "retinoid_recent")
    typed = opened(editor, path) | {
        "title": ["Retinoid in the last year"],
        "b0-when.0-number": ["12"],
        "b0-sev-pen": ["clearance"],
        "b1-sev-pen": [""],
        "b1-sev-all": ["precaution"],
        "review-from": [""],
    }
    assert editor.post(path, typed).status_code == 302
    before: Any = next(row for row in RULES if row["id"] == "retinoid_recent")
    without_date = {key: value for key, value in before.items() if key != "review_date"}
    branches = [
        {
            "when": {"item": "last_dose", "within": "12 months"},
            "severity": {"heat": "deferred", "pen": "clearance"},
        },
        {"when": before["branches"][1]["when"], "severity": {"all": "precaution"}},
    ]
    assert element(draft, "rules", "retinoid_recent") == {
        **without_date,
        "title": "Retinoid in the last year",
        "branches": branches,
    }


def test_button_gives_the_form_back_with_everything_typed_and_stores_nothing(
    editor: Client, draft: RulebookDraft
) -> None:
    typed = opened(editor, address(draft)) | {"title": ["Typed"], "act": ["add:b0-when:"]}
    response = editor.post(address(draft), typed)
    fields = fields_of(response.content.decode())
    assert (response.status_code, fields["title"], fields["b0-when.-count"]) == (200, ["Typed"], ["2"])
    assert 'name="b0-when.1-item"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.revision == 0


def test_question_is_changed_without_javascript(editor: Client, draft: RulebookDraft) -> None:
    chosen = opened(editor, address(draft)) | {"b0-when.0-item": ["glasses"], "act": ["item:b0-when:0"]}
    fields = fields_of(editor.post(address(draft), chosen).content.decode())
    assert (fields["b0-when.0-op"], fields["b0-when.0-number"]) == (["at_least"], [""])
    fields |= {"b0-when.0-number": ["21"], "act": [""]}
    assert editor.post(address(draft), fields).status_code == 302
    saved: Any = element(draft, "rules", "pregnant")
    assert saved["branches"][0]["when"] == {"item": "glasses", "at_least": 21}


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("branch-up:1", [1, 0]),
        ("branch-down:0", [1, 0]),
        ("branch-up:0", [0, 1]),
        ("branch-remove:0", [1]),
        ("branch-copy:1", [0, 1, 1]),
        ("branch-remove:9", [0, 1]),
        ("nonsense", [0, 1]),
    ],
)
def test_branches_are_moved_copied_and_removed(
    editor: Client, draft: RulebookDraft, act: str, expected: list[int]
) -> None:
    path = address(draft, "retinoid_recent")
    fields = fields_of(editor.post(path, opened(editor, path) | {"act": [act]}).content.decode())
    editor.post(path, fields)
    saved: Any = element(draft, "rules", "retinoid_recent")
    before = RULES[2]["branches"]
    assert saved["branches"] == [before[number] for number in expected]


def test_htmx_gets_only_what_changes(editor: Client, draft: RulebookDraft) -> None:
    typed = opened(editor, address(draft)) | {"act": ["add:b0-when:"]}
    html = editor.post(address(draft), typed, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in html, 'id="b0-when-builder"' in html, 'id="announced"' in html) == (False, True, True)
    assert 'id="b0-when.1-item"' in html
    assert html.count(" autofocus") == 1


def test_sentence_and_cases_follow_what_is_typed(editor: Client, draft: RulebookDraft) -> None:
    typed = opened(editor, address(draft)) | {"b0-when.0-value": ["maybe"], "act": ["show:b0-when:"]}
    context = editor.post(address(draft), typed).context
    assert "".join(phrase.text for phrase in context["form"].branches[0].phrases) == (
        "When Pregnant is “I might be, or I'm not sure”, treatment is contraindicated for every treatment."
    )
    assert [(case.kind, bool(case.failures)) for case in context["beside"].cases] == [
        ("fires", True),
        ("stays silent", False),
        ("is left open", False),
    ]


def test_unfinished_rule_is_saved_and_says_so_loudly(editor: Client, draft: RulebookDraft) -> None:
    typed = opened(editor, address(draft)) | {"b0-when.0-item": [""], "message": [" "], "review_by": ["soon"]}
    response = editor.post(address(draft), typed, follow=True)
    assert response.context["form"].problems == [
        ("message", "Write something here."),
        ("review_by", "Choose a day."),
        ("b0", "Branch 1: Choose what is compared."),
    ]
    assert [str(message) for message in response.context["messages"]] == [
        "Saved with 3 problems. The draft cannot be approved until they are mended."
    ]
    assert response.context["beside"].waiting == "They run as soon as nothing is missing in the rule."


def test_later_editor_sees_both_versions_and_puts_own_over_it(
    editor: Client, draft: RulebookDraft, bob: User
) -> None:
    typed = opened(editor, address(draft)) | {"title": ["Mine"]}
    theirs = {**PREGNANT, "title": "Theirs"}
    seen = typed["seen"][0]
    change_element(draft=draft, place="rules/pregnant", element=theirs, seen=seen, by=Actor.staff(bob))
    response = editor.post(address(draft), typed)
    rows = [(row.key, row.theirs, row.mine) for row in response.context["rows"] if row.differs]
    assert (response.status_code, rows) == (409, [("title", "Theirs", "Mine")])
    assert (element(draft, "rules", "pregnant") or {})["title"] == "Theirs"
    again = fields_of(response.content.decode())
    assert editor.post(address(draft), again).status_code == 302
    assert (element(draft, "rules", "pregnant") or {})["title"] == "Mine"


def test_rule_that_was_removed_meanwhile_can_be_put_back(
    editor: Client, draft: RulebookDraft, bob: User
) -> None:
    typed = opened(editor, address(draft))
    change_element(
        draft=draft, place="rules/pregnant", element=None, seen=typed["seen"][0], by=Actor.staff(bob)
    )
    assert editor.get(address(draft)).status_code == 404
    response = editor.post(address(draft), typed)
    assert response.status_code == 409
    assert editor.post(address(draft), fields_of(response.content.decode())).status_code == 302
    assert element(draft, "rules", "pregnant") == PREGNANT


def test_new_rule_gets_a_short_name_of_its_title(editor: Client, draft: RulebookDraft) -> None:
    path = f"/rulebook/drafts/{draft.pk}/new-rule/"
    typed = opened(editor, path) | {"title": ["Äpfel & pears, twice"]}
    response = editor.post(path, typed)
    assert response["Location"] == address(draft, "apfel_pears_twice")
    assert (element(draft, "rules", "apfel_pears_twice") or {})["title"] == "Äpfel & pears, twice"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, "Give the rule a title."),
        (
            {"title": ["A"], "id": ["pregnant"]},
            "There is a rule “pregnant” already. Give this one another short name.",
        ),
        ({"title": ["A"], "id": ["x" * 81]}, "The short name may have 80 letters at most."),
    ],
)
def test_rule_that_cannot_be_stored_comes_back_with_what_was_typed(
    editor: Client, draft: RulebookDraft, given: Fields, refusal: str
) -> None:
    path = f"/rulebook/drafts/{draft.pk}/new-rule/"
    response = editor.post(path, opened(editor, path) | {"message": ["Typed."]} | given)
    assert (response.status_code, response.context["refusal"]) == (422, refusal)
    assert fields_of(response.content.decode())["message"] == ["Typed."]


def test_copy_stands_behind_its_rule_with_copies_of_its_cases(editor: Client, draft: RulebookDraft) -> None:
    response = editor.post(
        address(draft), opened(editor, address(draft)) | {"act": ["duplicate"]}, follow=True
    )
    assert element(draft, "rules", "pregnant_copy") == {
        **PREGNANT,
        "id": "pregnant_copy",
        "title": "Pregnant now (copy)",
    }
    assert [case.failures for case in response.context["beside"].cases] == [(), (), ()]
    assert response.context["here"].check.errors == ()


def test_removed_rule_takes_its_cases_with_it(editor: Client, draft: RulebookDraft) -> None:
    response = editor.post(address(draft), opened(editor, address(draft)) | {"act": ["remove"]}, follow=True)
    places = [problem.place for problem in response.context["here"].check.errors]
    assert places == ["case 7 (Pregnant, the pen planned)"]  # one of the whole questionnaire
    kinds = [(change.kind, change.place.partition("/")[0]) for change in history_of(draft).changes]
    assert kinds == [("removed", "rules"), *[("removed", "cases")] * 3]


def test_lead_reads_a_rule_and_saves_none(client_of: Browser, frank: User, draft: RulebookDraft) -> None:
    lead = client_of(frank)
    html = lead.get(address(draft)).content.decode()
    assert ('<fieldset class="stack" disabled>' in html, 'class="savebar"' in html) == (True, False)
    assert lead.post(address(draft), {"title": "A"}).status_code == 404


def test_closed_draft_keeps_what_was_typed_and_stores_nothing(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    typed = opened(editor, address(draft)) | {"title": ["Late"]}
    discard_draft(draft=draft, by=Actor.staff(grace))
    response = editor.post(address(draft), typed)
    assert (response.status_code, fields_of(response.content.decode())["title"]) == (422, ["Late"])
    assert element(draft, "rules", "pregnant") == PREGNANT


def test_rule_written_in_an_odd_way_says_so_and_never_fails(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    odd: dict[str, object] = {**rule("odd", "odd", []), "title": 3, "branches": ["none"], "sources": "design"}
    change_element(draft=draft, place="rules/odd", element=odd, seen="", by=Actor.staff(grace))
    response = editor.get(address(draft, "odd"))
    assert (response.status_code, response.context["is_odd"]) == (200, True)
    assert editor.get(f"/rulebook/drafts/{draft.pk}/rules/").status_code == 200
    assert editor.get(address(draft)).context["beside"].waiting == (
        "They run as soon as the errors elsewhere in the draft are mended."
    )


def test_nothing_of_a_long_rule_is_lost(editor: Client, draft: RulebookDraft, grace: User) -> None:
    branches = PREGNANT["branches"] * 61
    long = {**PREGNANT, "id": "long", "message": "Word " * 5000 + "end", "branches": branches}
    change_element(draft=draft, place="rules/long", element=long, seen="", by=Actor.staff(grace))
    typed = opened(editor, address(draft, "long"))
    one_more = editor.post(address(draft, "long"), typed | {"act": ["branch-add"]}).content.decode()
    assert fields_of(one_more)["branches"] == ["61"]
    editor.post(address(draft, "long"), typed | {"title": ["Long"]})
    assert element(draft, "rules", "long") == {**long, "title": "Long"}


@pytest.mark.parametrize("count", ["x", "-1", "999999999", "9" * 5000, "٣"])
def test_nonsense_in_a_form_is_no_error_of_the_server(
    editor: Client, draft: RulebookDraft, count: str
) -> None:
    nonsense: dict[str, Any] = {
        "branches": count,
        "seen": "x",
        "title": "a\x00b",
        "b0-when.-kind": "all",
        "b0-when.-count": count,
        "b0-when.0-kind": "raw",
        "b0-when.0-raw": "[" * 100_000,
        "b0-rest": '{"note": "\\ud800"}',
        "b0-sevs": ["", "all"],
        "b0-sev-all": "worst",
        "act": "add:b7-when:0",
    }
    assert editor.post(address(draft), nonsense).status_code == 200
    assert editor.post(address(draft), nonsense | {"act": ""}).status_code == 409
