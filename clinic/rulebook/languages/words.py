"""Languages and texts by what people call them."""

from dataclasses import dataclass

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from clinic.rulebook.presenters.words import Words

FIELD_WORDS: dict[str, Words] = {
    "question": gettext_lazy("Question"),
    "label": gettext_lazy("Short name"),
    "help": gettext_lazy("Help"),
    "why": gettext_lazy("Why we ask"),
    "title": gettext_lazy("Title"),
    "short_title": gettext_lazy("Short title"),
    "intro": gettext_lazy("Introduction"),
    "summary": gettext_lazy("Summary"),
    "how_it_works": gettext_lazy("How it works"),
    "during": gettext_lazy("What happens during it"),
    "compares": gettext_lazy("Compared with others"),
    "patient": gettext_lazy("What the patient reads"),
    "text": gettext_lazy("Text"),
    "price": gettext_lazy("Price"),
    "course": gettext_lazy("Course over time"),
    "expected_effects": gettext_lazy("Expected effect"),
    "rare_risks": gettext_lazy("Rare risk"),
    "texts": gettext_lazy("Paragraph"),
    "bands": gettext_lazy("Band"),
    "options": gettext_lazy("Option"),
    "fields": gettext_lazy("Field"),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its tag, its name in the reader's language, and which way it is written."""

    code: str
    name: str
    direction: str


def language_of(code: str) -> Language:
    """A language by its tag."""
    try:
        known = get_language_info(code)
    except KeyError:
        return Language(code, code, "ltr")
    return Language(code, str(known["name_translated"]), "rtl" if known["bidi"] else "ltr")


def field_word(field: str) -> str:
    """What a text of an element is called: `options.yes.help` is the help of the option yes."""
    parts = field.split(".")
    words = str(FIELD_WORDS.get(parts[0], parts[0]))
    if len(parts) == 1:
        return words
    rest = " · ".join(str(FIELD_WORDS.get(part, part)) for part in parts[1:])
    return _("%(what)s %(which)s") % {"what": words, "which": rest}
