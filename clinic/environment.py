"""Reads the environment into typed values; what is missing or malformed is refused before anything starts."""

import base64
import binascii
import re
from pathlib import Path

from environs import Env

from clinic.colours import READABLE, WHITE, contrast, is_colour

FIELD_KEY_BYTES = 32
SEARCH_KEY_BYTES = 32
AUDIT_KEY_BYTES = 32
LEAST_SECRET = 32
_KEY_ID = re.compile(r"[a-z0-9]{1,16}")


class UnfitEnvironmentError(Exception):
    """The environment is not fit to start with; the message says which variable and why."""


def read(project: Path) -> Env:
    """The environment, with the project's `.env` and, in the demo, its generated keys filled in where unset.

    A variable that is set already always wins over a file.
    """
    env = Env()
    env.read_env(str(project / ".env"), recurse=False)
    if env.bool("DEMO", False):
        env.read_env(str(project / "var" / "keys.env"), recurse=False)
    return env


def required(env: Env, name: str) -> str:
    """The value of `name`; UnfitEnvironmentError where it is unset or blank."""
    value: str = env.str(name, "").strip()
    if not value:
        raise UnfitEnvironmentError(
            f"{name} is not set. `make run` makes the demo's keys; a clinic sets its own (.env.example)."
        )
    return value


def field_keys(text: str) -> dict[str, bytes]:
    """The key ring from `kid:base64,kid2:base64`, in order: the first encrypts, every one decrypts."""
    ring: dict[str, bytes] = {}
    for part in text.split(","):
        kid, separator, encoded = part.strip().partition(":")
        if not separator or not _KEY_ID.fullmatch(kid):
            raise UnfitEnvironmentError(
                "FIELD_KEYS: each key is written kid:base64, kid in lower case and digits."
            )
        if kid in ring:
            raise UnfitEnvironmentError(f"FIELD_KEYS: the key id {kid} is there twice.")
        ring[kid] = decoded("FIELD_KEYS", encoded, exactly=FIELD_KEY_BYTES)
    return ring


def search_keys(text: str) -> tuple[bytes, ...]:
    """The keys of the search hashes from `base64,base64`, one unless it is being changed: the first makes."""
    keys = tuple(decoded("SEARCH_KEY", part, exactly=SEARCH_KEY_BYTES) for part in text.split(","))
    if len(set(keys)) < len(keys):
        raise UnfitEnvironmentError("SEARCH_KEY: the same key is there twice.")
    return keys


def audit_key(text: str) -> bytes:
    """The key that seals the audit trail, from base64."""
    return decoded("AUDIT_KEY", text, exactly=AUDIT_KEY_BYTES)


def decoded(name: str, text: str, *, exactly: int) -> bytes:
    """The bytes behind `text`; UnfitEnvironmentError unless it is base64 of `exactly` that many."""
    try:
        value = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise UnfitEnvironmentError(f"{name}: not base64.") from None
    if len(value) != exactly:
        raise UnfitEnvironmentError(f"{name}: {exactly} bytes are needed, {len(value)} were given.")
    return value


def long_secret(name: str, text: str) -> str:
    """A secret somebody else has to send, empty for none; refused where it could be guessed."""
    if text and len(text) < LEAST_SECRET:
        raise UnfitEnvironmentError(f"{name}: at least {LEAST_SECRET} random characters.")
    return text


def log_format(text: str) -> str:
    """How lines of the log look: `json` or `plain`."""
    if text not in {"json", "plain"}:
        raise UnfitEnvironmentError("LOG_FORMAT: json or plain.")
    return text


MAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "folder": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}


def mail_backend(text: str) -> str:
    """The mail backend behind `console`, `folder` or `smtp`."""
    if text not in MAIL_BACKENDS:
        raise UnfitEnvironmentError("EMAIL_DELIVERY: smtp, folder or console.")
    return MAIL_BACKENDS[text]


def days(texts: list[str]) -> list[int]:
    """Numbers of days before an appointment, each from 1 to 60; none for an empty list."""
    numbers = [text.strip() for text in texts if text.strip()]
    if not all(number.isascii() and number.isdigit() and 1 <= int(number) <= 60 for number in numbers):
        raise UnfitEnvironmentError("REMINDER_DAYS: days before the appointment from 1 to 60, like 3,1.")
    return [int(number) for number in numbers]


def period(env: Env, name: str, default: int) -> int:
    """How many days or years something is kept, at least one: nothing is removed the moment it is made."""
    number: int = env.int(name, default)
    if number < 1:
        raise UnfitEnvironmentError(f"{name}: at least 1.")
    return number


PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"RIFF": "image/webp"}
LARGEST_LOGO = 30_000


def colour(text: str) -> str:
    """The clinic's colour as `#rrggbb`, empty for none; refused where white text on it could not be read."""
    if not text:
        return ""
    if not is_colour(text):
        raise UnfitEnvironmentError("CLINIC_COLOUR: a colour is written #rrggbb, like #0b665a.")
    found = contrast(text, WHITE)
    if found < READABLE:
        raise UnfitEnvironmentError(
            f"CLINIC_COLOUR: white text on {text} has a contrast of {found:.2f}, and {READABLE} is needed."
            " Choose a darker colour."
        )
    return text.lower()


def logo(text: str) -> tuple[bytes, str] | None:
    """The picture in a file and its type, None for no file; PNG or WebP, which cannot hold a script."""
    if not text:
        return None
    try:
        data = Path(text).read_bytes()
    except OSError as error:
        raise UnfitEnvironmentError(f"CLINIC_LOGO: {text} cannot be read: {error.strerror}.") from None
    kind = next((PICTURES[start] for start in PICTURES if data.startswith(start)), "")
    if not kind or (kind == "image/webp" and data[8:12] != b"WEBP"):
        raise UnfitEnvironmentError(f"CLINIC_LOGO: {text} is neither a PNG nor a WebP picture.")
    if len(data) > LARGEST_LOGO:
        raise UnfitEnvironmentError(
            f"CLINIC_LOGO: {text} has {len(data)} bytes. Every patient loads it: {LARGEST_LOGO} at most."
        )
    return data, kind


def whole(name: str, number: int, *, least: int, most: int) -> int:
    """The number where it lies within its bounds; UnfitEnvironmentError where not."""
    if not least <= number <= most:
        raise UnfitEnvironmentError(f"{name}: a number from {least} to {most}.")
    return number
