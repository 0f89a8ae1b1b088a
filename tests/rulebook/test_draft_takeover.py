"""Failing cases of a draft that expect, together, what comes out of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.engine.rulebook.elements import names_of
from screening.models import AuditEvent, RulebookChange, RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.errors import NothingToUndo
from screening.services.rulebook import change_of, document_of, draft_of, undo_change
from tests.rulebook.documents import branch
from tests.rulebook.draft_pages import Fields, fields_of, started
from tests.services.drafting import now_at, set_key

Browser = Callable[[User], Client]


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    """A draft whose rule on pregnancy was made milder: three cases fail, one even if taken over."""
    draft = started(grace)
    milder = [branch({"item": "pregnant", "is": "yes"}, all="deferred")]
    set_key(draft, "rules/pregnant", grace, branches=milder)
    set_key(draft, f"cases/{names(draft)[4]}", grace, kind="firing")
    return draft_of(draft.pk)


@pytest.fixture
def editor(client_of: Browser, grace: User) -> Client:
    return client_of(grace)


def address(draft: RulebookDraft, rest: str = "case-takeover/") -> str:
    return f"/rulebook/drafts/{draft.pk}/{rest}"


def names(draft: RulebookDraft) -> list[str]:
    return names_of(document_of(draft_of(draft.pk)), "cases")


def opened(browser: Client, path: str) -> Fields:
    fields = fields_of(browser.get(path).content.decode())
    return {name: fields.get(name, []) for name in ("case", "revision")}


def seen(browser: Client, path: str) -> list[tuple[str, list[str], list[str], bool]]:
    return [
        (row.title, [str(one) for one in row.failing], [str(one) for one in row.left], row.is_ticked)
        for group in browser.get(path).context["groups"]
        for row in group.rows
    ]


Told = tuple[str, list[str], list[str]]
FIRING: Told = ("pregnant firing", ["Pen: Contraindicated expected, Deferred came out"], [])
NOT_FIRING = "It is there to show the rule firing, but nothing is certain."
WHOLE: Told = ("Pregnant, the pen planned", ["Result: Contraindicated expected, Deferred came out"], [])


def test_failing_cases_stand_in_one_table_in_words(editor: Client, draft: RulebookDraft) -> None:
    aspirin: Told = ("aspirin silent", [NOT_FIRING], [NOT_FIRING])
    assert seen(editor, address(draft)) == [(*FIRING, False), (*aspirin, False), (*WHOLE, False)]
    assert seen(editor, address(draft, "case-takeover/?rule=pregnant")) == [(*FIRING, True)]
    assert seen(editor, address(draft, "case-takeover/?rule=-")) == [(*WHOLE, True)]
    assert [row[3] for row in seen(editor, address(draft, "case-takeover/?rule=none"))] == [False] * 3


def test_ticked_cases_become_one_change_that_can_be_undone(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    first, last = names(draft)[0], names(draft)[-1]
    before = draft.document
    fields = opened(editor, address(draft)) | {"case": [first, last]}
    assert editor.post(address(draft), fields)["Location"] == address(draft, "cases/")
    assert (now_at(draft, f"cases/{first}") or {})["expect"] == {"pen": "deferred"}
    assert (now_at(draft, f"cases/{last}") or {})["eligibility"] == "deferred"
    assert names(draft)[0] == first
    change = RulebookChange.objects.of(draft).first()
    assert change is not None
    assert (change.revision, change.place, change.kind) == (draft.revision + 1, "cases", "changed")
    detail = AuditEvent.objects.filter(action="draft.changed").latest("at").detail
    assert (detail["collection"], detail["elements"]) == ("cases", 2)
    row = editor.get(address(draft, "history/")).context["rows"][0]
    assert sorted((line.label, line.before, line.after) for line in row.lines) == [
        ("Pregnant, the pen planned: eligibility", "Contraindicated", "Deferred"),
        ("pregnant firing: expected", "Pen: Contraindicated", "Pen: Deferred"),
    ]
    assert len(editor.get(address(draft, "history/"), {"place": "cases"}).context["rows"]) == 1
    assert editor.post(address(draft, f"history/{change.revision}/undo/")).status_code == 302
    assert draft_of(draft.pk).document == before
    with pytest.raises(NothingToUndo):
        undo_change(change=change, by=Actor.staff(grace))
    undone = change_of(draft, change.revision + 1)
    assert undone is not None
    undo_change(change=undone, by=Actor.staff(grace))
    assert (now_at(draft, f"cases/{last}") or {})["eligibility"] == "deferred"


def test_nothing_is_undone_where_one_of_them_has_changed(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    first, last = names(draft)[0], names(draft)[-1]
    editor.post(address(draft), opened(editor, address(draft)) | {"case": [first, last]})
    set_key(draft, f"cases/{last}", grace, title="Another title")
    response = editor.post(address(draft, f"history/{draft.revision + 1}/undo/"), follow=True)
    assert [str(message) for message in response.context["messages"]][1:] == [
        "Some of these have changed since. Nothing was undone: change them one by one. Another title"
    ]
    assert (now_at(draft, f"cases/{first}") or {})["expect"] == {"pen": "deferred"}


@pytest.mark.parametrize(
    ("case", "revision", "status"),
    [(0, -1, 409), (0, None, 409), (4, 0, 422), (1, 0, 422), (None, 0, 422)],
    ids=["draft changed since", "no revision", "would fail even so", "does not fail", "none ticked"],
)
def test_what_was_not_looked_at_or_cannot_be_is_refused(
    editor: Client, draft: RulebookDraft, case: int | None, revision: int | None, status: int
) -> None:
    fields = {"case": [] if case is None else [names(draft)[case]]}
    if revision is not None:
        fields["revision"] = [str(draft.revision + revision)]
    response = editor.post(address(draft), fields)
    assert (response.status_code, draft_of(draft.pk).revision) == (status, draft.revision)
    assert response.context["refusal"] != ""


def test_single_change_of_a_case_taken_over_is_found_in_its_history(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    first = names(draft)[0]
    editor.post(address(draft), opened(editor, address(draft)) | {"case": [first]})
    set_key(draft, f"cases/{first}", grace, title="Another title")
    rows = editor.get(address(draft, "history/"), {"place": f"cases/{first}"}).context["rows"]
    assert [row.revision for row in rows] == [draft.revision + 2, draft.revision + 1]


def test_lead_takes_nothing_over(client_of: Browser, frank: User, draft: RulebookDraft) -> None:
    assert client_of(frank).get(address(draft)).status_code == 404
