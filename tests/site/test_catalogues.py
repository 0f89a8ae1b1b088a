"""Nothing starts while a language patients are written in was never compiled."""

from pathlib import Path

from django.core.checks import run_checks
from pytest_django.fixtures import Settings


def test_languages_are_compiled() -> None:
    assert [one.id for one in run_checks() if str(one.id).startswith("clinic.")] == []


def test_language_that_is_not_compiled_stops_every_start(settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    found = [one for one in run_checks() if one.id == "clinic.E001"]
    assert [one.msg for one in found] == [
        f"The messages in {name} are not compiled." for name in ("Deutsch", "Français", "Español", "العربيّة")
    ]
    assert {one.is_serious() for one in found} == {True}
