"""The changes of a draft, each one line that unfolds into what stood there before and after."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.look import LOOKS
from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.conflict import condition_words, line_of, shown
from clinic.rulebook.workshop.presenters.places import collection_word, page_of, title_of
from screening.engine import Rulebook
from screening.engine.difference import Line, Span
from screening.engine.difference.marking import marked
from screening.engine.difference.naming import Names, label_of
from screening.engine.rulebook.elements import Element, element_at, is_several
from screening.models import RulebookChange
from screening.services.rulebook import undone_among

Kind = RulebookChange.Kind
BRANCHES = "branches"
ID, EXPECT = "id", "expect"
CODES = frozenset({"eligibility"})
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
        title=several_words(after) if is_several(place) else title_of(place, after, before),
        address=page_of(here.draft, place) if stands else "",
        lines=every_line(here.rulebook, change, before, after),
        undoes=change.undoes.revision if change.undoes else None,
        undone_by=undone_by,
    )


def several_words(after: Element | None) -> str:
    """How many elements were changed as one."""
    count = len(after or {})
    return ngettext("%(count)d at once", "%(count)d at once", count) % {"count": count}


def every_line(
    rulebook: Rulebook, change: RulebookChange, before: Element | None, after: Element | None
) -> tuple[Line, ...]:
    """What changed; of several elements each line says of which."""
    if not is_several(change.place):
        return lines_of(rulebook, change, before, after)
    was = before or {}
    return tuple(
        replace(line, label=f"{title_of(f'{change.place}/{name}', now)}: {line.label}")
        for name, now in (after or {}).items()
        for line in lines_of(rulebook, change, was[name], now)
        if line.label != label_of(ID)
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
    if key == EXPECT and isinstance(branches, dict):
        return severities_words(rulebook, branches)
    if key in CODES:
        return word_of(branches)
    if key != BRANCHES or not isinstance(branches, list):
        return shown(rulebook, key, element)
    return "\n".join(branch_words(rulebook, branch) for branch in branches)


def branch_words(rulebook: Rulebook, branch: object) -> str:
    """A branch of a rule as a sentence; as it is written where it cannot be one."""
    if not isinstance(branch, dict) or not isinstance(branch.get("severity"), dict):
        return line_of(rulebook, branch)
    condition = condition_words(rulebook, branch.get("when"))
    return _("When %(condition)s: %(severities)s") % {
        "condition": condition,
        "severities": severities_words(rulebook, branch["severity"]),
    }


def severities_words(rulebook: Rulebook, severities: Mapping[str, object]) -> str:
    """A severity for each treatment or kind of treatment."""
    names = Names(rulebook)
    return ", ".join(f"{names.group(str(key))}: {word_of(code)}" for key, code in severities.items())


def word_of(code: object) -> str:
    """A severity in a word; as it is written where there is none of that code."""
    if code is None:
        return ""
    return str(LOOKS[code].word) if isinstance(code, str) and code in LOOKS else str(code)


def move_line(change: RulebookChange) -> Line:
    """Where an element stood and where it stands."""
    was, now = neighbour(change.stood_before), neighbour(change.stands_before)
    return Line(_("place"), (Span(was, "removed"), Span(now, "added")))


def neighbour(name: str) -> str:
    """Where something stands in its list."""
    return _("before “%(name)s”") % {"name": name} if name else _("last")


def standing(here: Here, place: str) -> Element | None:
    """What stands at a place of the draft now; None where several elements were changed as one."""
    return None if is_several(place) else element_at(here.document, place)


def read(text: str) -> Element | None:
    """An element of the history; None for none."""
    return dict(json.loads(text)) if text else None
