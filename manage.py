#!/usr/bin/env python
"""Django's command line for this project."""

import base64
import os
import secrets
import sys

from django.core.management import execute_from_command_line

NEED_NO_KEYS = frozenset({"check_rulebook", "export_rulebook", "screen"})
"""Commands that read rulebooks only. Nothing they read is encrypted, so keys of the moment do."""


def lend_keys() -> None:
    """Set the keys that are not set to random ones that nobody will ever need again."""
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
    os.environ.setdefault("FIELD_KEYS", "moment:" + base64.b64encode(secrets.token_bytes(32)).decode())
    for name in ("SEARCH_KEY", "AUDIT_KEY"):
        os.environ.setdefault(name, base64.b64encode(secrets.token_bytes(32)).decode())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    if not NEED_NO_KEYS.isdisjoint(sys.argv[1:2]):
        lend_keys()
    execute_from_command_line(sys.argv)
