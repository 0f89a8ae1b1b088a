"""What makes a password easy to guess, beyond its length (ASVS 5.0, 6.2.4, 6.2.11, 6.2.12)."""

import re
from functools import cache
from itertools import chain, pairwise

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinic.accounts.models import User

WORDS = (
    (
        "clinic",
        "practice",
        "skin",
        "laser",
        "peel",
        "peeling",
        "derma",
        "dermatology",
        "treatment",
        "patient",
    ),
    (
        "practitioner",
        "doctor",
        "reception",
        "lead",
        "editor",
        "administrator",
        "admin",
        "staff",
        "my",
        "the",
        "our",
    ),
    ("screening", "rulebook", "intake", "password", "passphrase", "welcome", "login", "secret"),
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    ("november", "december", "spring", "summer", "autumn", "winter"),
)
"""Of the place and of the season; with those of CLINIC_NAME no password is made of them alone."""

_DISGUISES = str.maketrans("0134578@$!|", "oieastbasil")
_DECORATION = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_NO_LETTERS = re.compile(r"[\W\d_]+")
SHORTEST_WORD = 3
FEWEST_DIFFERENT = 5
"""Of twelve characters."""


class NothingObvious:
    """Refuses common passwords and the clinic's own words with decoration around them, and mere patterns.

    A validator of Django's AUTH_PASSWORD_VALIDATORS.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError for what a guesser would try early."""
        if is_pattern(password) or any(is_obvious(stem) for stem in stems(password)):
            raise ValidationError(self.get_help_text(), code="password_too_obvious")

    def get_help_text(self) -> str:
        """What is asked, in a sentence."""
        return _("Choose something nobody would try: no common word, no word of the clinic, no pattern.")


@cache
def common() -> frozenset[str]:
    """Django's twenty thousand, which come from leaks."""
    return frozenset(CommonPasswordValidator().passwords)


def stems(password: str) -> set[str]:
    """What is left of a password without decoration and disguise: `P@ssw0rd-2026!` is `password`."""
    bare = _DECORATION.sub("", password.casefold())
    return {undoubled(_NO_LETTERS.sub("", text)) for text in (bare, bare.translate(_DISGUISES))}


def undoubled(text: str) -> str:
    """What a text repeats: `dragon` of `dragondragon`, the text itself otherwise."""
    found = re.fullmatch(r"(.+?)\1+", text)
    return found[1] if found else text


def is_obvious(stem: str) -> bool:
    """Whether it is common, or made of the words of the place alone."""
    named = [
        word
        for word in re.findall(r"[^\W\d_]+", settings.CLINIC_NAME.casefold())
        if len(word) >= SHORTEST_WORD
    ]
    of_the_place = "|".join(map(re.escape, [*chain(*WORDS), *named]))
    return stem in common() or re.fullmatch(f"(?:{of_the_place})+", stem) is not None


def is_pattern(password: str) -> bool:
    """Whether it has hardly any different characters, or runs up or down: `121212121212`, `1234567890123`."""
    steps = {(ord(after) - ord(before)) % 10 for before, after in pairwise(password)}
    return len(set(password)) < FEWEST_DIFFERENT or len(steps) == 1
