"""Keys for the tests, put into the environment. Anybody can read them: clinic/own_keys.py refuses them."""

import base64
import hashlib
import os

from clinic import own_keys


def published(name: str) -> bytes:
    """A key that looks drawn, always the same."""
    return hashlib.sha256(f"tests: {name}".encode()).digest()


KEYS = {
    "SECRET_KEY": "tests-only-" + published("SECRET_KEY").hex(),
    "FIELD_KEYS": "t1:" + base64.b64encode(published("FIELD_KEYS")).decode(),
    "SEARCH_KEY": base64.b64encode(published("SEARCH_KEY")).decode(),
    "AUDIT_KEY": base64.b64encode(published("AUDIT_KEY")).decode(),
}

REFUSED_ELSEWHERE, own_keys.PUBLISHED = own_keys.PUBLISHED, frozenset()
for name, value in {**KEYS, "HTTPS": "false"}.items():
    os.environ.setdefault(name, value)
