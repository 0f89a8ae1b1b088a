"""Two editors changed the same: both versions side by side, and a choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.builder import checked, root_of
from clinic.rulebook.workshop.builder.documents import as_text
from screening.engine import Rulebook
from screening.engine.rulebook.elements import element_digest
from screening.services.errors import EditConflict

CONFLICT = 409
SEEN = "seen"
CONDITIONS = frozenset({"when", "enable_when"})
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", SEEN})


@dataclass(frozen=True, slots=True)
class Compared:
    """One key of an element in both versions."""

    key: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        """Whether the versions are of two minds about it."""
        return self.theirs != self.mine


def conflict_page(
    request: HttpRequest, here: Here, conflict: EditConflict, *, title: str, back: str
) -> HttpResponse:
    """The choice between keeping theirs (`back` leads there) and sending the same form again over it."""
    carried = [
        (name, value)
        for name in request.POST
        if name not in NOT_CARRIED
        for value in request.POST.getlist(name)
    ]
    context = {
        "here": here,
        "title": title,
        "back": back,
        "conflict": conflict,
        "rows": compared(here.rulebook, conflict.theirs, conflict.mine),
        "carried": [*carried, (SEEN, element_digest(conflict.theirs))],
    }
    return render(request, "rulebook/workshop/conflict.html", context, status=CONFLICT)


def compared(
    rulebook: Rulebook, theirs: Mapping[str, object] | None, mine: Mapping[str, object] | None
) -> list[Compared]:
    """Both versions key by key, what differs first."""
    keys = dict.fromkeys([*(theirs or {}), *(mine or {})])
    rows = [Compared(key, shown(rulebook, key, theirs), shown(rulebook, key, mine)) for key in keys]
    return sorted(rows, key=lambda row: not row.differs)


def shown(rulebook: Rulebook, key: str, element: Mapping[str, object] | None) -> str:
    """A value in words: conditions as sentences, lists in lines."""
    value = (element or {}).get(key)
    if value is None:
        return ""
    if key in CONDITIONS:
        return condition_words(rulebook, value)
    if isinstance(value, list):
        return "\n".join(line_of(rulebook, one) for one in value)
    return value if isinstance(value, str) else as_text(value)


def line_of(rulebook: Rulebook, value: object) -> str:
    """One of a list: a branch as a sentence, anything else as it is written."""
    if isinstance(value, Mapping) and "when" in value:
        severity = value.get("severity")
        words = (
            ", ".join(f"{key}: {word}" for key, word in severity.items())
            if isinstance(severity, dict)
            else ""
        )
        return _("When %(condition)s: %(severities)s") % {
            "condition": condition_words(rulebook, value["when"]),
            "severities": words,
        }
    return value if isinstance(value, str) else as_text(value)


def condition_words(rulebook: Rulebook, value: object) -> str:
    """A condition as a sentence; as it is written where it cannot be one."""
    found = checked(root_of(value), rulebook)
    return "".join(phrase.text for phrase in found.phrases) or as_text(value)
