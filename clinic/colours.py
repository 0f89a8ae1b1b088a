"""The clinic's own colour as a family of colours that can be read, by day and by night.

Contrast and relative luminance as WCAG 2.2 defines them (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
Knows no Django: the settings read a colour before anything starts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

READABLE = 4.5
"""What text needs (success criterion 1.4.3)."""
WHITE, NIGHT_INK = "#ffffff", "#06241f"
DAY_GROUNDS = ("#ffffff", "#f6f5f0", "#efeee7")
NIGHT_GROUNDS = ("#18211e", "#101614", "#0c1210")
"""Surface, paper and sunken of `static/css/tokens.css`; a test holds them against it."""
STEPS = 100
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Family:
    """What stands for the clinic's colour in one light. The names are those of the tokens."""

    accent: str
    accent_strong: str
    on_accent: str
    accent_soft: str

    def pairs(self, grounds: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Every pair of text and ground that is met with."""
        for text in (self.accent, self.accent_strong):
            yield from ((text, ground) for ground in (*grounds, self.accent_soft))
            yield (self.on_accent, text)


def is_colour(text: str) -> bool:
    """Whether a text is a colour as `#rrggbb`."""
    return _HEX.fullmatch(text) is not None


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, each to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def mixed(colour: str, other: str, parts: int) -> str:
    """A colour with so many hundredths of another."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + bytes(round((a * (STEPS - parts) + b * parts) / STEPS) for a, b in pairs).hex()


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 to 1."""
    parts = (value / 255 for value in channels(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True, slots=True)
class Light:
    """Day or night: what stands on the colour, the grounds it stands on, and how it gets readable.

    `towards` is what is mixed into the colour, `strong` how much of it once more, `soft` how much of the
    first ground makes a ground of it.
    """

    on_accent: str
    grounds: tuple[str, ...]
    towards: str
    strong: int
    soft: int


DAY = Light(WHITE, DAY_GROUNDS, "#000000", strong=25, soft=90)
NIGHT = Light(NIGHT_INK, NIGHT_GROUNDS, WHITE, strong=25, soft=84)


def by_day(colour: str) -> Family:
    """On light grounds: the colour itself, darker where a ground needs it."""
    return nearest(colour, DAY)


def by_night(colour: str) -> Family:
    """On dark grounds: as much lighter as it takes."""
    return nearest(colour, NIGHT)


def nearest(colour: str, light: Light) -> Family:
    """The first colour on the way with which every pair can be read; ValueError where none is."""
    for parts in range(STEPS):
        accent = mixed(colour, light.towards, parts)
        strong = mixed(accent, light.towards, light.strong)
        family = Family(accent, strong, light.on_accent, mixed(accent, light.grounds[0], light.soft))
        if all(contrast(text, ground) >= READABLE for text, ground in family.pairs(light.grounds)):
            return family
    raise ValueError(f"no colour near {colour} can be read")
