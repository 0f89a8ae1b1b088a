"""The active rulebook of these tests, and somebody who reads."""

from collections.abc import Callable

import pytest
from django.test import Client

from clinic.accounts.models import User
from screening.models import RulebookVersion
from tests.review.starter import publish_starter


@pytest.fixture
def published(db: None) -> RulebookVersion:
    """The starter rulebook as the active version."""
    return publish_starter()


@pytest.fixture
def practitioner(alice: User, client_of: Callable[[User], Client]) -> Client:
    """Alice, signed in."""
    return client_of(alice)
