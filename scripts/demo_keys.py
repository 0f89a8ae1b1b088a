"""Writes fresh keys for the demo to the file it is given, for its owner only; an existing file is kept."""

import base64
import secrets
import sys
from pathlib import Path


def key() -> str:
    """32 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def write(path: Path) -> None:
    """Make the file whole or not at all, and never over an existing one."""
    lines = [f"SECRET_KEY={secrets.token_urlsafe(64)}", f"FIELD_KEYS=demo1:{key()}", f"SEARCH_KEY={key()}"]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text("\n".join(lines) + "\n")
    draft.rename(path)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    if not target.exists():
        write(target)
