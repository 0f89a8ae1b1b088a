"""Where a rulebook or a key is missing or broken the page says so, and never that nothing was found."""

import pytest
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from pytest_django.fixtures import Settings

from screening.models import Evaluation, RulebookVersion
from screening.services.rulebook import versions
from tests.review.starter import PEEL, hand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has parsed no rulebook yet."""
    monkeypatch.setattr(versions, "_parsed", {})


def says_not_available(response: HttpResponseBase) -> bool:
    html = response.getvalue().decode() if isinstance(response, HttpResponse) else ""
    unsaid = [word for word in ("Eligible", "found nothing", "Nothing found") if word in html]
    return response.status_code == 503 and "Nothing has been checked" in html and unsaid == []


@pytest.mark.usefixtures("forgetful")
def test_broken_rulebook_is_said_on_the_summary_and_the_list(practitioner: Client) -> None:
    appointment = hand_in({})
    RulebookVersion.objects.update(document='{"rulebook": {}}')
    versions._parsed.clear()
    urls = [f"/review/{appointment.pk}/", f"/review/{appointment.pk}/evaluations/1/", "/review/?view=past"]
    assert [says_not_available(practitioner.get(url)) for url in urls] == [True] * 3


def test_record_that_cannot_be_decrypted_is_said(practitioner: Client, settings: Settings) -> None:
    appointment = hand_in({})
    settings.FIELD_KEYS = {"t1": bytes(32)}
    urls = [f"/review/{appointment.pk}/", "/review/?view=past"]
    assert [says_not_available(practitioner.get(url)) for url in urls] == [True] * 2


def test_without_an_active_rulebook_what_was_evaluated_can_be_read_and_not_changed(
    practitioner: Client,
) -> None:
    appointment = hand_in({"smoker": "yes"}, treatments=PEEL)
    RulebookVersion.objects.update(status="retired")
    response = practitioner.get(f"/review/{appointment.pk}/")
    html = response.content.decode()
    assert (response.status_code, '<form class="panel' in html) == (200, False)
    assert "nothing can be evaluated anew" in html
    refused = practitioner.post(f"/review/{appointment.pk}/clinic-answers/", {"peel_agent": "glycolic"})
    assert says_not_available(refused)
    assert Evaluation.objects.count() == 1
