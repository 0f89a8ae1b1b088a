"""A rulebook or a key that cannot be loaded: every page of the access table, as everybody who may open it.

Each says that screening is not available, but for those listed here, which say nothing about any result.
"""

import hashlib
import logging
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from clinic.health.checks import checked
from clinic.unavailable import Serving, look_at_keys
from screening.models import RulebookVersion
from screening.services.rulebook import versions
from tests.intake.reading import read
from tests.site.access_table import DEACTIVATED, PEOPLE, YES, table
from tests.site.access_world import World, browser_of, make_world, same_again
from tests.site.addresses import addresses

pytestmark = pytest.mark.django_db

SCREENING = ("intake:", "review:", "desk:", "rulebook:")
"""Whose pages have to do with results, or with what makes them."""
SILENT = {
    *("intake:left", "intake:resting", "intake:withdrawn"),  # words to say goodbye with
    *("review:letter", "review:readers", "review:presence"),  # a file, who has read, who has it open
    *("desk:patients", "desk:new_patient", "desk:edit_patient", "desk:other_record", "desk:merge"),  # people
    *("desk:cancel", "desk:ask_again", "desk:import"),  # a question before something is done
    *("desk:wishes", "desk:wish"),  # what patients ask for
    *("rulebook:versions", "rulebook:version", "rulebook:roll_back"),  # the way out: publish another
    *("rulebook:draft*", "rulebook:version_languages*"),  # another, being written
}
# What a result says (drafts have words for results without being any):
NEVER = ("Cleared", "Nothing stands in the way", "Nothing was found", "Eligible")
HEALTH = ("live", "ready", "serving", "metrics")
WORDLESS = (*HEALTH, "intake:feed")
"""Read by programs."""
SAID = ("Screening is not available", "Nothing was checked just now", "so nothing can be checked")


@pytest.fixture
def world(caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """A clinic with something behind every address, whose log is left alone."""
    caplog.set_level(logging.CRITICAL + 1)
    yield make_world()
    Serving.keys = None
    checked.forget()


def walked(person: str, browser: Client, world: World) -> Iterator[tuple[str, Any]]:
    """Each page this person may open, and its answer."""
    for address in addresses():
        if table()[address.name].get("GET", {}).get(person) != YES:
            continue
        with transaction.atomic():
            yield address.name, same_again(browser).get(address.path(world.path_samples(address.name)))
            transaction.set_rollback(True)


def is_silent(name: str) -> bool:
    """Whether this page says nothing about results."""
    return not name.startswith(SCREENING) or any(fnmatch(name, one) for one in SILENT)


def complaint(name: str, answer: Any) -> str:
    """What is wrong with an answer while there is no rulebook; empty where nothing is."""
    words = read(answer).text if answer.get("Content-Type", "").startswith("text/html") else ""
    claims = [word for word in NEVER if word in words and not name.startswith("rulebook:draft")]
    if claims:
        return f"{name}: says {claims}"
    if answer.status_code == 503:
        return "" if name in WORDLESS or says_so(words) else f"{name}: does not say why"
    if answer.status_code == 500 or (answer.status_code == 200 and not is_silent(name)):
        return f"{name}: {answer.status_code}"
    return ""


def says_so(words: str) -> bool:
    """Whether a page says that screening cannot be had."""
    return any(said in words for said in SAID)


@pytest.mark.parametrize("person", [one for one in PEOPLE if one != DEACTIVATED])
def test_rulebook_that_cannot_be_loaded_is_said_on_every_page(person: str, world: World) -> None:
    browser = browser_of(person, world)
    RulebookVersion.objects.update(document="{}")
    vars(versions)["_parsed"].clear()
    assert [said for one in walked(person, browser, world) if (said := complaint(*one))] == []


@pytest.mark.parametrize("person", [one for one in PEOPLE if one != DEACTIVATED])
@pytest.mark.parametrize("name", ["FIELD_KEYS", "SEARCH_KEYS"])
def test_key_that_is_not_the_datas_is_said_on_every_page(
    name: str, person: str, world: World, settings: Settings
) -> None:
    browser = browser_of(person, world)
    other = hashlib.sha256(b"another key").digest()
    setattr(settings, name, dict.fromkeys(settings.FIELD_KEYS, other) if name == "FIELD_KEYS" else (other,))
    look_at_keys()
    pages = [(name, one) for name, one in walked(person, browser, world) if name not in HEALTH]
    assert [name for name, one in pages if one.status_code != 503 or not says_so(read(one).text)] == []


def test_page_that_goes_on_as_if_nothing_were_wrong_is_noticed(world: World) -> None:
    browser = browser_of("practitioner", world)
    pages = dict(walked("practitioner", browser, world))
    assert {"review:worklist", "review:summary", "desk:day"} <= {
        name for name, answer in pages.items() if complaint(name, answer)
    }
