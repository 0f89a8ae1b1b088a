"""Who gets past `staff_only` and `roles_allowed`."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from clinic.accounts.access import roles_allowed, staff_only, staff_user
from clinic.accounts.models import User
from clinic.accounts.roles import ADMINISTRATOR


@staff_only
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"for {staff_user(request)}")


@roles_allowed(ADMINISTRATOR)
def rules_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("rules")


def shown(response: HttpResponseBase) -> bytes:
    assert isinstance(response, HttpResponse)
    return response.content


def asked_by(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/review/?page=2")
    request.user = user
    return request


def test_staff_page_is_shown_to_every_role(
    alice: User, bob: User, erin: User, frank: User, grace: User
) -> None:
    people = (alice, bob, erin, frank, grace)
    assert [shown(page(asked_by(user))) for user in people] == [f"for {user}".encode() for user in people]


def test_staff_page_is_not_there_without_a_role(charlie: User) -> None:
    with pytest.raises(Http404):
        page(asked_by(charlie))


def test_staff_page_sends_the_signed_out_to_sign_in_and_back() -> None:
    response = page(asked_by(AnonymousUser()))
    assert response.status_code == 302
    assert response["Location"] == "/accounts/sign-in/?next=/review/%3Fpage%3D2"


def test_administrators_page_is_not_there_for_a_practitioner(alice: User, bob: User) -> None:
    assert shown(rules_page(asked_by(bob))) == b"rules"
    with pytest.raises(Http404):
        rules_page(asked_by(alice))


def test_staff_user_of_nobody_is_not_there() -> None:
    with pytest.raises(Http404):
        staff_user(asked_by(AnonymousUser()))
