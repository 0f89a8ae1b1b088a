"""What every test may use: a database of its own, and the people of the clinic."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from hypothesis import settings as hypothesis_settings

from clinic.accounts.models import User
from clinic.accounts.roles import (
    ADMINISTRATOR,
    CLINICAL_LEAD,
    PRACTITIONER,
    RECEPTION,
    RULEBOOK_EDITOR,
    grant,
)
from tests.guards import let_tests_empty_their_database
from tests.people import PASSWORD

hypothesis_settings.register_profile("project", deadline=None, print_blob=True)
hypothesis_settings.load_profile("project")

let_tests_empty_their_database()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database (`only_on`): it runs when that one is tested."""
    vendor = "sqlite" if django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgresql"
    others = [item for item in items if any(mark.args != (vendor,) for mark in item.iter_markers("only_on"))]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, a real file per process: in memory there is no WAL, and threads share one connection."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder: Path = tmp_path_factory.mktemp("database")
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture
def alice(db: None) -> User:
    """A practitioner."""
    user = User.objects.create_user("alice@clinic.example", PASSWORD, full_name="Alice Adler")
    grant(user, PRACTITIONER)
    return user


@pytest.fixture
def bob(db: None) -> User:
    """An administrator."""
    user = User.objects.create_user("bob@clinic.example", PASSWORD, full_name="Bob Brunner")
    grant(user, ADMINISTRATOR)
    return user


@pytest.fixture
def erin(db: None) -> User:
    """At reception."""
    user = User.objects.create_user("erin@clinic.example", PASSWORD, full_name="Erin Egli")
    grant(user, RECEPTION)
    return user


@pytest.fixture
def frank(db: None) -> User:
    """A clinical lead."""
    user = User.objects.create_user("frank@clinic.example", PASSWORD, full_name="Frank Favre")
    grant(user, CLINICAL_LEAD)
    return user


@pytest.fixture
def grace(db: None) -> User:
    """A rulebook editor."""
    user = User.objects.create_user("grace@clinic.example", PASSWORD, full_name="Grace Gerber")
    grant(user, RULEBOOK_EDITOR)
    return user


@pytest.fixture
def charlie(db: None) -> User:
    """Has an account and no role."""
    return User.objects.create_user("charlie@clinic.example", PASSWORD, full_name="Charlie Christen")


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A signed-in test client for a user."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
