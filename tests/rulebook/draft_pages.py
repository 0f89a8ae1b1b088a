"""Drafts to look at, and what a browser would send back of a page."""

from html.parser import HTMLParser

from django.http import QueryDict

from clinic.accounts.models import User
from screening.models import RulebookDraft
from screening.services.audit import Actor
from screening.services.rulebook import document_of, draft_of, start_draft

Fields = dict[str, list[str]]


def started(by: User, title: str = "Shorter wait") -> RulebookDraft:
    """A draft of the active version."""
    return start_draft(title=title, by=Actor.staff(by))


def element(draft: RulebookDraft, collection: str, name: str, key: str = "id") -> dict[str, object] | None:
    """An element as the draft has it now."""
    rows = document_of(draft_of(draft.pk)).get(collection, [])
    return next((row for row in rows if row.get(key) == name), None)


def fields_of(html: str) -> Fields:
    """The fields of a page's forms as a browser would send them, buttons left out."""
    reading = FormReader()
    reading.feed(html)
    return reading.fields


def query_of(fields: Fields) -> QueryDict:
    """The same as Django reads it from a request."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


class FormReader(HTMLParser):
    """Reads inputs, selects and textareas."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.select = ""
        self.options: list[tuple[str, bool]] = []
        self.textarea: str | None = None
        self.written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "select":
            self.select, self.options = given["name"] or "", []
        elif tag == "option" and self.select:
            self.options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea":
            self.textarea, self.written = given["name"] or "", ""
        elif tag == "input" and given.get("name"):
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if ticked:
                self.add(given["name"] or "", given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected]
            self.add(self.select, (chosen or [value for value, _selected in self.options])[0])
            self.select = ""
        elif tag == "textarea" and self.textarea is not None:
            self.add(self.textarea, self.written.removeprefix("\n"))
            self.textarea = None

    def handle_data(self, data: str) -> None:
        self.written += data

    def add(self, name: str, value: str) -> None:
        """One more value of a name."""
        self.fields.setdefault(name, []).append(value)
