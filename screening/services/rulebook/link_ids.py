"""What link ids stand for, in every version that was ever published: it never changes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from screening.engine import Problem
from screening.models import RulebookVersion

_DIGESTS_KEPT = 64


@dataclass(frozen=True, slots=True)
class PublishedQuestion:
    """A question patients may have answered: its type, and the codes of its options."""

    type: str
    codes: frozenset[str]


def published_questions() -> dict[str, PublishedQuestion]:
    """By link id, as published last; the codes are those of all versions."""
    published = RulebookVersion.objects.light().exclude(status=RulebookVersion.Status.DRAFT)
    found: dict[str, PublishedQuestion] = {}
    for version in published.order_by("number").only("pk", "digest"):
        for link_id, question in _questions_in(version.digest).items():
            before = found.get(link_id, question)
            found[link_id] = PublishedQuestion(question.type, before.codes | question.codes)
    return found


def retyped_questions(document: Mapping[str, Any]) -> list[Problem]:
    """An error for each question of a document whose type is not that under which its link id was published.

    Answers are stored by link id: read as another type they would say what nobody answered.
    """
    published = published_questions()
    now = {item["link_id"]: item.get("type") for item in typed_items(document)}
    reason = _("Published as a “%(before)s” question: a new type needs a link id of its own.")
    return [
        Problem("", 0, f"items {link_id}.type", reason % {"before": published[link_id].type})
        for link_id, type_now in now.items()
        if link_id in published and published[link_id].type != type_now
    ]


def typed_items(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The questions of a document that need not be a rulebook yet, as far as they can be told apart."""
    items = document.get("items")
    tables = items if isinstance(items, list) else []
    return [item for item in tables if isinstance(item, dict) and isinstance(item.get("link_id"), str)]


@lru_cache(maxsize=_DIGESTS_KEPT)
def _questions_in(digest: str) -> Mapping[str, PublishedQuestion]:
    """The questions of a published document, which never changes."""
    text = RulebookVersion.objects.filter(digest=digest).values_list("document", flat=True)[0]
    document = json.loads(text)
    sets = {one["id"]: codes_of(one) for one in document.get("option_sets", [])}
    return {
        item["link_id"]: PublishedQuestion(
            item["type"], codes_of(item) | sets.get(item.get("options_from", ""), frozenset())
        )
        for item in document.get("items", [])
    }


def codes_of(table: Mapping[str, list[Mapping[str, str]]]) -> frozenset[str]:
    """The codes of a table's options."""
    return frozenset(option["code"] for option in table.get("options", []))
