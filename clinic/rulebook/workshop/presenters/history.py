"""The changes of a draft, each one line that unfolds into what stood there before and after."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.look import LOOKS
from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.conflict import condition_words, line_of, shown
from clinic.rulebook.workshop.presenters.places import collection_word, page_of, title_of
from screening.engine import Rulebook
from screening.engine.difference import Line, Span
from screening.engine.difference.marking import marked
from screening.engine.difference.naming import Names, label_of
from screening.engine.rulebook.elements import Element, element_at
from screening.models import RulebookChange
from screening.services.rulebook import undone_among

Kind = RulebookChange.Kind
BRANCHES = "branches"
KIND_LOOKS: dict[str, tuple[Words, str, str]] = {
    Kind.ADDED: (gettext_lazy("added"), "go", "plus"),
    Kind.CHANGED: (gettext_lazy("changed"), "note", "pencil"),
    Kind.REMOVED: (gettext_lazy("removed"), "stop", "trash-2"),
    Kind.MOVED: (gettext_lazy("moved"), "note", "layers"),
    Kind.UNDONE: (gettext_lazy("undone"), "care", "rotate-ccw"),
}
"""For each kind of change its word, tone and icon."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: what was done to what, by whom and when, in which words; what it undoes, what undid it."""

    revision: int
    at: datetime
    by: str
    word: str
    tone: str
    icon: str
    place: str
    where: str
    title: str
    address: str
    lines: tuple[Line, ...]
    undoes: int | None
    undone_by: int | None


def change_rows(here: Here, changes: tuple[RulebookChange, ...]) -> list[ChangeRow]:
    """Changes as lines."""
    undone = undone_among(changes)
    return [change_row(here, change, undone.get(change.revision)) for change in changes]


def change_row(here: Here, change: RulebookChange, undone_by: int | None = None) -> ChangeRow:
    """One change."""
    before, after = read(change.before), read(change.after)
    word, tone, icon = KIND_LOOKS[change.kind]
    place = change.landed or change.place
    stands = standing(here, place)
    return ChangeRow(
        revision=change.revision,
        at=change.at,
        by=str(change.by) if change.by else _("the system"),
        word=str(word),
        tone=tone,
        icon=icon,
        place=change.place,
        where=collection_word(place),
        title=title_of(place, after, before),
        address=page_of(here.draft, place) if stands else "",
        lines=lines_of(here.rulebook, change, before, after),
        undoes=change.undoes.revision if change.undoes else None,
        undone_by=undone_by,
    )


def lines_of(
    rulebook: Rulebook, change: RulebookChange, before: Element | None, after: Element | None
) -> tuple[Line, ...]:
    """What changed, key by key: old and new words laid over one another."""
    if change.before == change.after:
        return (move_line(change),)
    keys = dict.fromkeys([*(before or {}), *(after or {})])
    pairs = ((key, words_of(rulebook, key, before), words_of(rulebook, key, after)) for key in keys)
    return tuple(Line(label_of(key), marked(was, now)) for key, was, now in pairs if was != now)


def words_of(rulebook: Rulebook, key: str, element: Element | None) -> str:
    """The value of a key in words."""
    branches = (element or {}).get(key)
    if key != BRANCHES or not isinstance(branches, list):
        return shown(rulebook, key, element)
    return "\n".join(branch_words(rulebook, branch) for branch in branches)


def branch_words(rulebook: Rulebook, branch: object) -> str:
    """A branch of a rule as a sentence; as it is written where it cannot be one."""
    if not isinstance(branch, dict) or not isinstance(branch.get("severity"), dict):
        return line_of(rulebook, branch)
    names = Names(rulebook)
    meant = [f"{names.group(str(key))}: {word_of(code)}" for key, code in branch["severity"].items()]
    condition = condition_words(rulebook, branch.get("when"))
    return _("When %(condition)s: %(severities)s") % {
        "condition": condition,
        "severities": ", ".join(meant),
    }


def word_of(code: object) -> str:
    """A severity in a word; as it is written where there is none of that code."""
    return str(LOOKS[code].word) if isinstance(code, str) and code in LOOKS else str(code)


def move_line(change: RulebookChange) -> Line:
    """Where an element stood and where it stands."""
    was, now = neighbour(change.stood_before), neighbour(change.stands_before)
    return Line(_("place"), (Span(was, "removed"), Span(now, "added")))


def neighbour(name: str) -> str:
    """Where something stands in its list."""
    return _("before “%(name)s”") % {"name": name} if name else _("last")


def standing(here: Here, place: str) -> Element | None:
    """What stands at a place of the draft now."""
    return element_at(here.document, place)


def read(text: str) -> Element | None:
    """An element of the history; None for none."""
    return dict(json.loads(text)) if text else None
