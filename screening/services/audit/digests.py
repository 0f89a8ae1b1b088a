"""Digests on the audit trail, which outlives what it speaks of: keyed, so that nobody can guess from them.

A plain digest of something short, or of a text most of which is known, tells whoever tries the possible
answers which one it was. Under AUDIT_KEY only who holds the key can try.
"""

import hashlib
import hmac

from django.conf import settings

_PURPOSE = b"clinic audit digest 1\0"


def keyed_digest(digest: str) -> str:
    """The HMAC-SHA256 of a digest, as `hmac:` and hex: the same for the same digest, for ever."""
    return f"hmac:{hmac.new(settings.AUDIT_KEY, _PURPOSE + digest.encode(), hashlib.sha256).hexdigest()}"
