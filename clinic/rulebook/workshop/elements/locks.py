"""What may not be changed any more, whatever is sent: a link id never changes its type or meaning."""

from clinic.rulebook.workshop.elements.showing import locked_code
from clinic.rulebook.workshop.elements.tables import Typed, table_of, with_value
from screening.services.rulebook.link_ids import PublishedQuestion, published_questions

ITEMS = "items"


def published_as(collection: str, name: str) -> PublishedQuestion | None:
    """What a question was published as; None for one that never was, and for other elements."""
    return published_questions().get(name) if collection == ITEMS and name else None


def kept(published: PublishedQuestion | None, typed: Typed) -> Typed:
    """What was typed, with what is locked as the draft has it."""
    if published is None:
        return typed
    before = table_of(typed.was).get("type")
    if before == published.type and typed.values["type"] != before:
        typed = with_value(typed, "type", before)
    rows = typed.values["options"]
    return with_value(typed, "options", tuple(kept_code(published, row) for row in rows))


def kept_code(published: PublishedQuestion, row: Typed) -> Typed:
    """An option with its code."""
    return with_value(row, "code", table_of(row.was)["code"]) if locked_code(published, row) else row


def is_taken(link_id: str, given: object) -> bool:
    """Whether a new question would take a link id that was published with another type."""
    found = published_questions().get(link_id)
    return found is not None and found.type != given
