from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import RulebookDraft, RulebookVersion
from tests.factories import publish
from tests.rulebook.documents import Table, branch, document
from tests.rulebook.draft_pages import started
from tests.services.drafting import set_key

ClientOf = Callable[[User], Client]


@pytest.fixture
def lead(client_of: ClientOf, frank: User, active: RulebookVersion) -> Client:
    """A clinical lead's browser."""
    return client_of(frank)


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    """A draft that loosens one rule, tightens another, and rewords a third."""
    draft = started(grace)
    when: Table = {"item": "pregnant", "is": "yes"}
    takes: Table = {"item": ["medicines"], "takes": ["aspirin"]}
    set_key(draft, "rules/retinoid_recent", grace, message="Other words.")
    set_key(draft, "rules/aspirin", grace, branches=[branch(takes, pen="deferred", laser="clearance")])
    set_key(draft, "rules/pregnant", grace, branches=[branch(when, all="clearance")])
    return draft


def address(draft: RulebookDraft) -> str:
    return f"/rulebook/drafts/{draft.pk}/difference/"


def places(response: object) -> list[str]:
    return [view.place for view in response.context["page"]]  # type: ignore[attr-defined] # a test response


def test_difference_shows_what_loosens_first(lead: Client, draft: RulebookDraft) -> None:
    response = lead.get(address(draft))
    compared = response.context["against"].compared
    assert (compared.loosens, compared.tightens, compared.neither) == (1, 1, 1)
    assert places(response) == ["rules/pregnant", "rules/aspirin", "rules/retinoid_recent"]
    first = response.context["page"][0]
    assert (first.id, first.address) == (
        "difference-rules-pregnant",
        f"/rulebook/drafts/{draft.pk}/rules/pregnant/",
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"effect": "loosens"}, ["rules/pregnant"]),
        ({"effect": "tightens"}, ["rules/aspirin"]),
        ({"effect": "neither"}, ["rules/retinoid_recent"]),
        ({"where": "rules", "effect": "loosens"}, ["rules/pregnant"]),
    ],
)
def test_filter_narrows_the_difference(
    lead: Client, draft: RulebookDraft, query: dict[str, str], expected: list[str]
) -> None:
    assert places(lead.get(address(draft), query)) == expected


@pytest.mark.parametrize("query", [{"effect": "x"}, {"where": "items"}])
def test_filter_that_is_none_is_refused(lead: Client, draft: RulebookDraft, query: dict[str, str]) -> None:
    assert lead.get(address(draft), query).status_code == 400


def test_difference_says_where_there_is_none(lead: Client, grace: User) -> None:
    page = lead.get(address(started(grace))).content.decode()
    assert page.count("This draft says exactly what the active version says.") == 1


def test_difference_says_that_another_version_became_active(lead: Client, draft: RulebookDraft) -> None:
    publish(document(rulebook={**document()["rulebook"], "title": "Other"}))  # type: ignore[dict-item]
    assert lead.get(address(draft)).context["against"].has_moved is True


def test_difference_of_a_broken_draft_leads_to_its_errors(lead: Client, draft: RulebookDraft) -> None:
    set_key(draft, "rules/pregnant", None, branches="none")
    response = lead.get(address(draft))
    assert (response.status_code, response.context["against"].compared) == (200, None)
    assert response.content.decode().count(f'href="/rulebook/drafts/{draft.pk}/#errors"') == 1
