"""One element of a document as labelled texts, so that two of them can be laid over one another."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from screening.engine.difference.naming import Names, label_of

Table = Mapping[str, object]
Row = tuple[str, str]

CONDITIONS = frozenset({"when", "enable_when"})
BY_CODE = {"options": "code", "fields": "id"}
"""Lists of tables whose rows are told apart by a key of theirs."""
WHAT = {"options": "option", "fields": "field"}
NAMED_BY_PLACE = frozenset({"id", "code", "link_id"})
BRANCHES = "branches"


class Telling(NamedTuple):
    """An element in words: labelled texts, and the order of those of its rows that have one."""

    texts: dict[str, str]
    orders: dict[str, list[str]]


def told(element: Table, names: Names) -> Telling:
    """Return an element in words, its id and the branches of a rule aside."""
    texts: dict[str, str] = {}
    orders: dict[str, list[str]] = {}
    for key, value in element.items():
        if key in NAMED_BY_PLACE or key == BRANCHES:
            continue
        texts |= dict(rows_of(key, value, names))
        if key in BY_CODE:
            orders[f"order of {key}"] = [code for code, _ in coded(key, value)]
    return Telling(texts, orders)


def rows_of(key: str, value: object, names: Names) -> Iterator[Row]:
    """Yield the labelled texts of one key."""
    if key in CONDITIONS and isinstance(value, Mapping):
        yield label_of(key), names.sentence(value)
    elif key == "answers" and isinstance(value, Mapping):
        yield from [(f"answer to {names.item_label(k)}", names.answer(k, v)) for k, v in value.items()]
    elif key == "expect" and isinstance(value, Mapping):
        yield from [(f"expected for {names.group(k)}", str(v)) for k, v in value.items()]
    elif key in BY_CODE:
        for code, row in coded(key, value):
            yield from coded_rows(key, code, row, names)
    else:
        yield label_of(key), names.value(key, value)


def coded(key: str, value: object) -> list[tuple[str, Table]]:
    """Return the rows of a list of tables by their code."""
    rows = value if isinstance(value, list) else []
    return [(str(row.get(BY_CODE[key])), row) for row in rows if isinstance(row, Mapping)]


def coded_rows(key: str, code: str, row: Table, names: Names) -> Iterator[Row]:
    """Yield the labelled texts of an option or a field."""
    what = f"{WHAT[key]} {code}"
    for inner, value in row.items():
        if inner in BY_CODE:
            rows = [
                pair for own, option in coded(inner, value) for pair in coded_rows(inner, own, option, names)
            ]
            yield from [(f"{what}, {label}", text) for label, text in rows]
        elif inner != BY_CODE[key]:
            yield f"{what}, {label_of(inner)}", names.value(inner, value)
