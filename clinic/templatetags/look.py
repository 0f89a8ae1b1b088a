"""Template tags of the look; every template has them without {% load %}."""

import re
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from clinic.look import MESSAGE_LOOKS, Look, look_of

register = template.Library()

ICONS = settings.BASE_DIR / "static" / "vendor" / "lucide"
DIRECTED = {
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "external-link",
    "list",
    "log-out",
    "send",
}
"""Icons that show a way: turned round on a page that runs from right to left."""

_NAME = re.compile(r"[a-z0-9-]+")
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def drawing(name: str) -> str:
    """What stands inside the <svg> of a vendored icon; ValueError for an icon that is not vendored."""
    path = ICONS / f"{name}.svg"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise ValueError(f"no icon named {name!r}: see static/vendor/README.md")
    found = _DRAWING.search(path.read_text())
    if found is None:
        raise ValueError(f"{path.name} holds no <svg>")
    return re.sub(r"\s+", " ", found[1]).strip()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon inline, hidden from screen readers: the words beside it say the same.

    {% icon "printer" %}, {% icon "x" "icon-small" %}
    """
    turns = "turns" if name in DIRECTED else ""
    classes = " ".join(filter(None, ("icon", turns, escape(extra))))
    return mark_safe(  # noqa: S308 - a file of this repository; the one parameter is escaped
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true">{drawing(name)}</svg>'
    )


@register.inclusion_tag("components/tag.html")
def severity_tag(code: str, text: str | Promise = "") -> dict[str, Any]:
    """The tag of a severity or eligibility; `text` (a date, a short word) may take the word's place.

    {% severity_tag "deferred" %}, {% severity_tag finding.severity "28 Feb" %}
    """
    look = look_of(code)
    return {
        "tone": look.tone,
        "icon": look.icon,
        "text": text or look.word,
        "word": look.word if text else "",
    }


@register.filter
def look(code: str) -> Look:
    """The look of a severity: {% with shown=code|look %}{{ shown.tone }}{% endwith %}."""
    return look_of(code)


@register.filter
def message_look(level_tag: str) -> Look:
    """The look of a message of django.contrib.messages by its level."""
    return MESSAGE_LOOKS.get(level_tag, MESSAGE_LOOKS["info"])
