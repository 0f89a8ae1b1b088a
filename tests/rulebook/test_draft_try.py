"""Trying a draft: the questionnaire, what comes of the answers, and what the active version says of them."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import AuditEvent, RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import import_draft
from tests.rulebook.draft_pages import element, fields_of, started
from tests.services.drafting import set_key

Browser = Callable[[User], Client]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft) -> str:
    return f"/rulebook/drafts/{draft.pk}/try/"


def form(**answers: object) -> dict[str, object]:
    return {"on": "2026-09-15", "treatments": ["pen"]} | {
        f"a-{name}": given for name, given in answers.items()
    }


def test_page_opens_with_nothing_answered(editor: Client, draft: RulebookDraft) -> None:
    response = editor.get(address(draft))
    assert (response.status_code, response.context["outcome"].verdict.eligibility) == (200, "clearance")
    assert response.context["tried"].treatments == ("pen",)


def test_answers_are_evaluated_with_reasons(editor: Client, draft: RulebookDraft) -> None:
    context = editor.post(address(draft), form(pregnant="yes")).context
    outcome = context["outcome"]
    assert [(one.title, one.eligibility) for one in outcome.treatments] == [("Pen", "contraindicated")]
    assert [(finding.rule, finding.reasons[0].lines[0].text) for finding in outcome.worse[:1]] == [
        ("pregnant", "Yes")
    ]


def test_every_kind_of_answer_is_read_and_shown_again(editor: Client, draft: RulebookDraft) -> None:
    given = {
        "pregnant": "no",
        "allergies": ["latex"],
        "allergies-typed": "bees, nuts",
        "glasses": "3",
        "last_dose": "14.8.2026",
        "medicines-rows": "1",
        "medicines-0-name": "aspirin",
    }
    response = editor.post(address(draft), form(**given))
    assert response.context["outcome"].result["answers"] == {
        "allergies": ["latex", "bees", "nuts"],
        "glasses": 3,
        "last_dose": "2026-08-14",
        "medicines": [{"name": "aspirin"}],
        "pregnant": "no",
    }
    fields = fields_of(response.content.decode())
    assert (fields["a-allergies-typed"], fields["a-medicines-rows"]) == (["bees, nuts"], ["2"])


def test_answer_that_cannot_be_read_is_told_and_not_counted(editor: Client, draft: RulebookDraft) -> None:
    response = editor.post(address(draft), form(glasses="many", pregnant="no"))
    assert response.context["refused"] == ["Glasses a week"]
    assert response.context["outcome"].result["answers"] == {"pregnant": "no"}
    assert fields_of(response.content.decode())["a-glasses"] == ["many"]


def test_without_day_or_treatment_it_says_what_is_missing(editor: Client, draft: RulebookDraft) -> None:
    context = editor.post(address(draft), {"on": "soon"}).context
    assert context["tried"].errors == {
        "on": "Enter a day, such as 2026-09-15.",
        "treatments": "Choose at least one treatment.",
    }


def test_answers_open_from_another_page(editor: Client, draft: RulebookDraft) -> None:
    given = json.dumps({"pregnant": "yes", "gone": 1})
    response = editor.post(address(draft), {"given": given, "on": "2026-09-15", "treatments": ["laser"]})
    context = response.context
    assert (context["unknown"], context["tried"].treatments) == (["gone"], ("laser",))
    assert fields_of(response.content.decode())["a-pregnant"] == ["yes"]


@pytest.mark.parametrize("given", ["[", "[1]", "[" * 5000, "9" * 5000, '{"pregnant": "\\ud800"}'])
def test_nonsense_opens_an_empty_form(editor: Client, draft: RulebookDraft, given: str) -> None:
    response = editor.post(address(draft), {"given": given})
    assert (response.status_code, response.context["tried"].raw) == (200, {})


def test_draft_without_a_question_can_be_tried(editor: Client, grace: User) -> None:
    data = b"[[sources]]\nid = 'label'\n"
    draft = import_draft(title="Bare", data=data, name="a.toml", by=Actor.staff(grace), despite_problems=True)
    assert editor.get(address(draft)).status_code == 200


def test_number_of_rows_that_is_none_is_none_at_all(editor: Client, draft: RulebookDraft) -> None:
    response = editor.post(address(draft), form(**{"medicines-rows": "9" * 5000, "medicines-0-name": "x"}))
    assert (response.status_code, response.context["tried"].raw) == (200, {})


def test_active_version_is_told_where_it_differs(editor: Client, draft: RulebookDraft, grace: User) -> None:
    same = editor.post(address(draft), form(pregnant="yes")).context["against"]
    assert same is None  # the draft is the active version still
    branches = [{"when": {"item": "pregnant", "is": "yes"}, "severity": {"all": "deferred"}}]
    set_key(draft, "rules/pregnant", grace, branches=branches)
    against = editor.post(address(draft), form(pregnant="yes")).context["against"]
    assert [(one.before, one.after) for one in against.treatments] == [("contraindicated", "deferred")]
    assert [(one.title, one.before, one.after) for one in against.rules] == [
        ("Pregnant now", "contraindicated", "deferred")
    ]
    assert editor.post(address(draft), form(pregnant="no")).context["against"].is_same is True


def test_htmx_gets_the_result_and_what_moved(editor: Client, draft: RulebookDraft, grace: User) -> None:
    gate = {"item": "pregnant", "is": "yes"}
    set_key(draft, "items/glasses", grace, enable_when=gate)
    shown = {"shown": ["pregnant", "eyes"]}
    response = editor.post(address(draft), form(pregnant="yes") | shown, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert ("<html" in html, 'id="try-result"' in html) == (False, True)
    assert "glasses" in [one.link_id for one in response.context["moved"]]
    assert "pregnant" not in [one.link_id for one in response.context["moved"]]


def test_question_that_does_not_apply_waits_hidden(editor: Client, draft: RulebookDraft, grace: User) -> None:
    set_key(draft, "items/glasses", grace, enable_when={"item": "pregnant", "is": "yes"})

    def is_shown(**answers: object) -> bool:
        sections = editor.post(address(draft), form(**answers)).context["sections"]
        return "glasses" in {one.link_id for section in sections for one in section.questions if one.is_shown}

    assert (is_shown(pregnant="no"), is_shown(pregnant="yes"), is_shown(pregnant="no", glasses="1")) == (
        False,
        True,
        True,
    )


def test_row_is_added_without_javascript(editor: Client, draft: RulebookDraft) -> None:
    typed = form(**{"medicines-rows": "1", "medicines-0-name": "aspirin"}) | {"act": "row:medicines"}
    fields = fields_of(editor.post(address(draft), typed).content.decode())
    assert (fields["a-medicines-rows"], fields["a-medicines-0-name"]) == (["3"], ["aspirin"])


def test_lead_tries_it_too_and_nothing_is_stored(
    client_of: Browser, frank: User, draft: RulebookDraft
) -> None:
    before = AuditEvent.objects.count()
    response = client_of(frank).post(address(draft), form(pregnant="yes"))
    assert (response.status_code, "from-try" in response.content.decode()) == (200, False)
    draft.refresh_from_db()
    assert draft.revision == 0
    assert AuditEvent.objects.filter(action__startswith="rulebook").count() <= before


def test_draft_with_errors_says_so(editor: Client, draft: RulebookDraft, grace: User) -> None:
    set_key(draft, "rules/pregnant", grace, title="")
    response = editor.post(address(draft), form(pregnant="yes"))
    assert (response.status_code, response.context["outcome"]) == (200, None)


def test_result_becomes_a_case_once_it_is_confirmed(editor: Client, draft: RulebookDraft) -> None:
    new = f"/rulebook/drafts/{draft.pk}/new-case/"
    response = editor.post(new, form(pregnant="yes") | {"act": "from-try"})
    fields = fields_of(response.content.decode())
    draft.refresh_from_db()
    assert (draft.revision, fields["eligibility"], fields["settled"]) == (0, ["contraindicated"], ["no"])
    assert editor.post(new, fields | {"title": ["Pregnant, tried"], "act": [""]}).status_code == 302
    saved = element(draft, "cases", "pregnant_tried")
    assert saved is not None
    assert (saved["answers"], saved["eligibility"], saved["treatments"]) == (
        {"pregnant": "yes"},
        "contraindicated",
        ["pen"],
    )
