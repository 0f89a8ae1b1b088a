"""The cases of a draft: list with pass and fail, filters, form, coverage and what no case would notice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from clinic.accounts.models import User
from clinic.rulebook.workshop.cases.typed import as_before, element_of, typed_of
from screening.engine import parse_rulebook
from screening.engine.rulebook.elements import names_of
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import change_element, document_of, draft_of
from screening.services.rulebook.jobs import run_due_jobs
from tests.rulebook.documents import document
from tests.rulebook.draft_pages import Fields, element, fields_of, started
from tests.services.drafting import now_at, set_key

Browser = Callable[[User], Client]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft, rest: str = "cases/") -> str:
    return f"/rulebook/drafts/{draft.pk}/{rest}"


def names(draft: RulebookDraft) -> list[str]:
    return names_of(document_of(draft_of(draft.pk)), "cases")


def opened(browser: Client, path: str) -> Fields:
    fields = fields_of(browser.get(path).content.decode())
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def titles(browser: Client, draft: RulebookDraft, **filters: str) -> list[str]:
    return [row.title for row in browser.get(address(draft), filters).context["rows"]]


def test_list_is_filtered_and_failing_ones_come_first(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    assert len(titles(editor, draft)) == 10
    set_key(draft, f"cases/{names(draft)[-1]}", grace, eligibility="eligible")
    assert titles(editor, draft)[0] == "Pregnant, the pen planned"
    assert titles(editor, draft, result="failing") == ["Pregnant, the pen planned"]
    assert len(titles(editor, draft, result="passing")) == 9
    assert titles(editor, draft, rule="-") == ["Pregnant, the pen planned"]
    assert titles(editor, draft, rule="aspirin", q="silent") == ["aspirin silent"]
    assert editor.get(address(draft), {"rule": "none"}).status_code == 400
    assert titles(editor, draft, q="nothing") == []


def test_draft_with_errors_runs_no_case(editor: Client, draft: RulebookDraft, grace: User) -> None:
    set_key(draft, "rules/aspirin", grace, title="")
    response = editor.get(address(draft))
    assert {row.failures for row in response.context["rows"]} == {None}
    assert editor.get(address(draft, f"cases/{names(draft)[0]}/")).context["form"].found.failures is None


@pytest.mark.parametrize("number", range(10))
def test_form_sent_back_as_it_is_changes_nothing(editor: Client, draft: RulebookDraft, number: int) -> None:
    path = address(draft, f"cases/{names(draft)[number]}/")
    assert editor.post(path, opened(editor, path)).status_code == 302
    draft.refresh_from_db()
    assert draft.revision == 0


def test_elements_are_the_same_after_the_form() -> None:
    rows: Any = document()["cases"]
    assert [element_of(typed_of(row)) for row in rows] == rows


def test_answers_keep_their_spelling() -> None:
    rulebook = parse_rulebook(document())
    before = {"medicines": ["aspirin"], "allergies": ["nickel", "latex"], "glasses": 1}
    given = {"allergies": ["latex", "nickel"], "glasses": 2, "medicines": [{"name": "aspirin"}]}
    assert as_before(rulebook, given, before) == {
        "medicines": ["aspirin"],
        "allergies": ["nickel", "latex"],
        "glasses": 2,
    }


def test_case_of_a_rule_is_changed_and_run(editor: Client, draft: RulebookDraft) -> None:
    name = names(draft)[0]
    path = address(draft, f"cases/{name}/")
    typed = opened(editor, path) | {"expect-pen": ["deferred"], "expect-laser": ["contraindicated"]}
    shown = editor.post(path, typed | {"act": ["show"]})
    failures = [str(one) for one in shown.context["form"].found.failures]
    assert failures == ["Pen: Deferred expected, Contraindicated came out"]
    draft.refresh_from_db()
    assert draft.revision == 0
    response = editor.post(path, typed, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Saved, but it does not come out as expected."
    ]
    assert (now_at(draft, f"cases/{name}") or {})["expect"] == {"pen": "deferred", "laser": "contraindicated"}


def test_what_comes_out_is_taken_over(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, f"cases/{names(draft)[0]}/")
    typed = opened(editor, path) | {"a-pregnant": ["maybe"], "kind": ["silent"], "act": ["take"]}
    found = editor.post(path, typed).context["form"].found
    assert (found.typed.expect, found.failures) == ({"pen": "none", "laser": "none"}, ())
    path = address(draft, f"cases/{names(draft)[-1]}/")
    typed = opened(editor, path) | {"a-pregnant": ["no"], "act": ["take"]}
    typed_case = editor.post(path, typed).context["form"].found.typed
    assert (typed_case.eligibility, typed_case.topics, typed_case.settled) == (
        "clearance",
        ("unanswered",),
        "no",
    )


def test_new_case_of_a_rule(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "new-case/")
    fields = opened(editor, f"{path}?rule=pregnant")
    assert fields["rule"] == ["pregnant"]
    typed = fields | {"title": ["Pregnant again"], "on": ["2026-09-15"], "a-pregnant": ["yes"]}
    typed |= {"expect-all": ["contraindicated"]}
    assert editor.post(path, typed).status_code == 302
    assert element(draft, "cases", "pregnant_again") == {
        "id": "pregnant_again",
        "title": "Pregnant again",
        "on": "2026-09-15",
        "answers": {"pregnant": "yes"},
        "rule": "pregnant",
        "kind": "firing",
        "expect": {"all": "contraindicated"},
    }


def test_without_a_title_nothing_is_stored_and_nothing_lost(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "new-case/")
    response = editor.post(path, opened(editor, path) | {"a-pregnant": ["yes"]})
    assert (response.status_code, response.context["shown"].refusal) == (422, "Give the case a title.")
    assert fields_of(response.content.decode())["a-pregnant"] == ["yes"]


def test_unfinished_case_is_saved_and_says_so(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "new-case/")
    typed = opened(editor, path) | {"title": ["Half"], "on": ["soon"], "a-glasses": ["many"]}
    response = editor.post(path, typed, follow=True)
    assert {anchor for anchor, _message in response.context["form"].problems} == {
        "eligibility",
        "on",
        "slot-glasses",
        "treatments",
    }


def test_later_editor_sees_both_versions(editor: Client, draft: RulebookDraft, bob: User) -> None:
    name = names(draft)[0]
    path = address(draft, f"cases/{name}/")
    typed = opened(editor, path) | {"title": ["Mine"]}
    theirs = {**(now_at(draft, f"cases/{name}") or {}), "title": "Theirs"}
    change_element(
        draft=draft, place=f"cases/{name}", element=theirs, seen=typed["seen"][0], by=Actor.staff(bob)
    )
    response = editor.post(path, typed)
    assert response.status_code == 409
    assert editor.post(path, fields_of(response.content.decode())).status_code == 302
    assert (now_at(draft, f"cases/{name}") or {})["title"] == "Mine"


def test_case_is_removed(editor: Client, draft: RulebookDraft) -> None:
    name = names(draft)[0]
    path = address(draft, f"cases/{name}/")
    assert editor.post(path, opened(editor, path) | {"act": ["remove"]}).status_code == 302
    assert len(names(draft)) == 9
    assert editor.get(path).status_code == 404


def test_case_opens_in_the_try_out_page(editor: Client, draft: RulebookDraft) -> None:
    fields = opened(editor, address(draft, f"cases/{names(draft)[-1]}/"))
    outcome = editor.post(address(draft, "try/"), fields | {"act": ["from-case"]}).context["outcome"]
    assert outcome.verdict.eligibility == "contraindicated"


def test_case_opens_there_for_a_lead_too(client_of: Browser, frank: User, draft: RulebookDraft) -> None:
    lead = client_of(frank)
    html = lead.get(address(draft, f"cases/{names(draft)[-1]}/")).content.decode()
    fields = fields_of(html[html.index("<aside") :])  # the rest of the form is disabled, and not sent
    outcome = lead.post(address(draft, "try/"), fields | {"act": ["from-case"]}).context["outcome"]
    assert (outcome.result["answers"], outcome.verdict.eligibility) == (
        {"pregnant": "yes"},
        "contraindicated",
    )


def test_coverage_and_survivors(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "case-coverage/")
    view = editor.get(path).context["coverage"]
    assert (view.branches.reached, view.branches.total) == (3, 4)
    assert [(one.rule, one.number) for one in view.unreached] == [("retinoid_recent", 2)]
    assert ("Pregnant", "I might be, or I'm not sure") in view.ungiven
    assert editor.post(address(draft, "jobs/mutation/start/"))["Location"] == path
    run_due_jobs(processes=1)
    response = editor.get(path)
    assert response.context["job"].is_current is True
    assert "retinoid_recent" in {rule for _sentence, rule in response.context["survivors"]}


def test_lead_reads_and_saves_nothing(client_of: Browser, frank: User, draft: RulebookDraft) -> None:
    lead = client_of(frank)
    path = address(draft, f"cases/{names(draft)[0]}/")
    assert lead.get(path).status_code == 200
    assert lead.post(path, {"title": "A"}).status_code == 404
    assert lead.get(address(draft, "new-case/")).status_code == 404
