"""Everything a patient may be shown is in every catalogue, with the same places to fill in."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils import translation
from django.utils.translation import ngettext

from scripts.catalogues import KEYWORDS, LOCALE, ROOT, catalogue, sources, words

LANGUAGES = sorted(path.name for path in LOCALE.iterdir())
PLACE = re.compile(r"%\(\w+\)[sd]|<[^>]+>")
FORMS = {
    1: "يوم واحد",
    2: "يومان",
    3: "3 أيام",
    10: "10 أيام",
    11: "11 يومًا",
    100: "100 يوم",
    103: "103 أيام",
}
NESTED = re.compile(r"""{%\s*(?:extends|include)\s+"([^"]+)\"""")


def po(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def places(*texts: str) -> set[str]:
    """What is filled in, and the tags."""
    return {place for text in texts for place in PLACE.findall(text)}


def is_wrong(message: Message) -> bool:
    """Whether a translation fills in something else than the words do; a plural may say a number in words."""
    if isinstance(message.id, str):
        return places(message.id) != places(str(message.string))
    return not places(*message.id) >= places(*(message.string or ()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_in_nothing_else_than_the_words_do(language: str) -> None:
    assert [one.id for one in catalogue(po(language)) if one.id and is_wrong(one)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_the_english_sentence(language: str) -> None:
    same = [str(one.id) for one in catalogue(po(language)) if one.id == one.string and not one.context]
    assert [text for text in same if len(text.split()) > 3 and "%(" not in text] == []


@pytest.mark.parametrize(("count", "said"), FORMS.items())
def test_arabic_has_its_six_plurals(count: int, said: str) -> None:
    with translation.override("ar"):
        assert ngettext("%(count)d day", "%(count)d days", count) % {"count": count} == said


def test_templates_within_patients_templates_are_looked_through_too() -> None:
    known = {path.relative_to(ROOT / "templates").as_posix() for path, _ in sources() if path.suffix != ".py"}
    templates = {name: (ROOT / "templates" / name).read_text() for name in known}
    nested = {inner for text in templates.values() for inner in NESTED.findall(text)}
    assert nested - known == set()


def test_every_way_of_translating_is_looked_for() -> None:
    called = {
        name
        for path, _ in sources()
        if path.suffix == ".py"
        for name in re.findall(r"\b(n?p?gettext(?:_lazy)?)\(", path.read_text())
    }
    assert called - KEYWORDS.keys() == set()


def test_words_of_staff_alone_are_left_out() -> None:
    assert words().get("This patient has no e-mail address. Add one, copy the link, or print it.") is None
    assert words().get("This appointment has been cancelled.") is not None
