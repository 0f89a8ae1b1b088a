"""The stored results an impact preview reads: in the order of the questionnaires' keys, chunk by chunk."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, cast

import orjson

from screening.models import CannotDecryptError, Evaluation, QuestionnaireResponse
from screening.models.encryption import Sealed
from screening.models.evaluation import EvaluationQuerySet

COLUMNS = ("response_id", "on", "eligibility", "rulebook_version_id", "digest")
"""What is read besides the body, as the first fields of Stored."""

PARTS = frozenset({"on", "treatments", "answers", "eligibility", "treatment_results", "findings"})
"""What a body has at least."""

_BODY = Evaluation._meta.get_field("body")


class Days(NamedTuple):
    """The appointment days looked at, both included; None leaves that end open."""

    first: date | None = None
    last: date | None = None


class Chunk(NamedTuple):
    """The questionnaires whose key lies after `after` (None: from the first on), up to `upto`."""

    days: Days
    after: uuid.UUID | None
    upto: uuid.UUID


class Stored(NamedTuple):
    """The latest result of one questionnaire.

    `text` is None where it cannot be decrypted, `body` also where it is not a result.
    """

    response_id: uuid.UUID
    on: date
    eligibility: str
    version_id: uuid.UUID
    digest: str
    text: str | None
    body: Mapping[str, Any] | None


def current_on(days: Days) -> EvaluationQuerySet:
    """The latest result of each questionnaire in use, in the order of the questionnaires' keys.

    A questionnaire keeps its key when it is evaluated anew, so each is met once, whatever happens meanwhile.
    """
    found: EvaluationQuerySet = Evaluation.objects.current().on_days(days.first, days.last)
    withdrawn = QuestionnaireResponse.objects.withdrawn().values("pk")
    return found.exclude(response__in=withdrawn).order_by("response_id")


def chunks_on(days: Days, size: int) -> Iterator[Chunk]:
    """Cut what is stored into chunks, a key range at a time: nothing is held but where the last one ended."""
    after: uuid.UUID | None = None
    while keys := keys_after(days, after, size):
        yield Chunk(days, after, keys[-1])
        after = keys[-1]


def keys_after(days: Days, after: uuid.UUID | None, size: int) -> list[uuid.UUID]:
    """The next keys."""
    found = current_on(days) if after is None else current_on(days).filter(response_id__gt=after)
    return list(found.values_list("response_id", flat=True)[:size])


def stored_in(chunk: Chunk) -> Iterator[Stored]:
    """Read, decrypt and decode what is stored in a chunk."""
    found = current_on(chunk.days).filter(response_id__lte=chunk.upto)
    if chunk.after is not None:
        found = found.filter(response_id__gt=chunk.after)
    for pk, body, *columns in found.values_list("pk", "body", *COLUMNS):
        text = opened(body, pk)
        yield Stored._make([*columns, text, decoded(text)])


def opened(body: Sealed, pk: uuid.UUID) -> str | None:
    """The text of a body; None where it cannot be decrypted."""
    try:
        return cast("str", _BODY.open_for(body, pk))
    except CannotDecryptError:
        return None


def decoded(text: str | None) -> Mapping[str, Any] | None:
    """The result in a text; None where there is none."""
    try:
        body = orjson.loads(text or "null")
    except ValueError:
        return None
    return body if isinstance(body, dict) and body.keys() >= PARTS else None
