"""People with a second step, and the codes their apps show."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.http import HttpRequest
from django.test import Client

from clinic.accounts.models import User
from tests.people import PASSWORD

SIGN_IN, CODE = "/accounts/sign-in/", "/accounts/sign-in/code/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_app(user: User) -> Authenticator:
    """Give somebody an app that knows SECRET."""
    added: Authenticator = TOTP.activate(user, SECRET).instance
    return added


def shown(secret: str = SECRET, steps: int = 0) -> str:
    """What an app with this secret shows now, or so many half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def give_password(client: Client, user: User, to: str = "") -> Any:
    return client.post(SIGN_IN, {"username": user.email, "password": PASSWORD, "next": to})


def give_code(client: Client, code: str) -> Any:
    return client.post(CODE, {"code": code})


def signed_in_by_code(user: User, steps: int = 0) -> Client:
    """A browser in which somebody with an app has signed in wholly."""
    client = Client()
    give_password(client, user)
    assert give_code(client, shown(steps=steps)).status_code == 302
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def after_second_step(client: Client) -> Client:
    """A browser whose session says that a second step was used."""
    session = client.session
    request = HttpRequest()
    request.session = session
    user = User.objects.get(pk=session["_auth_user_id"])
    record_authentication(request, user, "mfa", type="totp")
    session.save()
    return client
