"""The page that tells how the questionnaire is filled in."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from clinic.accounts.models import User
from screening.models import RulebookVersion, SectionCount
from tests.factories import publish
from tests.intake.reading import read
from tests.rulebook.documents import document

ADDRESS = "/rulebook/statistics/"
FIRST = "all"
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client_of: Callable[[User], Client], frank: User, active: RulebookVersion) -> Client:
    """A clinical lead's browser."""
    return client_of(frank)


def count(version: RulebookVersion, event: str, many: int, day: date | None = None, seconds: int = 0) -> None:
    """Have something counted of the first section."""
    for _ in range(many):
        SectionCount.objects.add_one(
            day=day or timezone.localdate(), version=version.pk, section=FIRST, event=event, seconds=seconds
        )


def text_of(client: Client, query: str = "") -> str:
    """The words of the page."""
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return " ".join(read(response).text.split())


def test_page_without_counts_says_so(lead: Client) -> None:
    assert "Nothing counted yet" in text_of(lead)


def test_few_are_not_told_apart(lead: Client, active: RulebookVersion) -> None:
    count(active, "opened", 4)
    shown = text_of(lead)
    assert "Fewer than 5: too few to tell apart" in shown
    assert "One day with fewer than 5 fewer than 5" in shown


def test_figures_of_a_section(lead: Client, active: RulebookVersion) -> None:
    count(active, "opened", 8)
    count(active, "continued", 2, seconds=14)
    count(active, "continued", 4, seconds=119)
    count(active, "left", 1)
    assert "All 8 6 75 1 1 to 2 minutes" in text_of(lead)


def test_days_with_few_are_added_up(lead: Client, active: RulebookVersion) -> None:
    today = timezone.localdate()
    count(active, "opened", 5)
    count(active, "opened", 3, today - timedelta(days=1))
    count(active, "opened", 2, today - timedelta(days=2))
    shown = text_of(lead)
    assert f"{date_format(today, 'D j F Y')} 5 2 days with fewer than 5 each, together 5" in shown


def test_only_the_time_and_the_version_asked_for_count(lead: Client, active: RulebookVersion) -> None:
    count(active, "opened", 5, timezone.localdate() - timedelta(days=28))
    assert "Nothing counted yet" in text_of(lead, "?days=28")
    assert "Page by page" in text_of(lead, "?days=91")
    publish(document(rulebook={"id": "wording", "title": "Another", "semantics": 1, "language": "en"}))
    assert "Nothing counted yet" in text_of(lead)
    assert "Page by page" in text_of(lead, f"?version={active.number}")


def test_time_that_is_not_offered_is_not_found(lead: Client) -> None:
    assert lead.get(ADDRESS + "?days=29").status_code == 404


def test_page_is_for_leads_and_administrators(
    client_of: Callable[[User], Client], bob: User, alice: User, grace: User, active: RulebookVersion
) -> None:
    assert [client_of(user).get(ADDRESS).status_code for user in (bob, alice, grace)] == [200, 404, 404]
