"""Drafts: the list, starting one, importing one, how one stands, giving it up."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.accounts.models import User
from screening.engine import digest_of, to_toml
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import change_element, discard_draft
from tests.rulebook.documents import document, rule
from tests.rulebook.draft_pages import started

Browser = Callable[[User], Client]


@pytest.fixture
def editor(client_of: Browser, grace: User, active: RulebookVersion) -> Client:
    """A rulebook editor's browser, with a rulebook to begin from."""
    return client_of(grace)


def toml_of(rulebook: dict[str, object]) -> SimpleUploadedFile:
    return SimpleUploadedFile("rules.toml", to_toml(rulebook).encode())


def test_list_shows_what_is_in_the_works_apart_from_what_is_closed(editor: Client, grace: User) -> None:
    first, second = started(grace, "First"), started(grace, "Second")
    discard_draft(draft=first, by=Actor.staff(grace))
    context = editor.get("/rulebook/drafts/").context
    assert ([d.pk for d in context["working"]], [d.pk for d in context["closed"]]) == (
        [second.pk],
        [first.pk],
    )


def test_draft_starts_from_the_version_chosen(editor: Client, active: RulebookVersion, grace: User) -> None:
    response = editor.post("/rulebook/drafts/start/", {"title": "Longer wait", "version": active.number})
    draft = RulebookDraft.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/rulebook/drafts/{draft.pk}/")
    assert (draft.title, draft.base, draft.digest, draft.created_by) == (
        "Longer wait",
        active,
        active.digest,
        grace,
    )


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"title": "", "version": 1}, ["title"]),
        ({"title": "A"}, ["version"]),
        ({"title": "A", "version": 9}, ["version"]),
    ],
)
def test_draft_that_cannot_start_says_why_at_the_field(
    editor: Client, given: dict[str, object], wrong: list[str]
) -> None:
    response = editor.post("/rulebook/drafts/start/", given)
    assert (response.status_code, list(response.context["form"].errors)) == (422, wrong)
    assert not RulebookDraft.objects.exists()


def test_file_becomes_a_draft_of_the_same_digest(editor: Client) -> None:
    response = editor.post("/rulebook/drafts/import/", {"title": "Imported", "file": toml_of(document())})
    draft = RulebookDraft.objects.get()
    assert (response.status_code, draft.digest, draft.base) == (302, digest_of(document()), None)


def test_file_with_problems_shows_each_at_its_line_and_is_not_stored(editor: Client) -> None:
    broken = document(rule("late", "late", []))
    lines = to_toml(broken).splitlines()
    number = max(n for n, line in enumerate(lines, 1) if line == "[[rules]]")
    response = editor.post("/rulebook/drafts/import/", {"title": "Broken", "file": toml_of(broken)})
    found = [(problem.line, problem.place, problem.reason) for problem in response.context["problems"]]
    assert (response.status_code, found) == (422, [(number, "rules late", "needs at least one branch")])
    assert not RulebookDraft.objects.exists()


def test_file_with_problems_becomes_a_draft_when_wanted_so(editor: Client) -> None:
    given = {"title": "Broken", "file": toml_of(document(rule("late", "late", []))), "despite": "on"}
    response = editor.post("/rulebook/drafts/import/", given, follow=True)
    assert [(p.what, p.reason) for p in response.context["page"].errors] == [
        ("Rule: Pregnant now", "needs at least one branch")
    ]


@pytest.mark.parametrize("data", [b"not [ toml", b"\xff\xfe", b"x\x00y = 1"])
def test_file_that_is_no_rulebook_is_refused_with_its_line(editor: Client, data: bytes) -> None:
    given = {"title": "A", "file": SimpleUploadedFile("rules.toml", data), "despite": "on"}
    response = editor.post("/rulebook/drafts/import/", given)
    assert (response.status_code, [p.line for p in response.context["problems"]]) == (422, [1])


def test_overview_says_that_nothing_is_wrong(editor: Client, grace: User) -> None:
    page = editor.get(f"/rulebook/drafts/{started(grace).pk}/").context["page"]
    assert (page.errors, page.base) == ([], "version 1")


def test_overview_leads_to_the_rule_that_is_wrong(editor: Client, grace: User) -> None:
    draft = started(grace)
    wrong = rule("wrong", "topic", [])
    change_element(draft=draft, place="rules/wrong", element=wrong, seen="", by=Actor.staff(grace))
    page = editor.get(f"/rulebook/drafts/{draft.pk}/").context["page"]
    assert [(problem.what, problem.address) for problem in page.errors] == [
        ("Rule: Pregnant now", f"/rulebook/drafts/{draft.pk}/rules/wrong/")
    ]


def test_draft_is_renamed_and_an_empty_title_refused(editor: Client, grace: User) -> None:
    draft = started(grace)
    assert editor.post(f"/rulebook/drafts/{draft.pk}/rename/", {"title": ""}).status_code == 422
    assert editor.post(f"/rulebook/drafts/{draft.pk}/rename/", {"title": "Other"}).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Other"


def test_discarded_draft_can_be_read_and_is_not_discarded_twice(editor: Client, grace: User) -> None:
    draft = started(grace)
    assert editor.post(f"/rulebook/drafts/{draft.pk}/discard/").status_code == 302
    assert editor.get(f"/rulebook/drafts/{draft.pk}/").context["here"].may_edit is False
    assert editor.post(f"/rulebook/drafts/{draft.pk}/discard/").status_code == 409


def test_lead_reads_drafts_and_changes_none(
    client_of: Browser, frank: User, grace: User, active: object
) -> None:
    draft, lead = started(grace), client_of(frank)
    assert lead.get("/rulebook/drafts/").context["may_edit"] is False
    assert lead.get(f"/rulebook/drafts/{draft.pk}/").context["here"].may_edit is False
    assert lead.post(f"/rulebook/drafts/{draft.pk}/discard/").status_code == 404
    assert lead.post("/rulebook/drafts/start/", {"title": "A", "version": 1}).status_code == 404


def test_practitioner_finds_no_drafts(client_of: Browser, alice: User, grace: User, active: object) -> None:
    browser = client_of(alice)
    assert browser.get("/rulebook/drafts/").status_code == 404
    assert browser.get(f"/rulebook/drafts/{started(grace).pk}/").status_code == 404
    assert 'href="/rulebook/drafts/"' not in browser.get("/rulebook/").content.decode()


def test_list_takes_as_many_queries_for_three_drafts_as_for_one(
    editor: Client, grace: User, django_assert_num_queries: Any
) -> None:
    started(grace)
    with CaptureQueriesContext(connection) as once:
        editor.get("/rulebook/drafts/")
    started(grace)
    started(grace)
    with django_assert_num_queries(len(once)):
        editor.get("/rulebook/drafts/")
