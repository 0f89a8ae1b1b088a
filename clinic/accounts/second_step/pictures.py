"""What an app is shown: a picture to photograph, and the same to type."""

from urllib.parse import quote, urlencode

from django.conf import settings

from clinic.accounts.models import User
from screening.services.links import qr_code


def of_app(user: User, secret: str) -> str:
    """The picture with the secret, as SVG. The address within is the one apps know (otpauth://totp/...)."""
    query = urlencode({"secret": secret, "issuer": settings.MFA_TOTP_ISSUER}, quote_via=quote)
    return qr_code(f"otpauth://totp/{quote(user.email)}?{query}")


def in_fours(secret: str) -> str:
    """The secret in groups of four, to type."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
