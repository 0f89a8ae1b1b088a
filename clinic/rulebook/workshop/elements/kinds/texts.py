"""Fields for text: one line, several lines, a list with one text per line; and a tick."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.rulebook.workshop.builder.posting import one, text
from clinic.rulebook.workshop.elements.tables import Page, Sent

FOLDER = "rulebook/workshop/elements/kinds"
TICKED = "yes"


def plain(value: object) -> str:
    """A text as a form gives it back: lines end in one way, nothing around it."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    template: str = f"{FOLDER}/line.html"
    width: str = ""

    def typed(self, raw: object) -> str:
        """The text."""
        return plain(raw)

    def posted(self, sent: Sent, name: str, was: object) -> str:
        """The text."""
        return text(sent.data, name)

    def written(self, value: str) -> object:
        """The text; nothing for an empty one."""
        return value or None

    def shown(self, value: str, name: str, page: Page) -> Mapping[str, object]:
        """How wide it is."""
        return {"width": self.width}


@dataclass(frozen=True, slots=True)
class Long(Line):
    """Several lines of text."""

    template: str = f"{FOLDER}/long.html"
    rows: int = 3

    def shown(self, value: str, name: str, page: Page) -> Mapping[str, object]:
        """How high it is."""
        return {"rows": self.rows}


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of texts, one per line."""

    template: str = f"{FOLDER}/long.html"

    def typed(self, raw: object) -> str:
        """The texts in lines."""
        found = [plain(one) for one in raw if isinstance(one, str)] if isinstance(raw, list) else []
        return "\n".join(line for line in found if line)

    def posted(self, sent: Sent, name: str, was: object) -> str:
        """The lines."""
        return "\n".join(line.strip() for line in text(sent.data, name).split("\n") if line.strip())

    def written(self, value: str) -> object:
        """The texts; nothing where there are none."""
        return value.split("\n") if value else None

    def shown(self, value: str, name: str, page: Page) -> Mapping[str, object]:
        """As high as there are lines, within reason."""
        return {"rows": min(12, max(3, value.count("\n") + 2))}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or not."""

    template: str = f"{FOLDER}/flag.html"

    def typed(self, raw: object) -> bool:
        """Whether it is true."""
        return raw is True

    def posted(self, sent: Sent, name: str, was: object) -> bool:
        """Whether it is ticked."""
        return one(sent.data, name) == TICKED

    def written(self, value: bool) -> object:
        """True, or nothing."""
        return value or None

    def shown(self, value: bool, name: str, page: Page) -> Mapping[str, object]:
        """Nothing more."""
        return {}
