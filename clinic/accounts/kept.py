"""How long traces of signing in are kept: guesses, sessions that are over, links that have expired."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import Guesses, StaffInvitation
from screening.services.retention.kinds import Kind
from screening.services.retention.traces import remove

A_DAY, A_MONTH = timedelta(days=1), timedelta(days=30)


def over(now: datetime) -> "list[models.QuerySet[models.Model]]":
    """What is of no more use to anybody."""
    running = Session.objects.filter(expire_date__gte=now).values("session_key")
    return [
        Guesses.objects.filter(last_at__lt=now - A_DAY),
        UserSession.objects.filter(created_at__lt=now - A_DAY).exclude(session_key__in=running),
        StaffInvitation.objects.filter(expires_at__lt=now - A_MONTH),
    ]


SIGN_IN = Kind(
    "sign-in",
    _("Guesses of passwords, sessions of staff that are over, old links for staff"),
    lambda now: sum(rows.count() for rows in over(now)),
    lambda now, limit: sum(remove(rows, limit) for rows in over(now)),
)
