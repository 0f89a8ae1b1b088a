from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import RulebookDraft, RulebookVersion
from screening.services.audit import Actor
from screening.services.rulebook import active_version, approve_draft, ask_for_approval, draft_of
from tests.factories import publish
from tests.people import PASSWORD
from tests.rulebook.documents import document
from tests.rulebook.draft_pages import started
from tests.services.drafting import set_key

ClientOf = Callable[[User], Client]
INVARIANT: dict[str, Any] = {
    "id": "pregnant_never_pen",
    "title": "Pregnant: the pen is never eligible",
    "when": {"item": "pregnant", "is": "yes"},
    "never": "eligible",
    "treatments": ["pen"],
    "sources": ["design"],
}


@pytest.fixture
def draft(grace: User, active: RulebookVersion) -> RulebookDraft:
    """A draft with one change, by the editor."""
    draft = started(grace)
    set_key(draft, "rules/pregnant", grace, message="Another message.")
    return draft_of(draft.pk)


@pytest.fixture
def submitted(draft: RulebookDraft, grace: User) -> RulebookDraft:
    """The same, waiting for approval."""
    ask_for_approval(draft=draft, note="A clearer message.", by=Actor.staff(grace))
    return draft_of(draft.pk)


def address(draft: RulebookDraft, rest: str = "") -> str:
    return f"/rulebook/drafts/{draft.pk}/approval/{rest}"


def decision(draft: RulebookDraft, **more: str) -> dict[str, str]:
    return {"seen": draft.digest, "decision": "now", "password": PASSWORD, **more}


def errors_of(response: Any) -> dict[str, list[str]]:
    return {
        name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()
    }


def status_of(draft: RulebookDraft) -> str:
    return str(draft_of(draft.pk).status)


def test_overview_asks_for_approval(client_of: ClientOf, draft: RulebookDraft, grace: User) -> None:
    editor = client_of(grace)
    assert editor.get(f"/rulebook/drafts/{draft.pk}/").context["approval"].obstacles == []
    response = editor.post(address(draft, "ask/"), {"note": "A clearer message."})
    assert (response.status_code, status_of(draft), draft_of(draft.pk).note) == (
        302,
        "submitted",
        "A clearer message.",
    )


def test_asking_needs_a_note(client_of: ClientOf, draft: RulebookDraft, grace: User) -> None:
    response = client_of(grace).post(address(draft, "ask/"), {"note": "  "})
    assert (response.status_code, response.context["ask_form"].errors) == (
        422,
        {"note": ["Say in a few words what was changed and why."]},
    )


def test_obstacles_lead_to_where_they_are_mended(
    client_of: ClientOf, draft: RulebookDraft, grace: User
) -> None:
    set_key(draft, "invariants/pregnant_never_pen", grace, **INVARIANT)
    set_key(draft, "rules/pregnant", grace, title="")
    found = client_of(grace).get(f"/rulebook/drafts/{draft.pk}/").context["approval"].obstacles
    assert [(one.text, one.link) for one in found] == [
        ("1 error in the rulebook", "Show the errors"),
        ("The safety invariants have not been proved for this draft as it is now.", "Prove them"),
    ]
    assert found[0].address == f"/rulebook/drafts/{draft.pk}/#errors"


def test_cases_that_fail_stand_in_the_way(client_of: ClientOf, draft: RulebookDraft, grace: User) -> None:
    when = {"item": "pregnant", "is": "yes"}
    branches = [{"when": when, "severity": {"all": "clearance"}}]
    set_key(draft, "rules/pregnant", grace, branches=branches)
    found = client_of(grace).get(address(draft)).context["page"].obstacles
    assert [one.text for one in found] == ["2 cases do not come out as expected"]


def test_asking_is_refused_while_there_are_errors(
    client_of: ClientOf, draft: RulebookDraft, grace: User
) -> None:
    set_key(draft, "rules/pregnant", grace, title="")
    response = client_of(grace).post(address(draft, "ask/"), {"note": "Why"})
    assert (response.status_code, response.context["ask_form"].non_field_errors()) == (
        422,
        ["The rulebook has errors."],
    )


def test_approver_sees_everything_on_one_page(
    client_of: ClientOf, submitted: RulebookDraft, frank: User
) -> None:
    page = client_of(frank).get(address(submitted)).context["page"]
    evidence = page.evidence
    assert (evidence.errors, evidence.proofs, evidence.cases, evidence.failing, evidence.impact) == (
        [],
        [],
        10,
        0,
        None,
    )
    assert [view.place for view in page.against.compared.views] == ["rules/pregnant"]
    assert page.standing.note == "A clearer message."
    assert [(one.name, one.changes, one.has_started, one.has_asked) for one in page.contributors] == [
        ("Grace Gerber", 1, True, True)
    ]


def test_page_costs_the_same_queries_whatever_the_number_of_changes(
    client_of: ClientOf, draft: RulebookDraft, frank: User, grace: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client_of(frank).get(address(draft)).status_code == 200
        return len(queries)

    one = cost()
    for number in range(3):
        set_key(draft, "rules/pregnant", [grace, frank][number % 2], message=f"Message {number}.")
    assert cost() == one


def test_approval_publishes_at_once(client_of: ClientOf, submitted: RulebookDraft, frank: User) -> None:
    response = client_of(frank).post(address(submitted), decision(submitted, comment="Fine."))
    assert (response.status_code, status_of(submitted), active_version().digest) == (
        302,
        "published",
        submitted.digest,
    )


def test_approval_for_later_is_in_the_clinics_time(
    client_of: ClientOf, submitted: RulebookDraft, frank: User
) -> None:
    later = timezone.now().astimezone(ZoneInfo("Europe/Zurich")) + timedelta(days=3)
    typed = later.strftime("%Y-%m-%dT07:30")
    client_of(frank).post(address(submitted), decision(submitted, decision="later", publish_at=typed))
    wanted = datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo("Europe/Zurich")).astimezone(UTC)
    assert (status_of(submitted), draft_of(submitted.pk).publish_at) == ("scheduled", wanted)


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"decision": "later"}, {"publish_at": ["Choose the day and the time."]}),
        (
            {"decision": "later", "publish_at": "2020-01-01T07:00"},
            {"publish_at": ["Choose a time that is still to come, or publish at once."]},
        ),
        (
            {"decision": "later", "publish_at": "soon"},
            {"publish_at": ["Enter a day and a time, such as 2026-12-01 07:00."]},
        ),
        ({"decision": "back"}, {"comment": ["Say what is to be changed first."]}),
        ({"decision": ""}, {"decision": ["Choose one of the three."]}),
        ({"password": ""}, {"password": ["Enter your password."]}),
        (
            {"password": "wrong"},
            {"password": ["This is not your password. After five wrong tries, please wait five minutes."]},
        ),
    ],
)
def test_decision_that_lacks_something_is_refused_in_its_place(
    client_of: ClientOf,
    submitted: RulebookDraft,
    frank: User,
    sent: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    response = client_of(frank).post(address(submitted), decision(submitted, **sent))
    assert (response.status_code, errors_of(response), status_of(submitted)) == (422, errors, "submitted")


def test_sending_back_needs_no_password(client_of: ClientOf, submitted: RulebookDraft, frank: User) -> None:
    sent = decision(submitted, decision="back", comment="Say why.", password="")
    assert client_of(frank).post(address(submitted), sent).status_code == 302
    assert status_of(submitted) == "open"
    shown = client_of(frank).get(f"/rulebook/drafts/{submitted.pk}/").context["approval"].ended
    assert [(one.comment, one.ended_why) for one in shown] == [("Say why.", "sent_back")]


def test_own_draft_says_who_may_instead(
    client_of: ClientOf, submitted: RulebookDraft, frank: User, grace: User
) -> None:
    own = client_of(grace).get(address(submitted)).context["page"]
    assert (own.is_own, own.others) == (True, ["Frank Favre"])
    response = client_of(grace).post(address(submitted), decision(submitted))
    assert (response.status_code, errors_of(response)) == (
        409,
        {"__all__": ["You have worked on this draft yourself. Somebody else has to approve it."]},
    )


def test_draft_changed_since_it_was_shown_is_shown_anew(
    client_of: ClientOf, submitted: RulebookDraft, frank: User
) -> None:
    response = client_of(frank).post(address(submitted), decision(submitted, seen="sha256:old"))
    assert (response.status_code, response.context["form"]["seen"].value(), status_of(submitted)) == (
        409,
        submitted.digest,
        "submitted",
    )


def test_another_version_in_between_is_said(
    client_of: ClientOf, submitted: RulebookDraft, frank: User
) -> None:
    publish(document(rulebook={**document()["rulebook"], "title": "Other"}))  # type: ignore[dict-item]
    lead = client_of(frank)
    assert lead.get(address(submitted)).context["page"].has_version_moved is True
    response = lead.post(address(submitted), decision(submitted))
    assert (response.status_code, list(errors_of(response)), status_of(submitted)) == (
        409,
        ["__all__"],
        "submitted",
    )


def test_scheduled_publication_is_withdrawn(
    client_of: ClientOf, submitted: RulebookDraft, frank: User
) -> None:
    approve_draft(
        draft=submitted,
        comment="",
        publish_at=timezone.now() + timedelta(days=1),
        seen_digest=submitted.digest,
        by=Actor.staff(frank),
    )
    lead = client_of(frank)
    shown = lead.get("/rulebook/versions/").context["scheduled"]
    assert [one.draft.pk for one in shown] == [submitted.pk]
    assert lead.post(address(submitted, "withdraw/")).status_code == 302
    assert (status_of(submitted), lead.get("/rulebook/versions/").context["scheduled"]) == ("open", [])


def test_withdrawing_what_does_not_wait_is_refused(
    client_of: ClientOf, draft: RulebookDraft, frank: User
) -> None:
    assert client_of(frank).post(address(draft, "withdraw/")).status_code == 409


@pytest.mark.parametrize(("persona", "waiting"), [("frank", 1), ("grace", 0)])
def test_drafts_that_wait_are_shown_to_who_may_approve(
    client_of: ClientOf,
    submitted: RulebookDraft,
    persona: str,
    waiting: int,
    request: pytest.FixtureRequest,
) -> None:
    browser = client_of(request.getfixturevalue(persona))
    assert len(browser.get("/rulebook/drafts/").context["waiting"]) == waiting
    badge = '<span class="visually-hidden"> waiting for your approval</span>'
    assert browser.get("/rulebook/").content.decode().count(badge) == waiting
