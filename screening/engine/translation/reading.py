"""Reading a document of translations, or refusing it with every problem. See docs/rulebook-format.md."""

import re
from collections.abc import Iterator
from unicodedata import category

from screening.engine.rulebook.patient_texts import COLLECTIONS_READ
from screening.engine.rulebook.problems import ERROR, RulebookError
from screening.engine.rulebook.reader import Problems, Reader, top_tables
from screening.engine.rulebook.source import RulebookSource
from screening.engine.translation.texts import short_digest
from screening.engine.translation.types import Key, Translated, Translations

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag (BCP 47), as in `es` or `pt-BR`."""

PLACE = re.compile(rf"({'|'.join(COLLECTIONS_READ)})/.*\S.*")
DIGEST = re.compile(r"[0-9a-f]{8}")
TABLES = frozenset({"head", "translations"})
LONGEST_TEXT = 4000
LONGEST_PLACE = 300
LONGEST_NAME = 150


def parse_translations(source: RulebookSource) -> Translations:
    """Return the translations a document holds; a text that is empty is one not translated yet.

    Raises RulebookError with every problem, each at its line and with what mends it.
    """
    problems = Problems(source)
    for key in source.document:
        if key not in TABLES:
            problems.add((key, 0), key, "is not a table of translations; take it out")
    language = read_language(source, problems)
    texts: dict[Key, Translated] = {}
    for reader in top_tables(source, "translations", problems, "id"):
        read = dict(read_row(reader))
        for _, field in read.keys() & texts.keys():
            reader.note("stands here a second time; keep one of them", f"texts.{field}")
        texts |= read
    errors = [problem for problem in problems.found if problem.severity == ERROR]
    if errors:
        raise RulebookError(tuple(sorted(errors)))
    return Translations(language, texts)


def read_language(source: RulebookSource, problems: Problems) -> str:
    """Read `[head]`: the language."""
    reader = Reader(source.document.get("head", {}), ("head", 0), "head", problems)
    language = reader.text("language")
    if language.strip() and not LANGUAGE.fullmatch(language):
        reader.note(f'"{language}" is not a language; write its short name, as in "es"', "language")
    reader.done()
    return language


def read_row(reader: Reader) -> Iterator[tuple[Key, Translated]]:
    """Read the translated texts of one element."""
    place = reader.text("id")
    if place.strip() and not (PLACE.fullmatch(place) and len(place) <= LONGEST_PLACE):
        reader.note(f'"{place}" is not the place of a text; write one as in "items/pregnant"', "id")
    reviewed = reader.flag("reviewed")
    digests, originals = table_of(reader, "of"), table_of(reader, "originals")
    texts = table_of(reader, "texts")
    reader.done()
    for field in texts.table:
        text = texts.text(field, optional=True)
        if text.strip():
            check_text(texts, field, text)
            yield (place, field), Translated(text.strip(), read_digest(digests, originals, field), reviewed)


def check_text(texts: Reader, field: str, text: str) -> None:
    """Note what cannot be stored, or no page can show."""
    if len(field) > LONGEST_NAME:
        texts.note("is no name of a text; export the file again", field)
    if len(text) > LONGEST_TEXT:
        texts.note(f"is longer than {LONGEST_TEXT} letters; write less", field)
    if any(category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
        texts.note("holds signs that cannot be shown; write ordinary letters", field)


def read_digest(digests: Reader, originals: Reader, field: str) -> str:
    """Read the digest of what a text translates; where its original stands beside it, they fit."""
    digest = digests.text(field, optional=True)
    original = originals.text(field, optional=True)
    if not digest:
        digests.note("is missing: it says which words are translated; export the file again", field)
    elif not DIGEST.fullmatch(digest):
        digests.note(f'"{digest}" is not the first eight letters of a digest; export the file again', field)
    elif original and short_digest(original) != digest:
        originals.note("is not what was exported; leave the originals as they are", field)
    return digest


def table_of(reader: Reader, key: str) -> Reader:
    """Return a reader over a table inside; one over nothing where it is not given."""
    inner = reader.inner(key)
    reader.get(key)
    return Reader({}, reader.root, f"{reader.place}.{key}", reader.problems) if inner is None else inner
