"""What patients read in their languages: `update` takes new words into locale/*/LC_MESSAGES/django.po,
`compile` makes .mo files of them. Needs no gettext of the system.

Everything a patient is shown is named in SOURCES; the pages of the staff are English.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "locale"
SOURCES = (
    "clinic/consents.py",
    "clinic/intake/**/*.py",
    "clinic/plan/*.py",
    "clinic/questions/*.py",
    "clinic/written.py",
    "screening/services/consent/*.py",
    "screening/services/errors/base.py",
    "screening/services/errors/consent.py:ConsentTextChanged,ConsentNotGiven",
    "screening/services/errors/desk.py:AppointmentIsCancelled,WrongBirthDate",
    "screening/services/errors/intake.py",
    "screening/services/errors/mydata.py:TooLateToWithdraw",
    "screening/services/intake/*.py",
    "screening/services/mydata/corrections.py:ask_for_correction,read_about,read_link_id",
    "screening/services/outbox/*.py",
    "screening/services/texts.py",
    "templates/4*.html",
    "templates/5*.html",
    "templates/base.html",
    "templates/base_error.html",
    "templates/base_patient.html",
    "templates/base_solo.html",
    "templates/components/demo_banner.html",
    "templates/components/error_summary.html",
    "templates/components/field_error.html",
    "templates/components/htmx_config.html",
    "templates/components/languages.html",
    "templates/components/logo.html",
    "templates/components/mark.html",
    "templates/components/messages.html",
    "templates/components/notice.html",
    "templates/components/progress.html",
    "templates/components/stylesheets.html",
    "templates/components/why.html",
    "templates/consent/*.html",
    "templates/forms/**/*.html",
    "templates/intake/**/*.html",
    "templates/mail/*",
    "templates/pdf/base.html",
    "templates/plan/*.html",
)
"""What a patient may be shown; after a colon the classes and functions to look in, where staff have more."""
Places = tuple[int | tuple[int, str], ...]
KEYWORDS: dict[str, Places | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
}


def words() -> Catalog:
    """Everything to be translated, with the files it stands in."""
    found = Catalog(project="clinic-screening", charset="utf-8")
    for path, names in sources():
        for message, context in words_in(path, names):
            found.add(message, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def sources() -> Iterator[tuple[Path, frozenset[str]]]:
    """The files, with the classes and functions to look in; none: in all of the file."""
    for source in SOURCES:
        pattern, _colon, names = source.partition(":")
        for path in sorted(ROOT.glob(pattern)):
            yield path, frozenset(filter(None, names.split(",")))


def lines_of(text: str, names: frozenset[str]) -> set[int]:
    """The lines of a Python file that classes and functions stand on."""
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    ends = [(node.lineno, node.end_lineno or node.lineno) for node in found if node.name in names]
    return {line for first, last in ends for line in range(first, last + 1)}


def words_in(path: Path, names: frozenset[str]) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """What one file has translated, each with its context."""
    text = path.read_text()
    if path.suffix != ".py":  # Django turns a template into calls; their indentation means nothing
        text = re.sub(r"^[ \t]+", "", templatize(text), flags=re.MULTILINE)
    lines = lines_of(text, names) if names else None
    for line, message, _comments, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        if lines is None or line in lines:
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
        if message.id and (found is None or found.fuzzy or not is_whole(found.string)):
            missing.append(str(message.id))
    return missing


def is_whole(translation: str | Sequence[str] | None) -> bool:
    """Whether a translation is there, in each of its forms where it has several."""
    return all([translation] if isinstance(translation, str) else translation or [""])


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
