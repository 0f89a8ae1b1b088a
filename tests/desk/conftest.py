"""Who works at the desk, and an active rulebook."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clinic.accounts.models import User
from screening.models import RulebookVersion
from screening.services.audit import Actor
from tests.factories import publish


@pytest.fixture
def published(db: None) -> RulebookVersion:
    """The small rulebook."""
    return publish()


@pytest.fixture
def desk_client(client_of: Callable[[User], Client], erin: User, published: RulebookVersion) -> Client:
    """Reception, signed in."""
    return client_of(erin)


@pytest.fixture
def by_erin(erin: User) -> Actor:
    """Reception as an actor."""
    return Actor.staff(erin)


def at(days: int, hour: int = 10, minute: int = 30) -> datetime:
    """A time on the day so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
