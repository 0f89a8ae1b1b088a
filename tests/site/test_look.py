"""The look: contrast of every pair of colours, severities in words, icons that exist."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from clinic.look import LOOKS, MESSAGE_LOOKS, NOT_ASKED, look_of
from clinic.templatetags.look import drawing, icon

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
TONES = ["stop", "wait", "ask", "care", "note", "go"]
TEXT_ON_GROUND = [
    *product(["ink", "ink-soft", "accent", "accent-strong"], ["paper", "surface", "sunken"]),
    *product(["ink", "accent-strong"], ["accent-soft", *[f"{tone}-soft" for tone in TONES]]),
    *[(tone, ground) for tone in TONES for ground in ("surface", f"{tone}-soft")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("paper", "ink"),
]
EDGE_ON_GROUND = list(product(["line-strong", "focus", "accent"], ["paper", "surface"]))


def colours(scheme: str) -> dict[str, str]:
    """The tokens that are colours, in full, as the scheme has them."""
    light, dark = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    pattern = r"--([a-z-]+): #([0-9a-f]{3,6});"
    found = dict(re.findall(pattern, light))
    if scheme == "dark":
        found |= dict(re.findall(pattern, dark))
    return {
        name: value if len(value) == 6 else "".join(c * 2 for c in value) for name, value in found.items()
    }


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    has = colours(scheme)
    assert [pair for pair in TEXT_ON_GROUND if contrast(has[pair[0]], has[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_controls_stand_out_from_their_ground(scheme: str) -> None:
    has = colours(scheme)
    assert [pair for pair in EDGE_ON_GROUND if contrast(has[pair[0]], has[pair[1]]) < 3] == []


def test_every_severity_differs_in_word_icon_and_tone() -> None:
    looks = [*LOOKS.values(), NOT_ASKED]
    assert [len({getattr(look, part) for look in looks}) for part in ("tone", "icon")] == [7, 7]
    assert len({str(look.word) for look in looks}) == 7


def test_unknown_severity_is_refused() -> None:
    with pytest.raises(KeyError):
        look_of("severe")


def test_every_look_has_a_vendored_icon() -> None:
    names = {look.icon for look in [*LOOKS.values(), *MESSAGE_LOOKS.values(), NOT_ASKED]}
    assert [name for name in names if not drawing(name).startswith("<")] == []


@pytest.mark.parametrize("name", ["no-such-icon", "../../../manage", "A"])
def test_icon_that_is_not_vendored_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no icon named"):
        icon(name)


def test_icon_is_hidden_from_screen_readers_and_escapes_its_class() -> None:
    opening, drawn = icon("check", '"><b').split(">", 1)
    assert opening == '<svg class="icon &quot;&gt;&lt;b" viewBox="0 0 24 24" aria-hidden="true"'
    assert drawn == '<path d="M20 6 9 17l-5-5" /></svg>'


def test_severity_tag_with_a_date_still_says_its_word() -> None:
    html = Template('{% severity_tag "deferred" "28 Feb" %}').render(Context())
    assert re.sub(r"<svg.*?</svg>", "", html).strip() == (
        '<span class="tag wait"><span class="visually-hidden">Deferred: </span>28 Feb</span>'
    )


def test_every_icon_used_in_the_templates_is_vendored() -> None:
    used = set()
    for template in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        used |= set(re.findall(r'{% icon "([^"]+)"', template.read_text()))
    assert [name for name in sorted(used) if not drawing(name)] == []
