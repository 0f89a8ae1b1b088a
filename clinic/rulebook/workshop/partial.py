"""The rulebook a draft amounts to, as far as it can be read: drafts may be wrong and are still shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from screening.engine import (
    Problem,
    Rulebook,
    RulebookError,
    RulebookSource,
    canonical_json,
    digest_of_text,
    parse_rulebook,
)
from screening.engine.rulebook.parse import build
from screening.engine.rulebook.reader import Problems

DRAFTS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Partial:
    """What could be read. Where there are `problems`, what is broken is missing from the rulebook."""

    rulebook: Rulebook
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it is a rulebook: only then may it be evaluated."""
        return not self.problems


class ByText:
    """A document as a key: its canonical text."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.text = canonical_json(document)

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByText) and other.text == self.text


def read_partially(document: Mapping[str, Any]) -> Partial:
    """A document as far as it can be read, kept per process."""
    return _read(ByText(document))


@lru_cache(maxsize=DRAFTS_KEPT)
def _read(key: ByText) -> Partial:
    try:
        return Partial(parse_rulebook(key.document), ())
    except RulebookError as error:
        problems = Problems(RulebookSource(dict(key.document)))
        rulebook = build(problems.source, problems, digest_of_text(key.text))
        return Partial(rulebook, error.problems)
