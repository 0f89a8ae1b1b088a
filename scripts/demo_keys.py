"""Writes fresh keys for the demo to the file it is given, for its owner only.

In an existing file every key stays; what a later version needs as well is added.
"""

import base64
import secrets
import sys
from collections.abc import Callable
from pathlib import Path


def key() -> str:
    """32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


KEYS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(64),
    "FIELD_KEYS": lambda: f"demo1:{key()}",
    "SEARCH_KEY": key,
    "AUDIT_KEY": key,
}


def complete(path: Path) -> None:
    """Add the keys that are missing; the file is made anew whole or not at all."""
    lines = path.read_text().splitlines() if path.exists() else []
    held = {line.partition("=")[0] for line in lines}
    missing = [f"{name}={make()}" for name, make in KEYS.items() if name not in held]
    if not missing:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text("\n".join([*lines, *missing]) + "\n")
    draft.rename(path)


if __name__ == "__main__":
    complete(Path(sys.argv[1]))
