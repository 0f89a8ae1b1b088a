"""Crispy's part: each question has a slot, empty while the question is not asked."""

from collections.abc import Mapping
from typing import Any, Protocol

from crispy_forms.layout import LayoutObject
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from clinic.questions.question import Earlier
from clinic.questions.rows import Rows
from screening.engine import Item


class Slotted(Protocol):
    """The form of a section, as far as its slots look at it."""

    items: dict[str, Item]
    groups: dict[str, Rows]
    shown: frozenset[str]
    notes: Mapping[str, object]
    tells_errors: bool
    earlier: Mapping[str, Earlier]
    offered: frozenset[str]
    confirmed: frozenset[str]

    def is_empty(self, link_id: str) -> bool:
        """Whether nothing was typed to a question."""
        ...

    def is_amiss(self, link_id: str) -> bool:
        """Whether an answer cannot be taken as it stands."""
        ...

    def __getitem__(self, name: str) -> BoundField:
        """The bound field of a question."""
        ...


class Slot(LayoutObject):  # type: ignore[misc]  # crispy publishes no types
    """The place of one question. Without its question it stays, so that the question can come later."""

    def __init__(self, link_id: str) -> None:
        self.link_id = link_id
        self.fields: list[object] = []

    def render(self, form: Slotted, context: Any, template_pack: object = None, **kwargs: Any) -> SafeString:
        """The slot with its question, shown, or hidden where something was typed before it closed."""
        return render_slot(form, self.link_id)


def render_slot(form: Slotted, link_id: str, *, in_place: bool = False) -> SafeString:
    """A slot; `in_place` marks it as one that takes the place of its forerunner in the page."""
    is_shown = link_id in form.shown
    group = form.groups.get(link_id)
    earlier = form.earlier.get(link_id) if link_id in form.offered else None
    has_errors = earlier is not None and form.tells_errors and form.is_amiss(link_id)
    context = {
        "form": form,
        "item": form.items[link_id],
        "is_shown": is_shown,
        "has_content": is_shown or not form.is_empty(link_id),
        "earlier": earlier,
        "is_confirmed": link_id in form.confirmed,
        "is_open": has_errors or not form.is_empty(link_id),
        "group": group,
        "field": None if group else form[link_id],
        "show_errors": is_shown and form.tells_errors,
        "note": form.notes.get(link_id),
        "in_place": in_place,
    }
    return render_to_string("intake/slot.html", context)
