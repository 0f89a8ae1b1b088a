"""The limit on guesses: five wrong ones in five minutes, per account and per network address.

Codes of the second step are counted apart from passwords: who does not know the password cannot use up
somebody's tries at the code.

A guess is noted before the password is looked at and taken back when it was right. So no more than five are
ever looked at within five minutes, however many processes and requests there are at once: what counts is in
the database, under a lock.
"""

import ipaddress
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic.accounts.models import Guesses, normalised_email

PASSWORD, CODE = "account", "code"
MOST = 5
WITHIN = timedelta(minutes=5)
IPV6_HOUSEHOLD = 64
"""Bits of an address of which the rest is one customer's own to change at will."""
SWEPT_AT_ONCE = 100


def may_guess(request: HttpRequest, email: str, now: datetime | None = None, *, kind: str = PASSWORD) -> bool:
    """Note one guess; False, and nothing noted, where there have been too many: then do not look at it."""
    moment = now or timezone.now()
    with transaction.atomic():
        rows = rows_with_room(keys_of(request, email, kind), moment)
        for row in rows:
            row.tried_at.append(moment.isoformat())
            row.save()
    return bool(rows)


def take_back(request: HttpRequest, email: str, *, kind: str = PASSWORD) -> None:
    """Forget the newest guess: it was right. Sweep away what has not been touched for long."""
    now = timezone.now()
    with transaction.atomic():
        for key in keys_of(request, email, kind):
            row = lock(key, now)
            del row.tried_at[-1:]
            row.save()
    sweep(now)


def keys_of(request: HttpRequest, email: str, kind: str = PASSWORD) -> tuple[str, ...]:
    """The keys of a guess: of the network address it comes from, and of the account it is about, if any."""
    network = hashed("network", network_of(request))
    return (network, hashed(kind, normalised_email(email))) if email else (network,)


def hashed(kind: str, text: str) -> str:
    """A key that says nothing about what is behind it."""
    return salted_hmac(f"clinic.accounts.guesses.{kind}", text, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: as the clinic's own proxy says, if there is one; never as a client says.

    Empty where that is no address.
    """
    found = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        found = request.META.get("HTTP_X_FORWARDED_FOR", found).rpartition(",")[2].strip()
    with suppress(ValueError):
        return str(ipaddress.ip_address(found))
    return ""


def network_of(request: HttpRequest) -> str:
    """The address, or of IPv6 the network of the household it is in."""
    found = address_of(request)
    if ":" in found:
        return str(ipaddress.ip_network((found, IPV6_HOUSEHOLD), strict=False))
    return found


def rows_with_room(keys: Iterable[str], now: datetime) -> list[Guesses]:
    """The rows of the keys; none where one of them is full. A full network makes no row of an account."""
    rows: list[Guesses] = []
    for key in keys:  # always the network first, so that no two wait for each other
        row = lock(key, now)
        if len(row.tried_at) >= MOST:
            return []
        rows.append(row)
    return rows


def lock(key: str, now: datetime) -> Guesses:
    """The row of a key, made where missing, without what has expired; nobody else has it meanwhile."""
    Guesses.objects.bulk_create(
        [Guesses(key=key, last_at=now)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["last_at"],
    )
    row = Guesses.objects.get(key=key)
    row.last_at = now
    row.tried_at = list(still_counting(row.tried_at, now))
    return row


def still_counting(times: Iterable[str], now: datetime) -> Iterable[str]:
    """Those of the times that lie within the last five minutes."""
    return (time for time in times if datetime.fromisoformat(time) > now - WITHIN)


def sweep(now: datetime) -> None:
    """Delete rows in which nothing counts any more, but for those somebody holds."""
    with transaction.atomic():
        old = Guesses.objects.select_for_update(skip_locked=True).filter(last_at__lt=now - WITHIN)
        Guesses.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])).delete()
