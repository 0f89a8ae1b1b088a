"""What a version is offered in, and the rulebook as patients read it there."""

from typing import Any

import pytest

from screening.engine import Rulebook, Translated, Translations, translatable
from screening.engine.translation import short_digest
from screening.models import PublishedLanguage, RulebookVersion
from screening.services.audit import SYSTEM
from screening.services.rulebook import rulebook_of
from screening.services.rulebook.languages import offered_languages, rulebook_in_language
from screening.services.rulebook.translations import freeze
from tests.factories import publish

pytestmark = pytest.mark.django_db


def spanish(rulebook: Rulebook) -> Translations:
    """Every text of a rulebook in Spanish, nobody having looked it over."""
    texts = {
        (text.place, text.field): Translated(f"¡{text.text}!", short_digest(text.text), False)
        for text in translatable(rulebook.document)
    }
    return Translations("es", texts)


@pytest.fixture
def version() -> RulebookVersion:
    return publish()


def test_version_is_offered_in_its_own_language_alone_before_any_other(version: RulebookVersion) -> None:
    assert offered_languages(version) == ("en",)
    assert rulebook_in_language(version, "es") is rulebook_of(version)


def test_published_language_is_what_patients_read(
    version: RulebookVersion, django_assert_num_queries: Any
) -> None:
    rulebook = rulebook_of(version)
    freeze(version, spanish(rulebook), SYSTEM)
    view = rulebook_in_language(version, "es")
    code = next(iter(rulebook.treatments))
    assert view.treatments[code].title == f"¡{rulebook.treatments[code].title}!"
    assert (offered_languages(version), view.digest) == (("en", "es"), rulebook.digest)
    with django_assert_num_queries(1):
        assert rulebook_in_language(version, "es") is view
    with django_assert_num_queries(0):
        assert rulebook_in_language(version, "en") is rulebook


def test_original_is_shown_where_what_was_published_is_not_what_its_digest_says(
    version: RulebookVersion,
) -> None:
    freeze(version, spanish(rulebook_of(version)), SYSTEM)
    PublishedLanguage.objects.create(
        version=version, language="es", number=2, document="{}", digest="sha256:0"
    )
    assert rulebook_in_language(version, "es") is rulebook_of(version)
