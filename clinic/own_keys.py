"""Which keys a clinic may go live with: its own, random, and each for one thing."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from clinic.environment import UnfitEnvironmentError

DEMO_KEY_ID = "demo"
LEAST_SIGNS = 50
LEAST_VARIETY = 16
"""Of 32 random bytes fewer are different next to never."""
LEAST_VARIETY_OF_SIGNS = 8
"""Of 50 random signs; hexadecimal ones have sixteen to choose from."""

PUBLISHED = frozenset(
    {
        "cdd6513597ffbd56739f81b0c9d0643efa6f88e865a4a7e05c318aa68b33709e",
        "e053d18cd103b4c6c697009cbcc932a28526fabf7516ff3c4f5a387660a11c7a",
        "457954269e7cfeac5b4280c89ce6ebae2e3039b16773967c70a349f7bc1f2e39",
        "a953e04f10b96ba1ba9022c37addfb39cb9f5766d015599a87d2a1004593c357",
    }
)
"""The SHA-256 of the keys that stand in this software's own files (tests/published_keys.py)."""


def refuse_unfit(
    secret: str, ring: Mapping[str, bytes], search: Sequence[bytes], audit: bytes, *, demo: Path
) -> None:
    """UnfitEnvironmentError, naming the variable, for a key nobody should go live with.

    `demo` is the file in which the demo keeps its keys: they are refused, too.
    """
    keys = [*(("FIELD_KEYS", key) for key in ring.values()), *(("SEARCH_KEY", key) for key in search)]
    keys += [("AUDIT_KEY", audit)]
    texts = [("SECRET_KEY", secret), *((name, b64encode(key).decode()) for name, key in keys)]
    problems = (*secret_problems(secret), *ring_problems(ring), *random_problems(keys))
    for problem in (*problems, *demo_problems(texts, demo), *shared_problems(keys)):
        raise UnfitEnvironmentError(f"{problem} See docs/keys.md.")


def secret_problems(secret: str) -> Iterator[str]:
    """What is wrong with the key that signs cookies."""
    if len(secret) < LEAST_SIGNS or len(set(secret)) < LEAST_VARIETY_OF_SIGNS:
        yield f"SECRET_KEY: at least {LEAST_SIGNS} random signs are needed."
    if secret.startswith("django-insecure-") or is_published(secret.encode()):
        yield "SECRET_KEY: everybody can read this one. Make one of your own."


def ring_problems(ring: Mapping[str, bytes]) -> Iterator[str]:
    """Key ids that only the demo uses."""
    yield from (f"FIELD_KEYS: {kid} is a key of the demo." for kid in ring if kid.startswith(DEMO_KEY_ID))


def random_problems(keys: Sequence[tuple[str, bytes]]) -> Iterator[str]:
    """Keys that were typed instead of drawn, and keys everybody can read."""
    for name, key in keys:
        if is_published(key):
            yield f"{name}: everybody can read this one. Make one of your own."
        if not is_random(key):
            yield f"{name}: this was not made at random."


def demo_problems(texts: Sequence[tuple[str, str]], demo: Path) -> Iterator[str]:
    """Keys of the demo, which lie beside its database."""
    if not demo.exists():
        return
    lent = {line.partition("=")[2].rpartition(":")[2] for line in demo.read_text().splitlines()} - {""}
    yield from (f"{name}: this is a key of the demo (var/keys.env)." for name, text in texts if text in lent)


def shared_problems(keys: Sequence[tuple[str, bytes]]) -> Iterator[str]:
    """Keys that are used for two things: who learns one would have both."""
    seen: dict[bytes, str] = {}
    for name, key in keys:
        if key in seen:
            yield f"{name}: this is the same key as another of {seen[key]}."
        seen[key] = name


def is_published(key: bytes) -> bool:
    """Whether a key stands in this software's own files."""
    return hashlib.sha256(key).hexdigest() in PUBLISHED


def is_random(key: bytes) -> bool:
    """Whether a key looks drawn: neither few bytes repeated, nor a series, nor typed words."""
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    is_typed = key.isascii() and key.decode().isprintable()
    return min(len(set(key)), len(steps)) >= LEAST_VARIETY and not is_typed
