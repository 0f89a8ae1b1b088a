"""A draft from an uploaded TOML file."""

from django.db import transaction
from django.utils.translation import gettext as _

from screening.engine import Problem, RulebookSource
from screening.engine.checks.importing import check_import
from screening.engine.rulebook.elements import COLLECTIONS, SINGLE
from screening.models import RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import RulebookRefused, RulebookUnreadable
from screening.services.rulebook.documents import tidy
from screening.services.rulebook.drafts import store_draft
from screening.services.rulebook.files import read_source
from screening.services.rulebook.versions import ERROR


@transaction.atomic
def import_draft(
    *, title: str, data: bytes, name: str, by: Actor, despite_problems: bool = False
) -> RulebookDraft:
    """A new draft of the rulebook in a TOML file that is called `name`.

    RulebookRefused with every problem of the rulebook at its line, unless `despite_problems`;
    RulebookUnreadable, whatever is asked for, where it is larger than 2 MB, not text, not TOML, or not made
    of a rulebook's tables; InvalidInput naming `title`.
    """
    source = read_source(data, name)
    refuse_shape(source)
    errors = [problem for problem in check_import(source) if problem.severity == ERROR]
    if errors and not despite_problems:
        raise RulebookRefused(errors)
    return store_draft(title=title, document=tidy(source.document), base=None, by=by)


def refuse_shape(source: RulebookSource) -> None:
    """RulebookUnreadable where the document has what no edit could reach: every problem, with its line."""
    problems = [problem for key in source.document for problem in shape_problems(source, key)]
    if not source.document:
        problems = [Problem("", 0, "file", _("is empty"))]
    if problems:
        raise RulebookUnreadable(sorted(problems))


def shape_problems(source: RulebookSource, key: str) -> list[Problem]:
    """What is not a rulebook's table at the top, at its line."""
    value = source.document[key]
    if key in COLLECTIONS:
        rows = value if isinstance(value, list) else [None]
        bad = [number for number, row in enumerate(rows) if not isinstance(row, dict)]
        return [at_line(source, key, number, _("must be a list of tables")) for number in bad]
    if key in SINGLE:
        return [] if isinstance(value, dict) else [at_line(source, key, 0, _("must be a table"))]
    return [at_line(source, key, 0, _("is not a table of the format"))]


def at_line(source: RulebookSource, key: str, number: int, reason: str) -> Problem:
    """A problem at the line where a table begins."""
    origin = source.origins.get((key, number))
    return Problem(origin.file if origin else "", origin.line if origin else 0, key, reason)
