"""Keyed hashes: what encrypted data is found by. Without SEARCH_KEY nobody can guess what was hashed.

While the key is being changed there are two: the first makes the hashes, all of them find.
"""

import hashlib
import hmac
import re
import unicodedata
from datetime import date

from django.conf import settings

PREFIX_LENGTHS = range(2, 13)
_PHONE_DIGITS = 9
_WORD = re.compile(r"[^\W_]+")


def keyed_hash(purpose: str, value: str) -> str:
    """The HMAC-SHA256 of a value under the first search key, in hex; another for each purpose."""
    return _hashed(settings.SEARCH_KEYS[0], purpose, value)


def keyed_hashes(purpose: str, value: str) -> list[str]:
    """What a stored hash of a value may be: `keyed_hash` under each of the search keys."""
    return [_hashed(key, purpose, value) for key in settings.SEARCH_KEYS]


def key_name(key: bytes) -> str:
    """A name for a search key, which has none of its own: eight signs that give nothing of it away."""
    return _hashed(key, "name of the key", "")[:8]


def _hashed(key: bytes, purpose: str, value: str) -> str:
    """The HMAC-SHA256 of a value for a purpose."""
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def normalised_mail(text: str) -> str:
    """An address as it is compared: without surrounding spaces, without regard to case."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def normalised_phone(text: str) -> str:
    """A number as it is compared: its last nine digits, so that +44 7700 900123 is found as 07700 900123."""
    digits = "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())
    return digits[-_PHONE_DIGITS:]


def normalised_date(day: date) -> str:
    """A day as it is compared."""
    return day.isoformat()


def name_words(text: str) -> frozenset[str]:
    """The words of a name without accents and case: "Zoë O'Brien-Díaz" gives zoe, o, brien, diaz."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(_WORD.findall(bare))


def prefixes(word: str) -> frozenset[str]:
    """The beginnings a word is found by while it is being typed: 2 to 12 letters."""
    return frozenset(word[:length] for length in PREFIX_LENGTHS if length <= len(word))
