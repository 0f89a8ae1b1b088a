from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.accounts.models import User
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import SYSTEM
from screening.services.rulebook import discard_draft, draft_of
from tests.rulebook.draft_pages import started
from tests.services.drafting import edit, now_at, set_key

ClientOf = Callable[[User], Client]
RULE = "rules/pregnant"


@pytest.fixture
def editor(client_of: ClientOf, grace: User, active: RulebookVersion) -> Client:
    """A rulebook editor's browser."""
    return client_of(grace)


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    """A draft in which one rule got another message."""
    draft = started(grace)
    set_key(draft, RULE, grace, message="Another message.")
    return draft


def address(draft: RulebookDraft, rest: str = "") -> str:
    return f"/rulebook/drafts/{draft.pk}/history/{rest}"


def test_change_is_one_line_with_the_words_that_changed(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    row = editor.get(address(draft)).context["rows"][0]
    assert (row.revision, row.by, str(row.word), row.where, row.title) == (
        1,
        "Grace Gerber",
        "changed",
        "Rule",
        "Pregnant now",
    )
    assert [(line.label, line.before, line.after) for line in row.lines] == [
        ("for the practitioner", "Message.", "Another message.")
    ]


def test_branches_stand_in_the_history_in_words(editor: Client, draft: RulebookDraft, grace: User) -> None:
    when = {"item": "pregnant", "is": "yes"}
    branches = [{"when": when, "severity": {"heat": "clearance", "pen": "deferred"}}]
    set_key(draft, RULE, grace, branches=branches)
    line = editor.get(address(draft)).context["rows"][0].lines[0]
    assert line.after.rpartition(": heat")[2] == ": Needs clearance, Pen: Deferred"


def test_history_says_where_nothing_was_changed(editor: Client, grace: User) -> None:
    page = editor.get(address(started(grace))).content.decode()
    assert page.count("Nothing has been changed yet") == 1


def test_history_of_one_place_leaves_the_others_out(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    set_key(draft, "rules/aspirin", grace, message="Other.")
    found = editor.get(address(draft), {"place": RULE})
    assert [row.revision for row in found.context["rows"]] == [1]


@pytest.mark.parametrize("query", [{"place": "rules/nothing"}, {"before": "x"}, {"before": "9" * 30}])
def test_filter_that_is_none_is_refused(editor: Client, draft: RulebookDraft, query: dict[str, str]) -> None:
    assert editor.get(address(draft), query).status_code == 400


def test_history_pages_by_revision(editor: Client, draft: RulebookDraft, grace: User) -> None:
    for number in range(35):
        set_key(draft, RULE, grace, message=f"Message {number}.")
    first = editor.get(address(draft)).context
    rest = editor.get(address(draft), {"before": first["older"]}).context
    revisions = [row.revision for row in [*first["rows"], *rest["rows"]]]
    assert (revisions, rest["older"]) == (list(range(36, 0, -1)), None)


def test_history_costs_the_same_queries_whatever_its_length(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address(draft)).status_code == 200
        return len(queries)

    one = cost()
    for number in range(3):
        set_key(draft, RULE, grace, message=f"Message {number}.")
    assert cost() == one


def test_undo_puts_back_what_stood_there(editor: Client, draft: RulebookDraft) -> None:
    response = editor.post(address(draft, "1/undo/"))
    assert (response.status_code, (now_at(draft, RULE) or {})["message"]) == (302, "Message.")
    rows = editor.get(address(draft)).context["rows"]
    assert [(row.revision, row.undoes, row.undone_by) for row in rows] == [(2, 1, None), (1, None, 2)]


def test_undo_of_what_changed_since_shows_both(editor: Client, draft: RulebookDraft, grace: User) -> None:
    set_key(draft, RULE, grace, message="A third one.")
    response = editor.post(address(draft, "1/undo/"))
    differing = [(row.theirs, row.mine) for row in response.context["rows"] if row.differs]
    assert (response.status_code, differing) == (409, [("A third one.", "Message.")])
    assert (now_at(draft, RULE) or {})["message"] == "A third one."
    again = editor.post(address(draft, "1/undo/"), {"seen": response.context["choice"].seen})
    assert (again.status_code, (now_at(draft, RULE) or {})["message"]) == (302, "Message.")


def test_undo_of_a_removal_brings_it_back(editor: Client, draft: RulebookDraft, grace: User) -> None:
    before = now_at(draft, RULE)
    edit(draft, RULE, None, grace)
    editor.post(address(draft, "2/undo/"))
    assert now_at(draft, RULE) == before


def test_second_undo_says_that_it_is_undone(editor: Client, draft: RulebookDraft) -> None:
    editor.post(address(draft, "1/undo/"))
    page = editor.post(address(draft, "1/undo/"), follow=True).content.decode()
    assert page.count("This change has been undone already.") == 1


def test_undo_of_a_closed_draft_is_refused(editor: Client, draft: RulebookDraft) -> None:
    discard_draft(draft=draft, by=SYSTEM)
    assert editor.post(address(draft, "1/undo/")).status_code == 409
    assert draft_of(draft.pk).revision == 1


def test_undo_of_a_change_that_does_not_exist_is_not_found(editor: Client, draft: RulebookDraft) -> None:
    assert [editor.post(address(draft, f"{number}/undo/")).status_code for number in (7, 9**30)] == [404, 404]


def test_history_of_a_broken_draft_is_shown(editor: Client, draft: RulebookDraft, grace: User) -> None:
    set_key(draft, RULE, grace, branches=[{"when": {"item": "nothing"}}])
    rows = editor.get(address(draft)).context["rows"]
    assert [(row.revision, [line.label for line in row.lines]) for row in rows][:1] == [(2, ["branches"])]
