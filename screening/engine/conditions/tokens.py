"""Tokens: what compiled conditions read of an item, so that most leaves cost one comparison.

A choice is its code, (HELD, code) while its gate is open, CLOSED where it does not apply. Several codes or
areas hold CLOSED, HELD or UNANSWERED as markers beside the codes, and TYPED for text that options do not
wholly explain. A date is the ordinal of its last possible day, FAR where it is not known, NEVER where it does
not apply; a number itself, None or CLOSED. Of any other item the token says whether it applies.
"""

from screening.engine.conditions.choices import Chosen
from screening.engine.dates import PartialDate

CLOSED = "closed\0"
HELD = "held\0"
UNANSWERED = "unanswered\0"
TYPED = "typed\0"
UNRECOGNISED = "unrecognised\0"

SHUT = frozenset({CLOSED})
NOTHING_CHOSEN = frozenset({UNANSWERED})
NOTHING_MARKED = (UNANSWERED,)
NEVER = -1
FAR = 10_000_000


def chosen_token(answer: object | None, applies: object) -> frozenset[str]:
    """Return the token of several codes for an item that applies (True) or may apply (None)."""
    codes = NOTHING_CHOSEN
    if isinstance(answer, Chosen):
        codes = answer.codes | {TYPED} if answer.typed else answer.codes
    return codes if applies else codes | {HELD}


def areas_token(answer: object | None, applies: object) -> tuple[str, ...]:
    """Return the token of areas for an item that applies (True) or may apply (None)."""
    codes = answer if isinstance(answer, tuple) else NOTHING_MARKED
    return codes if applies else (*codes, HELD)


def day_token(answer: object | None) -> int:
    """Return the token of a date for an item that applies or may apply."""
    return answer.last.toordinal() if isinstance(answer, PartialDate) else FAR


def waiting_for(link_id: str) -> str:
    """Return the marker of a medicine list that applies and has no entry."""
    return f"{link_id}\0"
