"""The rulebook's versions: importing, publishing, and the parsed rulebook behind one."""

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from screening.engine import (
    Rulebook,
    RulebookError,
    RulebookSource,
    canonical_json,
    check_rulebook,
    digest_of_text,
    parse_rulebook,
    read_document,
)
from screening.models import RulebookVersion
from screening.services.audit import Actor, record
from screening.services.errors import AlreadyPublished, NoActiveRulebook, RulebookBroken, RulebookRefused
from screening.services.rulebook.link_ids import retyped_questions
from screening.services.rulebook.translations import publish_with

ERROR = "error"

STARTER = Path(__file__).resolve().parents[2] / "rulebooks" / "starter"

_MOST_KEPT = 16
_parsed: dict[str, Rulebook] = {}
_parsing = Lock()


def active_version() -> RulebookVersion:
    """The version patients are checked against; NoActiveRulebook before the first publication."""
    version: RulebookVersion | None = RulebookVersion.objects.light().active().first()
    if version is None:
        raise NoActiveRulebook
    return version


def rulebook_of(version: RulebookVersion) -> Rulebook:
    """The parsed rulebook of a version, kept per process by digest.

    RulebookBroken where the document is not what the digest says or cannot be parsed: never an empty
    rulebook.
    """
    with _parsing:
        found = _parsed.get(version.digest)
        if found is None:
            found = parse_stored(version)
            keep(found)
    return found


def keep(rulebook: Rulebook) -> None:
    """Keep a parsed rulebook for this process; the one kept longest makes room."""
    while len(_parsed) >= _MOST_KEPT:
        _parsed.pop(next(iter(_parsed)))
    _parsed[rulebook.digest] = rulebook


def parse_stored(version: RulebookVersion) -> Rulebook:
    """Parse a version's document; RulebookBroken if it is not what its digest says or cannot be parsed."""
    if digest_of_text(version.document) != version.digest:
        raise RulebookBroken
    try:
        return parse_rulebook(dict(json.loads(version.document)))
    except (RulebookError, ValueError, TypeError, RecursionError) as error:
        raise RulebookBroken from error


@transaction.atomic
def import_rulebook(*, document: Mapping[str, object], by: Actor, note: str = "") -> RulebookVersion:
    """Store a rulebook as a draft and return it; where there is one of the same digest, that with this note.

    Without a note the existing one keeps its own. RulebookRefused with every problem where it cannot be
    parsed.
    """
    try:
        rulebook = parse_rulebook(document)
    except RulebookError as error:
        raise RulebookRefused(error.problems) from error
    lock_versions()
    drafts = RulebookVersion.objects.light().filter(status=RulebookVersion.Status.DRAFT)
    existing: RulebookVersion | None = drafts.filter(digest=rulebook.digest).order_by("number").first()
    if existing is not None:
        return noted(existing, note, by)
    version = RulebookVersion.objects.create(
        number=(RulebookVersion.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        digest=rulebook.digest,
        document=canonical_json(rulebook.document),
        note=note,
        created_by_id=by.user_id,
    )
    record(action="rulebook.imported", by=by, subject=version, detail={"digest": version.digest})
    return version


def noted(version: RulebookVersion, note: str, by: Actor) -> RulebookVersion:
    """A version that is a draft, with another note, if any."""
    if note and note != version.note:
        version.note = note
        version.save(update_fields=["note"])
        record(action="rulebook.noted", by=by, subject=version)
    return version


@transaction.atomic
def publish_rulebook(*, version: RulebookVersion, by: Actor) -> RulebookVersion:
    """Make a draft the active version and retire the one before it.

    It is offered in each language patients can read now and in which nothing is missing; the others are left
    out, and hold nothing up.
    AlreadyPublished for anything but a draft; RulebookBroken where it is not what its digest says;
    RulebookRefused with every error that checking it finds, its own cases included, and for every question
    published before as another type.
    """
    lock_versions()
    draft = RulebookVersion.objects.get(pk=version.pk)
    if draft.status != RulebookVersion.Status.DRAFT:
        raise AlreadyPublished
    parse_stored(draft)
    document = json.loads(draft.document)
    found = [*retyped_questions(document), *check_rulebook(RulebookSource(document))]
    errors = [problem for problem in found if problem.severity == ERROR]
    if errors:
        raise RulebookRefused(errors)
    spoken = versions_spoken_for(draft)
    RulebookVersion.objects.active().update(status=RulebookVersion.Status.RETIRED)
    draft.status = RulebookVersion.Status.ACTIVE
    draft.published_at = timezone.now()
    draft.published_by_id = by.user_id
    draft.save(update_fields=["status", "published_at", "published_by"])
    languages = publish_with(draft, document, spoken, by)
    record(action="rulebook.published", by=by, subject=draft, detail={"digest": draft.digest, **languages})
    return draft


def versions_spoken_for(draft: RulebookVersion) -> list[RulebookVersion]:
    """The versions whose languages a new one keeps: the active one, and older ones that say the same."""
    versions = RulebookVersion.objects.light().exclude(pk=draft.pk)
    return [*versions.active(), *versions.filter(digest=draft.digest).order_by("-number")]


@transaction.atomic
def load_starter(*, by: Actor) -> RulebookVersion | None:
    """Import and publish the starter rulebook where no version is active yet; None where one is."""
    if RulebookVersion.objects.active().exists():
        return None
    version = import_rulebook(document=read_document(STARTER).document, by=by)
    return publish_rulebook(version=version, by=by)


def list_versions() -> list[RulebookVersion]:
    """Every version, the newest first, without the documents."""
    return list(RulebookVersion.objects.light().newest_first())


def lock_versions() -> None:
    """Let one transaction at a time number and publish versions: all of them wait for the first row."""
    RulebookVersion.objects.light().order_by("number").select_for_update().first()
