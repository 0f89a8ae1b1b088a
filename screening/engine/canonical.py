"""One spelling for every value: canonical JSON and the digest that names it."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

import orjson

_SORTED = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_PASSTHROUGH_SUBCLASS
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
)
_PLAIN = frozenset({str, int, bool, type(None)})


class NotCanonical(ValueError):
    """Raised for a value that has no canonical form (a float, a date, a key that is not text)."""


def canonical_json(value: object) -> str:
    """Return the one JSON spelling of `value`: sorted keys, no spaces, no escapes beyond need.

    Raises NotCanonical for floats and everything else JSON could spell in two ways.
    """
    refuse_ambiguous(value)
    return spelled(value)


def spelled(value: object) -> str:
    """Return the canonical JSON of a value known to hold nothing ambiguous.

    orjson writes the very bytes the standard library does, and refuses what the library alone can write:
    whole numbers beyond 64 bits, half a surrogate pair, values nested very deep, subclasses of plain types.
    """
    try:
        return orjson.dumps(value, option=_SORTED).decode()
    except TypeError:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(value: object) -> str:
    """Return `sha256:<hex>` of the canonical JSON of `value`."""
    return digest_of_text(canonical_json(value))


def digest_of_text(text: str) -> str:
    """Return `sha256:<hex>` of a text that is canonical already."""
    return "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def refuse_ambiguous(value: object) -> None:
    """Raise NotCanonical where `value` holds what JSON could spell in two ways."""
    if isinstance(value, dict) or isinstance(value, Mapping):  # noqa: SIM101 - asking for a dict first is fast
        refuse_odd_keys(value)
        refuse_within(value.values())
    elif isinstance(value, list | tuple):
        refuse_within(value)
    elif value is not None and not isinstance(value, str | int):
        kind = type(value).__name__
        raise NotCanonical(f"only text, whole numbers, true, false, null, lists and tables, not {kind}")


def refuse_within(values: Iterable[object]) -> None:
    """Raise NotCanonical where one of the values holds such a thing."""
    for value in values:
        if type(value) not in _PLAIN:
            refuse_ambiguous(value)


def refuse_odd_keys(table: Mapping[object, object]) -> None:
    """Raise NotCanonical where a key is not text."""
    for key in table:
        if not isinstance(key, str):
            raise NotCanonical(f"a key must be text, not {key!r}")
