"""From the bytes of a file to rows of named cells: encoding, delimiter, columns."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

from screening.services.desk.importing.columns import REQUIRED, column_of
from screening.services.errors import ImportUnreadable

MOST_BYTES = 1_000_000
MOST_ROWS = 500
ENCODINGS = ("utf-8-sig", "utf-8", "cp1252")
DELIMITERS = ";,\t"
_BOM = b"\xef\xbb\xbf"
_FORMULA = tuple("=+-@")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the number of their line in the file, and their cells by column; columns nobody knows."""

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    ignored: tuple[str, ...]


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8 where it is that, otherwise Windows' western one, a guess.

    ImportUnreadable for what is too large or no text.
    """
    if len(data) > MOST_BYTES:
        raise ImportUnreadable(_("The file is larger than 1 MB."))
    candidates = ENCODINGS if data.startswith(_BOM) else ENCODINGS[1:]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and text.strip():
            return text, encoding
    raise ImportUnreadable(_("The file is empty or not a text file. Save it as CSV and upload it again."))


def read_table(text: str) -> Table:
    """The table of a text; ImportUnreadable where there is none, with what is wrong."""
    lines = text.removeprefix("sep=;\n").removeprefix("sep=;\r\n")  # Excel's own hint
    first = next((line for line in lines.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        records = list(numbered(lines, delimiter))
    except csv.Error:
        raise ImportUnreadable(_("The file is not a proper CSV file: check its quotation marks.")) from None
    if len(records) > MOST_ROWS + 1:
        raise ImportUnreadable(_("The file has more than 500 rows."))
    if not records:
        raise ImportUnreadable(_("The file has no rows."))
    (_line, header), *body = records
    columns = read_header(header)
    rows = tuple((line, cells_of(columns, cells)) for line, cells in body)
    return Table(rows, tuple(title.strip() for title in header if title.strip() and not column_of(title)))


def numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not blank, with the line it ends on; csv.Error."""
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def read_header(header: Sequence[str]) -> list[str]:
    """The column of each cell of a header, "" for one nobody knows; ImportUnreadable where it does not do."""
    columns = [column_of(title) for title in header]
    known = [column for column in columns if column]
    twice = sorted({column for column in known if known.count(column) > 1})
    if twice:
        raise ImportUnreadable(_("Two columns mean the same: %(columns)s.") % {"columns": ", ".join(twice)})
    missing = [
        " / ".join(choice)
        for choice in REQUIRED
        if not any(set(one.split("+")) <= set(known) for one in choice)
    ]
    if missing:
        raise ImportUnreadable(_("Columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
    return columns


def cells_of(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """The cells of a row by column; a cell too many is kept under "" and makes the row a problem."""
    found = {column: tidy(cell) for column, cell in zip(columns, cells, strict=False) if column}
    if any(cell.strip() for cell in cells[len(columns) :]):
        found[""] = "too many cells"
    return found


def tidy(cell: str) -> str:
    """A cell without spaces around it, and without the apostrophe that keeps spreadsheets from computing."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
