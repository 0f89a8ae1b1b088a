"""Names for addresses. What was found about somebody is a health word: outside its page only a hash of it."""

from collections.abc import Iterable

from screening.models.keyed_hash import keyed_hash, keyed_hashes

LENGTH = 16
FINDING, ANSWER = "address.finding", "address.answer"


def finding_code(rule: str) -> str:
    """The code of a finding."""
    return keyed_hash(FINDING, rule)[:LENGTH]


def answer_code(link_id: str) -> str:
    """The code of a question."""
    return keyed_hash(ANSWER, link_id)[:LENGTH]


def finding_named(code: str, rules: Iterable[str]) -> str | None:
    """The rule behind a code; None where it is none of them."""
    return named(FINDING, code, rules)


def answer_named(code: str, link_ids: Iterable[str]) -> str | None:
    """The question behind a code; None where it is none of them."""
    return named(ANSWER, code, link_ids)


def named(purpose: str, code: str, texts: Iterable[str]) -> str | None:
    """The text behind a code, made with any of the search keys: a page may be older than the newest."""
    matching = (text for text in texts if code in {one[:LENGTH] for one in keyed_hashes(purpose, text)})
    return next(matching, None)
