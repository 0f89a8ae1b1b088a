"""How answers come in from a request. How they look is in the fields' templates."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict


@dataclass(frozen=True, slots=True)
class ChoicesTyped:
    """The answers ticked, and the text typed beside them."""

    codes: tuple[str, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes or self.text.strip())


@dataclass(frozen=True, slots=True)
class DateTyped:
    """The parts of a date as typed, and whether "I don't know" is ticked."""

    day: str = ""
    month: str = ""
    year: str = ""
    unknown: bool = False

    @property
    def has_parts(self) -> bool:
        """Whether any of day, month and year was typed."""
        return bool(self.day or self.month or self.year)

    def __bool__(self) -> bool:
        return self.unknown or self.has_parts


def several(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Every value of a name, in the order sent, each once."""
    found = data.getlist(name) if isinstance(data, MultiValueDict) else []
    return tuple(dict.fromkeys(str(value) for value in found))


def single(data: Mapping[str, Any], name: str) -> str:
    """The value of a name; empty where there is none."""
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def plain_digits(text: str) -> str:
    """A text with the digits of any script, such as those of an Arabic keyboard, as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


class ChoiceInput(forms.Widget):
    """One code."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        """The code sent."""
        return single(data, name)


class ChoicesInput(forms.Widget):
    """Several codes and a text."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> ChoicesTyped:
        """The codes and the text sent."""
        return ChoicesTyped(several(data, name), single(data, f"{name}-text"))


class AreasInput(forms.Widget):
    """Several codes."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        """The codes sent."""
        return several(data, name)


class LineInput(ChoiceInput):
    """One line of text."""


class TextInput(ChoiceInput):
    """Several lines of text."""


class DateInput(forms.Widget):
    """Day, month, year, or "I don't know"."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateTyped:
        """The parts sent."""
        day, month, year = (
            plain_digits(single(data, f"{name}-{part}").strip()) for part in ("day", "month", "year")
        )
        return DateTyped(day, month, year, unknown=bool(single(data, f"{name}-unknown")))
