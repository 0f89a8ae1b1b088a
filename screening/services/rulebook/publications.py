"""The versions with what led to them, and what is to be published at a set time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from screening.models import RulebookApproval, RulebookDraft, RulebookVersion
from screening.services.rulebook.versions import list_versions


@dataclass(frozen=True, slots=True)
class Publication:
    """A version with the draft it was published from, who approved that, and what was active before it.

    `draft` and `approval` are None for what was not made in the workshop; `same_as` is the older version
    that says the same, where this one rolled back to it.
    """

    version: RulebookVersion
    draft: RulebookDraft | None
    approval: RulebookApproval | None
    before: RulebookVersion | None
    same_as: RulebookVersion | None


def publications() -> list[Publication]:
    """Every version, the newest first."""
    versions = list_versions()
    drafts = {draft.version_id: draft for draft in RulebookDraft.objects.for_list().exclude(version=None)}
    approvals = approvals_that_published(drafts.values())
    before = versions_before(versions)
    found = []
    for version in versions:
        draft = drafts.get(version.pk)
        approval = approvals.get(draft.pk) if draft else None
        found.append(
            Publication(version, draft, approval, before.get(version.pk), repeated_by(version, versions))
        )
    return found


def approvals_that_published(drafts: Iterable[RulebookDraft]) -> dict[UUID, RulebookApproval]:
    """The approval each draft was published on."""
    published = RulebookApproval.objects.filter(
        draft__in=list(drafts), ended_why=RulebookApproval.Ended.PUBLISHED
    )
    return {one.draft_id: one for one in published.select_related("decided_by")}


def versions_before(versions: Iterable[RulebookVersion]) -> dict[UUID, RulebookVersion]:
    """For each version the one that was active until it was published; for an unpublished one the active."""
    published = [version for version in versions if version.published_at is not None]
    published.sort(key=lambda version: (version.published_at, version.number))
    pairs = {later.pk: earlier for earlier, later in pairwise(published)}
    active = next((v for v in published if v.status == RulebookVersion.Status.ACTIVE), None)
    if active is not None:
        pairs |= {v.pk: active for v in versions if v.published_at is None}
    return pairs


def repeated_by(version: RulebookVersion, versions: Iterable[RulebookVersion]) -> RulebookVersion | None:
    """The newest older version that says the same; None where none does."""
    same = (v for v in versions if v.digest == version.digest and v.number < version.number)
    return next(same, None)


def scheduled_approvals() -> list[RulebookApproval]:
    """The approvals whose drafts are to be published at a set time, the earliest first."""
    standing = RulebookApproval.objects.standing().filter(draft__status=RulebookDraft.Status.SCHEDULED)
    people = standing.select_related("draft", "asked_by", "decided_by").defer("draft__document")
    return list(people.order_by("draft__publish_at", "draft__id"))
