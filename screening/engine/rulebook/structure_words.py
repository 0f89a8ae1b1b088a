"""What an error of the JSON Schema means, in the words the reader would use."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import ValidationError

TYPES = {
    "string": "must be text",
    "boolean": "must be true or false",
    "integer": "must be a whole number",
    "array": "must be a list",
    "object": "must be a table",
}
FEW = 4
MISPLACED = "does not belong here"


@dataclass(frozen=True, slots=True)
class Broken:
    """A value, the keyword's part of the schema it breaks, and the schema around that."""

    value: Any
    wanted: Any
    schema: Mapping[str, Any]

    @classmethod
    def of(cls, error: ValidationError) -> "Broken":
        """Return what an error is about; a schema that is plain false has no keys."""
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        return cls(error.instance, error.validator_value, schema)

    @property
    def described(self) -> str:
        """What the schema says it is, to stand inside a sentence."""
        text = str(self.schema.get("description", "of another form"))
        return text[:1].lower() + text[1:].rstrip(".")


def reason_of(keyword: str, broken: Broken) -> str:
    """Return what is wrong where a keyword of the schema is broken."""
    reason = REASONS.get(keyword)
    return MISPLACED if reason is None else reason(broken)


def of_pattern(broken: Broken) -> str:
    """Return what is wrong with a text."""
    return f"{shown(broken.value)} is not {broken.described}" if broken.value.strip() else "is empty"


def of_length(broken: Broken) -> str:
    """Return what is wrong with the length of a list."""
    return f"must be {broken.described}" if broken.value else "is empty"


def of_several(broken: Broken) -> str:
    """Return what is wrong where not exactly one of several keys is given, or no form of several fits."""
    keys = [str(key) for each in broken.wanted for key in each.get("required", [])]
    if not keys:
        return f"must be {broken.described}"
    return f"needs exactly one of {' and '.join(keys)}" if len(keys) <= FEW else "needs exactly one operator"


def of_any(broken: Broken) -> str:
    """Return what is wrong where at least one of several keys must be given."""
    keys = [str(key) for each in broken.wanted for key in each.get("required", [])]
    return f"needs one of {', '.join(keys)}" if keys else of_several(broken)


def of_rows(broken: Broken) -> str:
    """Return which table a list lacks, or has too often."""
    properties: Mapping[str, Any] = broken.schema["contains"]["properties"]
    written = [f"{key} = {shown(each['const'])}" for key, each in properties.items()]
    return f"must hold exactly one table with {', '.join(written)}"


def of_partners(broken: Broken) -> str:
    """Return which keys must stand beside others."""
    pairs: Sequence[tuple[str, list[str]]] = list(broken.wanted.items())
    lacking = [other for key, others in pairs if key in broken.value for other in others]
    return f"lacks {' and '.join(key for key in lacking if key not in broken.value)}"


def shown(value: object) -> str:
    """Return a value as it is written."""
    return json.dumps(value, ensure_ascii=False)


REASONS: Mapping[str, Callable[[Broken], str]] = {
    "type": lambda broken: TYPES[broken.wanted],
    "enum": lambda broken: f"{shown(broken.value)} is none of {', '.join(sorted(broken.wanted))}",
    "const": lambda broken: f"must be {shown(broken.wanted)}",
    "pattern": of_pattern,
    "minItems": of_length,
    "maxItems": of_length,
    "minProperties": lambda broken: "is empty",
    "uniqueItems": lambda broken: "names something twice",
    "minimum": lambda broken: f"must be at least {broken.wanted}",
    "maximum": lambda broken: f"must be at most {broken.wanted}",
    "oneOf": of_several,
    "anyOf": of_any,
    "contains": of_rows,
    "maxContains": of_rows,
    "dependentRequired": of_partners,
}
