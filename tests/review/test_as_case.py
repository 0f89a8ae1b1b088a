"""The page on which a clinical lead makes a case of a questionnaire."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import Appointment, RulebookDraft
from screening.services.audit import SYSTEM, Actor
from screening.services.rulebook import document_of, draft_of, may_approve, start_draft
from tests.clinicians import submitted
from tests.factories import HEALTHY
from tests.services.drafting import set_key

Browser = Callable[[User], Client]


@pytest.fixture
def record(db: None) -> Appointment:
    return submitted({**HEALTHY, "remarks": "I live next door."})


@pytest.fixture
def draft(record: Appointment) -> RulebookDraft:
    return start_draft(title="Next", by=SYSTEM)


def address(record: Appointment) -> str:
    return f"/review/{record.pk}/case/"


def test_lead_looks_at_the_case_and_adds_it(
    client_of: Browser, frank: User, record: Appointment, draft: RulebookDraft
) -> None:
    lead = client_of(frank)
    assert [one.pk for one in lead.get(address(record)).context["drafts"]] == [draft.pk]
    page = lead.get(address(record), {"draft": str(draft.pk)})
    assert page.context["left_out"] == [page.context["prepared"].rulebook.items["remarks"].label]
    assert "I live next door." not in page.content.decode()
    posted = {"draft": str(draft.pk), "seen": page.context["prepared"].seen, "title": "Nothing to report"}
    assert lead.post(address(record), posted)["Location"] == f"/review/{record.pk}/"
    draft = draft_of(draft.pk)
    assert document_of(draft)["cases"][-1]["title"] == "Nothing to report"
    assert may_approve(draft, Actor.staff(frank)) is False


def test_title_is_wanted_and_the_case_is_the_one_looked_at(
    client_of: Browser, frank: User, record: Appointment, draft: RulebookDraft
) -> None:
    lead = client_of(frank)
    seen = lead.get(address(record), {"draft": str(draft.pk)}).context["prepared"].seen
    without = lead.post(address(record), {"draft": str(draft.pk), "seen": seen, "title": " "})
    other = lead.post(address(record), {"draft": str(draft.pk), "seen": "sha256:x", "title": "A"})
    assert (without.status_code, other.status_code) == (422, 409)
    assert draft_of(draft.pk).revision == 0


def test_draft_with_errors_takes_none(
    client_of: Browser, frank: User, record: Appointment, draft: RulebookDraft
) -> None:
    set_key(draft, "rules/acne", title="")
    assert client_of(frank).get(address(record), {"draft": str(draft.pk)}).status_code == 422


def test_without_a_draft_the_page_says_so(client_of: Browser, frank: User, record: Appointment) -> None:
    assert "No draft is open" in client_of(frank).get(address(record)).content.decode()


def test_practitioner_makes_none(client_of: Browser, alice: User, record: Appointment) -> None:
    assert client_of(alice).get(address(record)).status_code == 404
    assert "Make a case" not in client_of(alice).get(f"/review/{record.pk}/").content.decode()
