"""Names for addresses. What was found about somebody is a health word: outside its page only a hash of it."""

from collections.abc import Iterable

from screening.models.keyed_hash import keyed_hash

LENGTH = 16


def finding_code(rule: str) -> str:
    """The code of a finding."""
    return keyed_hash("address.finding", rule)[:LENGTH]


def answer_code(link_id: str) -> str:
    """The code of a question."""
    return keyed_hash("address.answer", link_id)[:LENGTH]


def finding_named(code: str, rules: Iterable[str]) -> str | None:
    """The rule behind a code; None where it is none of them."""
    return next((rule for rule in rules if finding_code(rule) == code), None)


def answer_named(code: str, link_ids: Iterable[str]) -> str | None:
    """The question behind a code; None where it is none of them."""
    return next((link_id for link_id in link_ids if answer_code(link_id) == code), None)
