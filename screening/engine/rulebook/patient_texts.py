"""Where the texts that patients read stand in an element, and what each is called in its translations.

`question`, `options.yes`, `options.yes.help`, `fields.date.question`, `bands.2`, `course.3`, `price.note`:
lists count from one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.engine.rulebook.elements import Element

PLAIN: Mapping[str, tuple[str, ...]] = {
    "regions": ("title",),
    "areas": ("title",),
    "treatments": ("title", "short_title", "summary", "how_it_works", "during", "compares"),
    "plans": ("title",),
    "sections": ("title", "intro"),
    "option_sets": (),
    "items": ("question", "label", "help", "why"),
    "rules": ("patient",),
    "care_steps": ("text",),
    "red_flags": ("text",),
    "consent_risks": ("text",),
    "explanations": ("title",),
}
"""Per collection the keys whose values patients read. What the clinic answers is asked of staff."""

COLLECTIONS_READ = tuple(PLAIN)
FOR_STAFF = frozenset({"question", "help", "why"})
LISTS: Mapping[str, tuple[str, ...]] = {
    "treatments": ("expected_effects", "rare_risks"),
    "explanations": ("texts",),
}
ROWS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "treatments": (("course", "text"),),
    "items": (("bands", "label"),),
}
ASKED = ("question", "label", "help")


@dataclass(frozen=True, slots=True)
class Slot:
    """A text, its name, and the place in the element where it stands."""

    field: str
    text: str
    holder: Any
    key: str | int

    def put(self, text: str) -> None:
        """Put another text in its place."""
        self.holder[self.key] = text


def slots(collection: str, row: Element) -> Iterator[Slot]:
    """Yield the texts of an element that patients read, in the order of the format."""
    is_for_staff = row.get("asked") == "clinic"
    yield from keys_of(row, [key for key in PLAIN[collection] if not (is_for_staff and key in FOR_STAFF)])
    for key in LISTS.get(collection, ()):
        yield from numbered(row.get(key), f"{key}.")
    for key, inner in ROWS.get(collection, ()):
        for number, each in enumerate(listed(row, key), 1):
            yield from named(keys_of(each, [inner]), f"{key}.{number}")
    if collection == "treatments":
        yield from keys_of(row.get("price"), ["note"], "price.")
    yield from options_of(row)
    for each in listed(row, "fields"):
        name = f"fields.{each.get('id')}."
        yield from keys_of(each, ASKED, name)
        yield from options_of(each, name)


def options_of(row: Mapping[str, Any], before: str = "") -> Iterator[Slot]:
    """Yield the texts of options."""
    for option in listed(row, "options"):
        name = f"{before}options.{option.get('code')}"
        yield from named(keys_of(option, ["label"]), name)
        yield from keys_of(option, ["help"], f"{name}.")


def keys_of(holder: object, keys: Iterable[str], before: str = "") -> Iterator[Slot]:
    """Yield the texts under some keys of a table."""
    found = [(key, holder.get(key)) for key in keys] if isinstance(holder, dict) else []
    for key, text in found:
        if isinstance(text, str) and text.strip():
            yield Slot(f"{before}{key}", text, holder, key)


def numbered(holder: object, before: str) -> Iterator[Slot]:
    """Yield the texts of a list, counted from one."""
    for number, text in enumerate(holder if isinstance(holder, list) else []):
        if isinstance(text, str) and text.strip():
            yield Slot(f"{before}{number + 1}", text, holder, number)


def named(found: Iterator[Slot], name: str) -> Iterator[Slot]:
    """Yield texts under another name."""
    yield from [Slot(name, slot.text, slot.holder, slot.key) for slot in found]


def listed(row: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the tables of a list inside an element."""
    value = row.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
