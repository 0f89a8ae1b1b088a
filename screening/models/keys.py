"""The key ring of the encrypted fields: the first key encrypts, every key decrypts."""

import base64
import binascii
import os
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORMAT = "v1"
LONGEST_KEY_ID = 16
HEADER = len(f"{FORMAT}..") + LONGEST_KEY_ID
"""How many signs of a stored text are enough to tell its key id."""

_NONCE_BYTES = 12


class CannotDecryptError(Exception):
    """Stored text cannot be read: its key is missing or wrong, or it was altered or moved."""


def encrypt(plain: str, *, place: str) -> str:
    """Return `v1.<kid>.<base64url of nonce and ciphertext>` of `plain`, bound to `place`.

    AES-256-GCM with a random 96-bit nonce; `place` (table, column, row) is authenticated beside it, so that a
    value copied to another row or column does not decrypt. Source: NIST SP 800-38D.
    """
    kid, cipher = _ring().first
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, plain.encode(), place.encode())
    return f"{FORMAT}.{kid}.{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(stored: str, *, place: str) -> str:
    """Return the text behind `stored`; CannotDecryptError, never the ciphertext, where that is impossible."""
    kid, sealed = _parts(stored, place)
    cipher = _ring().ciphers.get(kid)
    if cipher is None:
        raise CannotDecryptError(f"{place}: the key {kid} is not in FIELD_KEYS")
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotDecryptError(
            f"{place}: the key {kid} does not open it, or it was altered or moved here"
        ) from None


def key_id_of(stored: str) -> str:
    """The key id a stored text names, its first HEADER signs being enough; empty for no sealed value."""
    version, _, rest = stored.partition(".")
    kid, dot, _ = rest.partition(".")
    return kid if version == FORMAT and dot else ""


def first_key_id() -> str:
    """The id of the key that encrypts."""
    return _ring().first[0]


def _parts(stored: str, place: str) -> tuple[str, bytes]:
    """The key id and the sealed bytes of a stored text."""
    version, _, rest = stored.partition(".")
    kid, _, encoded = rest.partition(".")
    try:
        sealed = base64.b64decode(encoded.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        sealed = b""
    if version != FORMAT or len(sealed) <= _NONCE_BYTES:
        raise CannotDecryptError(f"{place}: not a sealed value")
    return kid, sealed


class _Ring:
    """The ciphers by key id, and the one that encrypts."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise ImproperlyConfigured("FIELD_KEYS holds no key")
        self.ciphers = {kid: AESGCM(key) for kid, key in keys.items()}
        self.first = next(iter(self.ciphers.items()))


@lru_cache(maxsize=8)
def _ring_of(keys: tuple[tuple[str, bytes], ...]) -> _Ring:
    """The ring of these keys, made once."""
    return _Ring(dict(keys))


def _ring() -> _Ring:
    """The ring of the settings in force."""
    return _ring_of(tuple(settings.FIELD_KEYS.items()))
