"""How allauth behaves in this clinic. It keeps the second steps and runs the sign-in; the pages are ours."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import ngettext

from clinic.accounts.guesses import address_of
from screening.services.audit import Actor, record

if TYPE_CHECKING:
    from clinic.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Signs in without words of allauth's own, and notes it on the audit trail."""

    def add_message(self, *_given: Any, **_more: Any) -> None:
        """Say nothing: the pages say what happened."""

    def send_notification_mail(self, *_given: Any, **_more: Any) -> None:
        """Send nothing: `clinic.accounts.letters` writes."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, as the limit on guesses sees it."""
        return address_of(request) or "0.0.0.0"  # noqa: S104 - stands for "not known", nothing listens there

    def login(self, request: HttpRequest, user: "User") -> None:
        """Sign in, and note with what."""
        records = get_authentication_records(request, user)
        methods = [str(one.get("type") or one["method"]) for one in records]
        with transaction.atomic():
            super().login(request, user)
            record(action="sign-in", by=Actor.staff(user), subject=user, detail={"with": methods})


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Names things in plain words.

    What allauth would have encrypted here, and more, is sealed as it is stored: see `sealing`.
    """

    def _get_site_name(self) -> str:
        """The name beside a passkey."""
        return str(settings.CLINIC_NAME)


def codes_left(number: int) -> str:
    """How many recovery codes are unused, in words."""
    words = ngettext("%(count)d recovery code is left.", "%(count)d recovery codes are left.", number)
    return words % {"count": number}
