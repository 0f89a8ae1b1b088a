"""Fields for codes: one of a list, or several."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clinic.rulebook.presenters.words import Words
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.builder.choices import ordered
from clinic.rulebook.workshop.builder.posted import in_order
from clinic.rulebook.workshop.builder.posting import one, several
from clinic.rulebook.workshop.elements.kinds.texts import FOLDER, plain
from clinic.rulebook.workshop.elements.tables import Page, Sent

MOST_CHIPS = 8

Options = Callable[[Here], Mapping[str, Words]]
"""What can be chosen in a draft: codes and their words."""


def fixed(options: Mapping[str, Words]) -> Options:
    """The same for every draft."""
    return lambda here: options


@dataclass(frozen=True, slots=True)
class Choose:
    """One code. `nothing` is what an empty choice is called; `decides`: other fields depend on it."""

    options: Options
    nothing: Words = ""
    decides: bool = False
    default: str = ""
    template: str = f"{FOLDER}/choose.html"

    def typed(self, raw: object) -> str:
        """The code."""
        return self.default if raw is None else plain(raw)

    def posted(self, sent: Sent, name: str, was: object) -> str:
        """The code chosen."""
        return one(sent.data, name)

    def written(self, value: str) -> object:
        """The code; nothing where none is chosen."""
        return value or None

    def shown(self, value: str, name: str, page: Page) -> Mapping[str, object]:
        """What can be chosen; a code that is none of them stays until another is."""
        labels = {code: str(word) for code, word in self.options(page.here).items()}
        choices = ordered(labels, [value] if value else [])
        return {"choices": choices, "nothing": self.nothing, "decides": self.decides}


@dataclass(frozen=True, slots=True)
class Several:
    """Several codes, in the order they have."""

    options: Options
    template: str = f"{FOLDER}/several.html"

    def typed(self, raw: object) -> tuple[str, ...]:
        """The codes, each once."""
        found = [code for code in raw if isinstance(code, str)] if isinstance(raw, list) else []
        return tuple(dict.fromkeys(found))

    def posted(self, sent: Sent, name: str, was: object) -> tuple[str, ...]:
        """The codes chosen, those of before in their old order."""
        return in_order(several(sent.data, name), one(sent.data, f"{name}-order"))

    def written(self, value: tuple[str, ...]) -> object:
        """The codes; nothing where there are none."""
        return list(value) or None

    def shown(self, value: tuple[str, ...], name: str, page: Page) -> Mapping[str, object]:
        """What can be chosen, and what is."""
        labels = {code: str(word) for code, word in self.options(page.here).items()}
        choices = ordered(labels, value)
        return {
            "choices": choices,
            "chosen": [choice.label for choice in choices if choice.chosen],
            "folds": len(choices) > MOST_CHIPS,
            "order": json.dumps(value) if len(value) > 1 else "",
        }
