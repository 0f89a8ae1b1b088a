"""What patients read in their languages: `update` takes new words into locale/*/LC_MESSAGES/django.po,
`compile` makes .mo files of them. Needs no gettext of the system.

Everything a patient is shown is named in SOURCES; the pages of the staff are English.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "locale"
SOURCES = ("screening/services/outbox/*.py", "templates/mail/*")
Places = tuple[int | tuple[int, str], ...]
KEYWORDS: dict[str, Places | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def words() -> Catalog:
    """Everything to be translated, with the files it stands in."""
    found = Catalog(project="clinic-screening", charset="utf-8")
    for path in sorted(path for source in SOURCES for path in ROOT.glob(source)):
        for message, context in words_in(path):
            found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def words_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """What one file has translated, each with its context."""
    text = path.read_text()
    if path.suffix != ".py":  # Django turns a template into calls; their indentation means nothing
        text = re.sub(r"^[ \t]+", "", templatize(text), flags=re.MULTILINE)
    for _line, message, _comments, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        yield message, context


def catalogue(path: Path) -> Catalog:
    """The catalogue of one language; its folder says which."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def update(path: Path) -> None:
    """Take in what is new, drop what nothing says any more. What was translated stays as it is."""
    known, wanted = catalogue(path), words()
    wanted.creation_date = known.creation_date  # no change where nothing has changed
    known.update(wanted, no_fuzzy_matching=True)
    known.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, known, width=110, include_lineno=False, sort_output=True)


def gaps(path: Path) -> list[str]:
    """What a catalogue lacks: words nobody has translated, or translated for sure."""
    known, missing = catalogue(path), []
    for message in words():
        found = known.get(message.id, message.context)
        if message.id and (found is None or found.fuzzy or not found.string):
            missing.append(str(message.id))
    return missing


def compile_one(path: Path) -> None:
    """Write the .mo beside a .po that is newer; the same words make the same bytes."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
        return
    with target.open("wb") as file:
        write_mo(file, catalogue(path))


def main() -> None:
    """Do what the command line says, to every language."""
    act = {"update": update, "compile": compile_one}[sys.argv[1]]
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        act(path)
        if missing := gaps(path):
            print(f"{path.relative_to(ROOT)}: not translated: {missing}")


if __name__ == "__main__":
    main()
