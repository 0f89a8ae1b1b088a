"""The invariants of a draft: proved, broken or open, their form, and the way to the counterexample."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import change_element
from screening.services.rulebook.jobs import run_due_jobs
from tests.rulebook.draft_pages import Fields, element, fields_of, started
from tests.services.drafting import edit, set_key

Browser = Callable[[User], Client]
PREGNANT: dict[str, object] = {
    "id": "pregnant_never",
    "title": "Pregnant is never eligible",
    "when": {"item": "pregnant", "is": "yes"},
    "never": "eligible",
    "treatments": ["all"],
    "sources": ["design"],
}
TOO_MUCH = PREGNANT | {
    "id": "too_much",
    "title": "Many glasses are contraindicated",
    "when": {"item": "glasses", "above": 14},
    "at_least": "contraindicated",
    "treatments": ["pen"],
}
del TOO_MUCH["never"]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    return started(grace)


@pytest.fixture
def editor(client_of: Browser, grace: User, draft: RulebookDraft) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft, rest: str = "invariants/") -> str:
    return f"/rulebook/drafts/{draft.pk}/{rest}"


def opened(browser: Client, path: str) -> Fields:
    fields = fields_of(browser.get(path).content.decode())
    return {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}


def states(browser: Client, draft: RulebookDraft) -> dict[str, str]:
    return {one.id: one.state for one in browser.get(address(draft)).context["invariants"]}


def test_proof_tells_what_holds_and_shows_a_counterexample(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    edit(draft, "invariants/pregnant_never", PREGNANT, grace)
    edit(draft, "invariants/too_much", TOO_MUCH, grace)
    assert states(editor, draft) == {"pregnant_never": "open", "too_much": "open"}
    assert editor.post(address(draft, "jobs/invariants/start/"))["Location"] == address(draft)
    run_due_jobs(processes=1)
    response = editor.get(address(draft))
    views = {one.id: one for one in response.context["invariants"]}
    assert {name: one.state for name, one in views.items()} == {
        "too_much": "broken",
        "pregnant_never": "proved",
    }
    broken = views["too_much"]
    assert "Glasses a week" in [label for label, _answer in broken.example.lines]
    example = broken.example.example
    tried = editor.post(
        address(draft, "try/"),
        {"given": example.given, "on": example.on, "treatments": list(example.treatments)},
    )
    assert tried.context["outcome"].treatments[0].eligibility != "contraindicated"


def test_proof_of_an_earlier_draft_proves_nothing_now(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    edit(draft, "invariants/pregnant_never", PREGNANT, grace)
    editor.post(address(draft, "jobs/invariants/start/"))
    run_due_jobs(processes=1)
    set_key(draft, "rules/aspirin", grace, title="Otherwise")
    assert states(editor, draft) == {"pregnant_never": "stale"}


def test_without_any_the_page_says_what_to_do(editor: Client, draft: RulebookDraft) -> None:
    html = editor.get(address(draft)).content.decode()
    assert "This draft promises nothing yet." in html
    assert "jobs/invariants/start/" not in html


@pytest.mark.parametrize(
    "given",
    [
        PREGNANT,
        TOO_MUCH,
        {key: value for key, value in PREGNANT.items() if key != "when"}
        | {"whenever": "unanswered", "feeds": "deferred", "treatments": ["heat", "pen"]},
    ],
)
def test_form_sent_back_as_it_is_changes_nothing(
    editor: Client, draft: RulebookDraft, grace: User, given: dict[str, object]
) -> None:
    edit(draft, f"invariants/{given['id']}", given, grace)
    path = address(draft, f"invariants/{given['id']}/")
    assert editor.post(path, opened(editor, path)).status_code == 302
    assert element(draft, "invariants", str(given["id"])) == given
    draft.refresh_from_db()
    assert draft.revision == 1


def test_new_one_is_saved_under_a_name_of_its_title(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "new-invariant/")
    typed = opened(editor, path) | {
        "title": ["Never while unanswered"],
        "premise": ["whenever"],
        "code": ["clearance"],
    }
    typed |= {
        "feeds": ["contraindicated"],
        "bound": ["at_least"],
        "treatments": ["all"],
        "sources": ["design"],
    }
    assert editor.post(path, typed)["Location"] == address(draft)
    assert element(draft, "invariants", "never_while_unanswered") == {
        "id": "never_while_unanswered",
        "title": "Never while unanswered",
        "whenever": "unanswered",
        "feeds": "contraindicated",
        "at_least": "clearance",
        "treatments": ["all"],
        "sources": ["design"],
    }


def test_without_a_title_nothing_is_stored_and_nothing_lost(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "new-invariant/")
    response = editor.post(path, opened(editor, path) | {"code": ["deferred"]})
    assert (response.status_code, response.context["refusal"]) == (422, "Give the invariant a title.")
    assert fields_of(response.content.decode())["code"] == ["deferred"]


def test_unfinished_one_is_saved_and_says_so(editor: Client, draft: RulebookDraft) -> None:
    path = address(draft, "new-invariant/")
    response = editor.post(path, opened(editor, path) | {"title": ["Half"]}, follow=True)
    anchors = {anchor for anchor, _message in response.context["form"].problems}
    assert anchors == {"code", "treatments", "sources", "when-builder"}
    assert len(editor.get(address(draft, "checks/")).context["errors"]) > 0


def test_builder_adds_a_comparison_without_javascript(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    edit(draft, "invariants/pregnant_never", PREGNANT, grace)
    path = address(draft, "invariants/pregnant_never/")
    html = editor.post(path, opened(editor, path) | {"act": ["add:when:"]}).content.decode()
    assert 'name="when.1-item"' in html
    part = editor.post(path, opened(editor, path) | {"act": ["add:when:"]}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_later_editor_sees_both_versions(
    editor: Client, draft: RulebookDraft, grace: User, bob: User
) -> None:
    edit(draft, "invariants/pregnant_never", PREGNANT, grace)
    path = address(draft, "invariants/pregnant_never/")
    typed = opened(editor, path) | {"title": ["Mine"]}
    theirs = {**PREGNANT, "title": "Theirs"}
    change_element(
        draft=draft,
        place="invariants/pregnant_never",
        element=theirs,
        seen=typed["seen"][0],
        by=Actor.staff(bob),
    )
    response = editor.post(path, typed)
    assert response.status_code == 409
    assert editor.post(path, fields_of(response.content.decode())).status_code == 302
    assert (element(draft, "invariants", "pregnant_never") or {})["title"] == "Mine"


def test_one_is_removed(editor: Client, draft: RulebookDraft, grace: User) -> None:
    edit(draft, "invariants/pregnant_never", PREGNANT, grace)
    path = address(draft, "invariants/pregnant_never/")
    assert editor.post(path, opened(editor, path) | {"act": ["remove"]}).status_code == 302
    assert states(editor, draft) == {}
    assert editor.get(path).status_code == 404


def test_lead_reads_and_saves_nothing(
    client_of: Browser, frank: User, draft: RulebookDraft, grace: User
) -> None:
    edit(draft, "invariants/pregnant_never", PREGNANT, grace)
    lead = client_of(frank)
    path = address(draft, "invariants/pregnant_never/")
    assert "disabled" in lead.get(path).content.decode()
    assert lead.post(path, {"title": "x"}).status_code == 404
    assert lead.get(address(draft, "new-invariant/")).status_code == 404
