"""The elements of a part of a draft, in lists that can be put in order."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.elements.addresses import add_address, edit_address
from clinic.rulebook.workshop.elements.collections import EDITABLE, Collection
from clinic.rulebook.workshop.presenters.element_rows import (
    Counts,
    Element,
    ListGroup,
    ListRow,
    in_tree_order,
    tree_of,
)
from clinic.rulebook.workshop.presenters.problems import PLACE
from screening.engine.rulebook.elements import names_of, rows_of

QUESTIONS, SECTIONS, AREAS = "items", "sections", "areas"


def lists_of(here: Here, part: str) -> list[ListGroup]:
    """The lists of a part: of questions by section, of everything else by collection."""
    errors = error_counts(here)
    collections = [one for one in EDITABLE.values() if one.part == part]
    if part == "questions":
        rest = [one for one in collections if one.name not in {QUESTIONS, SECTIONS}]
        return [*by_section(here, errors), *(group_of(here, one, errors) for one in rest)]
    return [group_of(here, one, errors) for one in collections]


def error_counts(here: Here) -> Counts:
    """How many errors each element has."""
    matches = (PLACE.match(problem.place) for problem in here.check.errors)
    return Counter((match[1], match[2]) for match in matches if match)


def named_rows(here: Here, collection: Collection) -> list[tuple[str, Element]]:
    """The elements of a collection with their names."""
    if collection.single:
        return [("", here.document.get(collection.name) or {})]
    names = names_of(here.document, collection.name)
    return list(zip(names, rows_of(here.document, collection.name), strict=True))


def group_of(here: Here, collection: Collection, errors: Counts) -> ListGroup:
    """One collection as a list; areas as a tree."""
    rows = named_rows(here, collection)
    tree = list(tree_of(rows)) if collection.name == AREAS else [(0, rows)]
    shown = [row for depth, siblings in tree for row in row_views(here, collection, siblings, errors, depth)]
    return ListGroup(
        id=collection.name,
        title=collection.title,
        intro=collection.intro,
        rows=shown if collection.name != AREAS else in_tree_order(shown, rows),
        add=add_address(here.draft, collection),
        add_word=collection.add,
    )


def row_views(
    here: Here, collection: Collection, rows: Sequence[tuple[str, Element]], errors: Counts, depth: int
) -> list[ListRow]:
    """Siblings as rows."""
    return [
        ListRow(
            place=collection.place(name),
            title=collection.called(row) or name or str(collection.one),
            about=collection.about(row),
            address=edit_address(here.draft, collection, name),
            errors=errors.get((collection.name, name), 0),
            depth=depth,
            is_first=number == 0,
            is_last=number == len(rows) - 1,
            tags=tuple(tags_of(collection, row)),
        )
        for number, (name, row) in enumerate(rows)
    ]


def tags_of(collection: Collection, row: Element) -> Iterator[str]:
    """What is worth knowing of a question at a glance."""
    if collection.name != QUESTIONS:
        return
    if row.get("asked") == "clinic":
        yield _("asked by the clinic")
    if row.get("enable_when") is not None:
        yield _("follows")
    if row.get("asked_for"):
        yield _("some treatments")
    if row.get("optional") is True:
        yield _("optional")


def by_section(here: Here, errors: Counts) -> list[ListGroup]:
    """The questions under their sections; those of a section that is not there come last."""
    questions, sections = EDITABLE[QUESTIONS], EDITABLE[SECTIONS]
    heads = row_views(here, sections, named_rows(here, sections), errors, 0)
    inside: dict[str, list[tuple[str, Element]]] = {head.place.partition("/")[2]: [] for head in heads}
    lost: list[tuple[str, Element]] = []
    for name, row in named_rows(here, questions):
        section = row.get("section")
        inside.get(section if isinstance(section, str) else "", lost).append((name, row))
    groups = [
        section_group(here, head, row_views(here, questions, rows, errors, 0))
        for head, rows in zip(heads, inside.values(), strict=True)
    ]
    if lost:
        rows = row_views(here, questions, lost, errors, 0)
        groups.append(ListGroup("lost", _("In no section"), "", rows, "", ""))
    return groups


def section_group(here: Here, head: ListRow, rows: list[ListRow]) -> ListGroup:
    """A section with its questions."""
    name = head.place.partition("/")[2]
    add = f"{add_address(here.draft, EDITABLE[QUESTIONS])}?in={name}"
    empty = _("No question stands here yet. Patients do not see an empty section.")
    return ListGroup(f"section-{name}", head.title, "", rows, add, EDITABLE[QUESTIONS].add, head, empty)


def neighbour(groups: Sequence[ListGroup], place: str, step: int) -> ListRow | None:
    """The row an element changes places with when it moves one up or down; None at the end."""
    heads = [group.row for group in groups if group.row is not None]
    for rows in (heads, *(group.rows for group in groups)):
        found = next((row for row in rows if row.place == place), None)
        if found is not None:
            return beside(rows, found, step)
    return None


def beside(rows: Sequence[ListRow], row: ListRow, step: int) -> ListRow | None:
    """The sibling above (-1) or below (1)."""
    if row.is_first if step < 0 else row.is_last:
        return None
    at = list(rows).index(row) + step
    while rows[at].depth != row.depth:
        at += step
    return rows[at]
