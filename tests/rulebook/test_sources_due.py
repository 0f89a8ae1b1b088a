from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.engine.rulebook.elements import element_digest
from screening.models import RulebookDraft, RulebookVersion
from screening.services.rulebook import draft_of
from tests.rulebook.documents import DUE
from tests.rulebook.draft_pages import started
from tests.services.drafting import now_at, set_key

ClientOf = Callable[[User], Client]
ASPIRIN = "rules/aspirin"


@pytest.fixture
def editor(client_of: ClientOf, grace: User, active: RulebookVersion) -> Client:
    """A rulebook editor's browser."""
    return client_of(grace)


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    """A draft in which one rule is due."""
    return started(grace)


def address(draft: RulebookDraft) -> str:
    return f"/rulebook/drafts/{draft.pk}/review/"


def reviewed(draft: RulebookDraft, **more: str) -> dict[str, str]:
    seen = element_digest(now_at(draft, ASPIRIN))
    return {"rule": "aspirin", "seen-aspirin": seen, "review_by": "2027-11-01", **more}


def test_queue_shows_what_is_overdue_with_the_rules_that_rest_on_it(reader: Client) -> None:
    context = reader.get("/rulebook/sources/due/").context
    told = [(one.id, one.due, [due.rule.id for due in one.rules]) for one in context["overdue"]]
    assert (told, context["soon"]) == ([("design", date.fromisoformat(DUE), ["aspirin"])], [])


def test_tab_counts_the_sources_that_are_due(reader: Client) -> None:
    page = reader.get("/rulebook/").content.decode()
    assert page.count('<b class="num">1<span class="visually-hidden"> sources</span></b>') == 1


@pytest.mark.parametrize(("persona", "drafts"), [("alice", 0), ("grace", 1)])
def test_queue_offers_drafts_to_editors_only(
    client_of: ClientOf, draft: RulebookDraft, persona: str, drafts: int, request: pytest.FixtureRequest
) -> None:
    response = client_of(request.getfixturevalue(persona)).get("/rulebook/sources/due/")
    assert len(response.context["drafts"]) == drafts
    assert response.content.decode().count('action="/rulebook/drafts/start/"') == drafts


def test_draft_shows_the_rules_that_are_due(editor: Client, draft: RulebookDraft) -> None:
    assert [one.rule.id for one in editor.get(address(draft)).context["rules"]] == ["aspirin"]
    assert editor.get(address(draft), {"source": "other"}).context["rules"] == []
    assert editor.get(f"/rulebook/drafts/{draft.pk}/").context["due"] == 1


def test_rule_is_marked_as_reviewed(editor: Client, draft: RulebookDraft) -> None:
    assert editor.post(address(draft), reviewed(draft)).status_code == 302
    assert (now_at(draft, ASPIRIN) or {})["review_by"] == "2027-11-01"
    assert editor.get(address(draft)).context["rules"] == []


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"review_by": ""}, {"review_by": ["Choose a day."]}),
        ({"review_by": "soon"}, {"review_by": ["Enter a day, such as 2027-12-01."]}),
        ({"review_by": "2020-01-01"}, {"review_by": ["Choose a day that is still to come."]}),
        ({"review_by": "2999-01-01"}, {"review_by": ["Choose a day within the next ten years."]}),
        ({"rule": "pregnant"}, {"__all__": ["Choose the rules whose sources you have looked at."]}),
    ],
)
def test_review_that_lacks_something_is_refused_in_its_place(
    editor: Client, draft: RulebookDraft, sent: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = editor.post(address(draft), reviewed(draft, **sent))
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert draft_of(draft.pk).revision == 0


def test_review_of_a_rule_changed_meanwhile_stores_nothing(
    editor: Client, draft: RulebookDraft, grace: User
) -> None:
    sent = reviewed(draft)
    set_key(draft, ASPIRIN, grace, message="Other.")
    response = editor.post(address(draft), sent)
    assert (response.status_code, draft_of(draft.pk).revision) == (409, 1)
    assert [one.is_chosen for one in response.context["rules"]] == [True]
    again = {**sent, "seen-aspirin": response.context["rules"][0].seen}
    assert editor.post(address(draft), again).status_code == 302
