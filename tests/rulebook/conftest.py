"""A published small rulebook, and somebody reading it."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import RulebookVersion
from tests.factories import publish
from tests.rulebook.documents import document


@pytest.fixture
def active(db: None) -> RulebookVersion:
    """Version 1, active."""
    return publish(document())


@pytest.fixture
def reader(client_of: Callable[[User], Client], alice: User, active: RulebookVersion) -> Client:
    """A practitioner's browser, with a rulebook to read."""
    return client_of(alice)
