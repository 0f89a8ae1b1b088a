"""The difference between two rulebooks as pages show it, filtered and counted."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.presenters.places import COLLECTION_WORDS, collection_of, collection_word
from screening.engine import Rulebook
from screening.engine.difference import Difference, Line, differences

PER_PAGE = 40
UNKNOWN = {"invalid_choice": _("Choose one of the list.")}
EFFECTS = [
    ("", _("Any effect")),
    ("loosens", _("Loosens")),
    ("tightens", _("Tightens")),
    ("neither", _("Neither")),
]
KINDS: dict[str, tuple[Words, str, str]] = {
    "added": (_("new"), "go", "plus"),
    "removed": (_("removed"), "stop", "trash-2"),
    "changed": (_("changed"), "note", "pencil"),
    "moved": (_("moved"), "note", "layers"),
}
"""For each kind of difference its word, tone and icon."""


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One element that differs; `id` is what links lead to, `address` where it is changed, if anywhere."""

    id: str
    place: str
    where: str
    title: str
    kind: str
    word: str
    tone: str
    icon: str
    weight: str
    lines: tuple[Line, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that differs, and how much of it loosens, tightens, or does neither."""

    views: tuple[DifferenceView, ...]

    @property
    def loosens(self) -> int:
        """How many elements let something through that was held back."""
        return sum(view.weight == "loosens" for view in self.views)

    @property
    def tightens(self) -> int:
        """How many elements hold back more, and nothing less."""
        return sum(view.weight == "tightens" for view in self.views)

    @property
    def neither(self) -> int:
        """How many do neither, or it cannot be told."""
        return len(self.views) - self.loosens - self.tightens


class DifferenceFilter(forms.Form):
    """Which differences are shown."""

    effect = forms.ChoiceField(label=_("Effect"), choices=EFFECTS, required=False, error_messages=UNKNOWN)
    where = forms.ChoiceField(label=_("Part"), required=False, error_messages=UNKNOWN)

    def __init__(self, data: Any, *, compared: Compared) -> None:
        super().__init__(data)
        self.compared = compared
        field = self.fields["where"]
        if isinstance(field, forms.ChoiceField):
            there = dict.fromkeys(collection_of(view.place) for view in compared.views)
            words = [(name, COLLECTION_WORDS.get(name, name)) for name in there]
            field.choices = [("", _("Everything")), *words]

    def page(self, number: str) -> Page[DifferenceView]:
        """What remains, one page of it; call only on a valid form."""
        effect, where = self.cleaned_data["effect"], self.cleaned_data["where"]
        wanted = "" if effect == "neither" else effect
        found = [
            view
            for view in self.compared.views
            if (not effect or view.weight == wanted) and where in {"", collection_of(view.place)}
        ]
        return Paginator(found, PER_PAGE).get_page(number)


def compare(old: Rulebook, new: Rulebook) -> Compared:
    """What differs, worst consequences first."""
    return Compared(tuple(view_of(one) for one in differences(old, new)))


def view_of(difference: Difference) -> DifferenceView:
    """One difference in words."""
    word, tone, icon = KINDS[difference.kind]
    return DifferenceView(
        id=anchor_of(difference.place),
        place=difference.place,
        where=collection_word(difference.place),
        title=difference.title,
        kind=difference.kind,
        word=str(word),
        tone=tone,
        icon=icon,
        weight=difference.weight,
        lines=difference.lines,
    )


def anchor_of(place: str) -> str:
    """The id of a difference on its page."""
    return "-".join(["difference", *place.replace("/", " ").split()])
