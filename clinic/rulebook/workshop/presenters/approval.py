"""The page on which a draft is approved or sent back."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import Group

from clinic.accounts.models import User
from clinic.accounts.roles import CLINICAL_LEAD, RULEBOOK_EDITOR
from clinic.rulebook.workshop.access import Here
from clinic.rulebook.workshop.presenters.against import Against, against_active
from clinic.rulebook.workshop.presenters.discontinued import left_out
from clinic.rulebook.workshop.presenters.evidence import Evidence, evidence_of
from clinic.rulebook.workshop.presenters.obstacles import Obstacle, obstacles_of
from screening.models import RulebookApproval, RulebookDraft
from screening.services.rulebook import Contributor, approvals_of, contributors_of

APPROVERS = (CLINICAL_LEAD, RULEBOOK_EDITOR)
Status = RulebookDraft.Status
WAITING = frozenset({Status.SUBMITTED, Status.SCHEDULED})


@dataclass(frozen=True)
class ApprovalPage:
    """Everything to decide by; what a draft's status does not need is not looked up."""

    here: Here

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a decision."""
        return self.here.draft.status == Status.SUBMITTED

    @property
    def is_scheduled(self) -> bool:
        """Whether it is approved, and waits for its time."""
        return self.here.draft.status == Status.SCHEDULED

    @cached_property
    def approvals(self) -> list[RulebookApproval]:
        """Every request and what became of it, the newest first."""
        return approvals_of(self.here.draft)

    @property
    def standing(self) -> RulebookApproval | None:
        """The request that stands."""
        return next((one for one in self.approvals if one.ended_at is None), None)

    @property
    def ended(self) -> list[RulebookApproval]:
        """The requests that have ended, the newest first."""
        return [one for one in self.approvals if one.ended_at is not None]

    @cached_property
    def contributors(self) -> list[Contributor]:
        """Who has worked on it."""
        return contributors_of(self.here.draft)

    @property
    def is_own(self) -> bool:
        """Whether whoever looks has worked on it, and can therefore not approve it."""
        return self.here.by.user_id in {one.user_id for one in self.contributors}

    @cached_property
    def others(self) -> list[str]:
        """Who may approve it: editors and clinical leads who have not worked on it."""
        own = [one.user_id for one in self.contributors if one.user_id is not None]
        groups = Group.objects.filter(name__in=APPROVERS)
        may = User.objects.filter(is_active=True, groups__in=groups).exclude(pk__in=own)
        return sorted({str(user) for user in may})

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        """What stands in the way of asking for it."""
        return obstacles_of(self.here)

    @cached_property
    def against(self) -> Against:
        """The difference to the version active now."""
        return against_active(self.here)

    @cached_property
    def languages_left_out(self) -> list[str]:
        """What to know of languages patients can read now and could not read this draft in."""
        is_ahead = self.here.is_open or self.is_waiting or self.is_scheduled
        return left_out(self.here.document, self.against.active) if is_ahead else []

    @property
    def has_version_moved(self) -> bool:
        """Whether another version has become active since approval was asked for."""
        standing, active = self.standing, self.against.active
        return standing is not None and standing.against_id != (active.pk if active else None)

    @cached_property
    def evidence(self) -> Evidence:
        """Checks, invariants, cases and impact."""
        return evidence_of(self.here, self.against.active)
