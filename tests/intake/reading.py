"""Reads a page as a browser does: the controls of its form with what they hold, and its text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

VOID = {"input", "meta", "link", "br", "use", "path", "ellipse"}
Attributes = dict[str, str | None]


@dataclass
class Control:
    """One input or textarea."""

    tag: str
    attributes: Attributes
    text: str = ""

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def type(self) -> str:
        return "textarea" if self.tag == "textarea" else self.attributes.get("type") or "text"

    @property
    def value(self) -> str:
        return self.text if self.tag == "textarea" else self.attributes.get("value") or ""

    @property
    def is_ticked(self) -> bool:
        return "checked" in self.attributes

    @property
    def is_sent(self) -> bool:
        """Whether a browser would send it."""
        if not self.name or "disabled" in self.attributes:
            return False
        return self.is_ticked if self.type in {"radio", "checkbox"} else True


@dataclass
class Page:
    """What is on a page."""

    controls: list[Control] = field(default_factory=list)
    buttons: list[Attributes] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: dict[str, Attributes] = field(default_factory=dict)
    text: str = ""
    title: str = ""
    h1: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def data(self) -> dict[str, list[str]]:
        """What the form would send as the page stands."""
        sent: dict[str, list[str]] = {}
        for control in self.controls:
            if control.is_sent:
                sent.setdefault(control.name, []).append(control.value)
        return sent

    def values(self, name: str) -> list[str]:
        """What the form would send for a name."""
        return self.data.get(name, [])

    @property
    def questions(self) -> list[str]:
        """The link ids of the questions asked on this page."""
        return self.values("asked")

    @property
    def names(self) -> set[str]:
        """The names of all controls."""
        return {control.name for control in self.controls}

    @property
    def slots(self) -> list[str]:
        """The link ids of the questions there is a place for."""
        return [name.removeprefix("slot-") for name in self.ids if name.startswith("slot-")]


class Reader(HTMLParser):
    """Fills a Page."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[tuple[str, Attributes]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if attributes.get("id"):
            self.page.ids[str(attributes["id"])] = attributes
        if tag in {"input", "textarea"}:
            self.page.controls.append(Control(tag, attributes))
        if tag == "button":
            self.page.buttons.append(attributes)
        if tag == "a":
            self.page.links.append((attributes.get("href") or "", ""))
        if tag not in VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "textarea" in tags:
            self.page.controls[-1].text += data.removeprefix("\n")
            return
        if "title" in tags:
            self.page.title += data.strip()
        if "h1" in tags:
            self.page.h1 += data.strip()
        if "a" in tags and self.page.links:
            href, text = self.page.links[-1]
            self.page.links[-1] = (href, f"{text}{data}".strip())
        if any(attributes.get("class") == "field-error" for _, attributes in self.open) and data.strip():
            self.page.errors.append(data.strip())
        self.words.append(data)


def read(response: HttpResponse | Any) -> Page:
    """The page of a response."""
    reader = Reader()
    reader.feed(response.content.decode())
    reader.page.text = " ".join(" ".join(reader.words).split())
    reader.page.errors = [text for text in reader.page.errors if text != "Error:"]
    return reader.page
