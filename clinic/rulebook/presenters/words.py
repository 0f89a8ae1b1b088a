"""The rulebook's codes in words for staff."""

import re
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from screening.engine import ItemType, Rulebook

Words = str | Promise

CAPITALS = re.compile(r"\b[A-Z]{2,}\b")

OVERRIDES: dict[str, Words] = {
    "practitioner": _("A practitioner may override this finding, with a reason."),
    "clinical_lead": _("Only the clinical lead may override this finding, with a reason."),
    "nobody": _("Nobody may override this finding."),
}
TYPES: dict[ItemType, Words] = {
    ItemType.CHOICE: _("one answer"),
    ItemType.CHOICES: _("several answers"),
    ItemType.AREAS: _("areas of the body"),
    ItemType.DATE: _("a date"),
    ItemType.NUMBER: _("a whole number"),
    ItemType.TEXT: _("text"),
    ItemType.MEDICINES: _("a list of medicines"),
    ItemType.ENTRIES: _("a list of entries"),
    ItemType.SCORE: _("a score"),
}
PIGMENT_RISKS: dict[str, Words] = {
    "low": _("low"),
    "moderate": _("moderate"),
    "moderate_high": _("moderate to high"),
}


def topic_titles(rulebook: Rulebook) -> dict[str, str]:
    """The topics' codes as headings, in the rulebook's order: "acne_active" is "Acne active".

    What the rulebook's titles write in capitals ("NSAID", "PRP") stays so.
    """
    titles = [one.title for one in rulebook.rules.values()]
    titles += [one.title for one in rulebook.medicine_classes.values()]
    capitals = {word.casefold(): word for title in titles for word in CAPITALS.findall(title)}
    topics = dict.fromkeys(rule.topic for rule in rulebook.rules.values())
    return {topic: heading([capitals.get(word, word) for word in topic.split("_")]) for topic in topics}


def heading(words: list[str]) -> str:
    """Words with a capital at the beginning."""
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def day_of(text: str) -> date:
    """A rulebook's day (`YYYY-MM-DD`, checked when it was read) as a date."""
    return date.fromisoformat(text)


def minutes(span: tuple[int, int] | None) -> str:
    """A span of minutes; nothing where the rulebook gives none."""
    return (
        ""
        if span is None
        else ngettext("%(span)s minute", "%(span)s minutes", span[1]) % {"span": spread(span)}
    )


def days(span: tuple[int, int] | None) -> str:
    """A span of days; nothing where the rulebook gives none."""
    return "" if span is None else ngettext("%(span)s day", "%(span)s days", span[1]) % {"span": spread(span)}


def spread(span: tuple[int, int]) -> str:
    """Least and most: "30 to 60", or one number where they are the same."""
    least, most = span
    return str(least) if least == most else gettext("%(least)s to %(most)s") % {"least": least, "most": most}
