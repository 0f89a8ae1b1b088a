"""A disk, a database with a rulebook on it, and a clinic of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.databases import Database, new_database
from tests.faults.disks import Disk, small_disk
from tests.faults.running import Clinic, Inside, fresh_keys


@pytest.fixture(scope="session")
def disk() -> Iterator[Disk]:
    """Where the databases of this run are."""
    with small_disk() as disk:
        yield disk


@pytest.fixture(scope="session")
def keys() -> dict[str, str]:
    """The keys of all clinics of this run."""
    return fresh_keys()


@pytest.fixture(scope="session")
def opened(
    disk: Disk, keys: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, Path]]:
    """A clinic's database on its first day, and its static files."""
    folder = tmp_path_factory.mktemp("opened")
    with new_database(disk.folder) as database:
        clinic = Clinic(database, folder, keys)
        clinic.manage("migrate", "--verbosity", "0")
        clinic.manage("collectstatic", "--noinput", "--verbosity", "0")
        with clinic.inside() as inside:
            inside.do("open_clinic")
        yield database, folder / "static"


@pytest.fixture
def clinic(opened: tuple[Database, Path], keys: dict[str, str], tmp_path: Path) -> Clinic:
    """A clinic of this test's own."""
    first, static = opened
    (tmp_path / "static").symlink_to(static)
    return Clinic(first.copy(), tmp_path, keys)


@pytest.fixture
def inside(clinic: Clinic) -> Iterator[Inside]:
    """Somebody within its database."""
    with clinic.inside() as inside:
        yield inside
