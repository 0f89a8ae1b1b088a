"""From the link to the questionnaire."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import AuditEvent, Invitation, RulebookVersion
from screening.services import desk
from screening.services.audit import SYSTEM
from tests.intake.patients import BIRTH_DATE, PatientInBrowser, make_link, open_form
from tests.intake.reading import read

pytestmark = pytest.mark.django_db


def expire(token_owner: Invitation) -> None:
    token_owner.created_at = timezone.now() - timedelta(days=40)
    token_owner.expires_at = timezone.now() - timedelta(days=10)
    token_owner.save()


def test_landing_page_says_whose_it_is_and_nothing_about_the_patient(client: Client) -> None:
    _, token = make_link()
    response = client.get(f"/i/{token}/")
    page = read(response)
    assert (response.status_code, page.h1) == (200, "Questions before your visit")
    assert "Lindenhof Skin Clinic" in page.text
    assert [word for word in ("Ada", "Canary", "1990", "Microneedling") if word in page.text] == []


def test_landing_page_is_neither_stored_nor_named_to_others(client: Client) -> None:
    _, token = make_link()
    response = client.get(f"/i/{token}/")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_looking_at_a_link_uses_nothing_up() -> None:
    _, token = make_link()
    before = AuditEvent.objects.count()
    for method in ("get", "head", "get", "head", "get", "get", "get", "get", "get", "get"):
        client = Client()
        response = getattr(client, method)(f"/i/{token}/", HTTP_PURPOSE="prefetch")
        assert response.status_code == 200
        assert "clinic_session" not in response.cookies
    invitation = Invitation.objects.get()
    assert (invitation.opened_at, invitation.failed_attempts) == (None, 0)
    assert (AuditEvent.objects.count(), Session.objects.count()) == (before, 0)
    assert Client().post(f"/i/{token}/", BIRTH_DATE).status_code == 302


def test_date_of_birth_exchanges_the_link_for_a_session_without_the_token(client: Client) -> None:
    _, token = make_link()
    response: Any = client.post(f"/i/{token}/", BIRTH_DATE, follow=True)
    assert [url for url, _ in response.redirect_chain] == ["/i/form/", "/i/form/questions/about/"]
    assert token not in response.content.decode()
    assert sorted(client.session.keys()) == ["_session_expiry", "invitation", "open_section", "touched"]
    assert client.session["invitation"] == str(Invitation.objects.get().pk)


def test_session_is_a_new_one_with_nothing_of_an_earlier_one_in_it(client: Client, alice: User) -> None:
    client.force_login(alice)
    before = client.session.session_key
    _, token = make_link()
    client.post(f"/i/{token}/", BIRTH_DATE)
    assert client.session.session_key != before
    assert "_auth_user_id" not in client.session
    assert not Session.objects.filter(session_key=before).exists()


def test_wrong_date_of_birth_says_so_and_how_often_one_may_try(client: Client) -> None:
    _, token = make_link()
    response = client.post(f"/i/{token}/", {**BIRTH_DATE, "birth_date-year": "1991"})
    page = read(response)
    assert response.status_code == 422
    assert page.errors == ["This is not the date of birth we have. You can try 9 more times."]
    assert page.title.startswith("Error:")
    assert page.values("birth_date-year") == ["1991"]
    assert page.ids["id_birth_date_day"]["aria-invalid"] == "true"
    assert "id_birth_date_error" in str(page.ids["id_birth_date_day"]["aria-describedby"])
    assert "invitation" not in client.session


def test_link_is_locked_after_ten_wrong_dates(client: Client) -> None:
    _, token = make_link()
    wrong = {**BIRTH_DATE, "birth_date-year": "1991"}
    answered = [client.post(f"/i/{token}/", wrong).status_code for _ in range(10)]
    assert answered == [422] * 9 + [410]
    response = client.post(f"/i/{token}/", BIRTH_DATE)
    assert (response.status_code, read(response).h1) == (410, "This link is locked")


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("", "", "", "Enter your date of birth."),
        ("", "4", "1990", "Enter the day, the month and the year."),
        ("31", "2", "1990", "This date does not exist. Check the day and the month."),
        ("2", "13", "1990", "The month is a number from 1 to 12."),
        ("x", "4", "1990", "The day is a number from 1 to 31."),
        ("2", "4", "90", "The year needs four digits, for example 2026."),
        ("2", "4", "1850", "This date lies too far back. Check the year."),
        ("2", "4", "2999", "This date lies in the future. Enter today's date or an earlier one."),
        ("\u2461", "4", "1990", "The day is a number from 1 to 31."),
        ("2\0", "4", "1990", "The day is a number from 1 to 31."),
    ],
)
def test_date_of_birth_that_cannot_be_is_no_attempt(
    client: Client, day: str, month: str, year: str, message: str
) -> None:
    _, token = make_link()
    data = {"birth_date-day": day, "birth_date-month": month, "birth_date-year": year}
    response = client.post(f"/i/{token}/", data)
    assert (response.status_code, read(response).errors) == (422, [message])
    assert Invitation.objects.get().failed_attempts == 0


def test_tomorrow_is_no_date_of_birth(client: Client) -> None:
    _, token = make_link()
    tomorrow = timezone.localdate() + timedelta(days=1)
    parts = {"day": tomorrow.day, "month": tomorrow.month, "year": tomorrow.year}
    response = client.post(f"/i/{token}/", {f"birth_date-{part}": value for part, value in parts.items()})
    assert (response.status_code, len(read(response).errors)) == (422, 1)


@pytest.mark.parametrize(
    "token", ["x", "no-such-token-at-all-no-such-token-at-all", "%00", "é" * 40, "a" * 5000]
)
def test_unknown_link_is_a_plain_404(client: Client, token: str) -> None:
    make_link()
    response = client.get(f"/i/{token}/")
    assert (response.status_code, read(response).h1) == (404, "This link does not work")


def test_expired_link_is_a_plain_410(client: Client) -> None:
    _, token = make_link()
    expire(Invitation.objects.get())
    for response in (client.get(f"/i/{token}/"), client.post(f"/i/{token}/", BIRTH_DATE)):
        assert (response.status_code, read(response).h1) == (410, "This link is too old")


def test_revoked_link_is_a_plain_410(client: Client) -> None:
    appointment, token = make_link()
    desk.revoke_invitations(appointment=appointment, by=SYSTEM)
    response = client.post(f"/i/{token}/", BIRTH_DATE)
    assert (response.status_code, read(response).h1) == (410, "This link is no longer in use")


def test_link_of_a_cancelled_appointment_is_a_plain_410(ada: PatientInBrowser) -> None:
    desk.cancel_appointment(appointment=ada.appointment, by=SYSTEM)
    response = ada.client.get("/i/form/questions/about/")
    assert response.status_code == 410
    assert "invitation" not in ada.client.session


def test_link_revoked_meanwhile_ends_the_session(ada: PatientInBrowser) -> None:
    desk.revoke_invitations(appointment=ada.appointment, by=SYSTEM)
    response = ada.send_page("about", read(ada.client.get("/")), {})
    assert (response.status_code, read(response).h1) == (410, "This link is no longer in use")
    assert ada.client.get("/i/form/check/").status_code == 403


def test_session_ends_after_an_hour_without_use(ada: PatientInBrowser) -> None:
    stored = Session.objects.get()
    assert stored.expire_date - timezone.now() <= timedelta(minutes=60)
    stored.expire_date = timezone.now() - timedelta(seconds=1)
    stored.save()
    response = ada.client.get("/i/form/questions/about/")
    assert (response.status_code, read(response).h1) == (403, "Please open your link again")


def test_session_lives_on_while_it_is_used(ada: PatientInBrowser) -> None:
    session = ada.client.session
    session["touched"] -= 120
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    ada.page("about")
    assert Session.objects.get().expire_date - timezone.now() > timedelta(minutes=59)


@pytest.mark.parametrize(
    "path", ["", "questions/about/", "check/", "sent/", "questions/about/follow-up/", "names/"]
)
def test_page_behind_the_link_without_a_session_is_refused(client: Client, path: str) -> None:
    make_link()
    method = client.post if path.endswith(("follow-up/", "names/")) else client.get
    response = method(f"/i/form/{path}")
    assert (response.status_code, read(response).h1) == (403, "Please open your link again")


def test_form_of_another_visit_is_refused(ada: PatientInBrowser) -> None:
    other = open_form()
    page = other.page("pregnancy")
    response = ada.send_page("pregnancy", page, {"pregnant": "yes", "breastfeeding": "no"})
    assert response.status_code == 403
    assert (ada.answers, other.answers) == ({}, {})


def test_link_while_no_rulebook_is_active_says_so(client: Client) -> None:
    _, token = make_link()
    RulebookVersion.objects.update(status="retired")
    response = client.post(f"/i/{token}/", BIRTH_DATE)
    assert (response.status_code, read(response).h1) == (503, "This does not work at the moment")


def test_link_without_the_forms_secret_is_refused() -> None:
    _, token = make_link()
    response = Client(enforce_csrf_checks=True).post(f"/i/{token}/", BIRTH_DATE)
    assert response.status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    _, token = make_link()
    assert getattr(client, method)(f"/i/{token}/").status_code == 405


def test_leaving_clears_the_session(ada: PatientInBrowser) -> None:
    response: Any = ada.client.post("/i/form/leave/", follow=True)
    assert read(response).h1 == "You have left"
    assert ada.client.get("/i/form/questions/about/").status_code == 403


def test_opening_the_link_again_goes_on_where_one_stopped(ada: PatientInBrowser) -> None:
    ada.send("about", {"concern": ["texture"], "event_soon": "no"})
    again = Client()
    response: Any = again.post(f"/i/{ada.token}/", BIRTH_DATE, follow=True)
    assert response.redirect_chain[-1][0] == "/i/form/questions/skin_today/"
