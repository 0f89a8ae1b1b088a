"""Decisions in words: on each finding those that stand or wait, and what no longer stands and why."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.results.words import listed, stamp_words
from clinic.review.codes import finding_code
from screening.engine import Rulebook
from screening.models import FindingDecision
from screening.services.review import Record, held_of

Kind = FindingDecision.Kind


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision. `scope` names its treatments where they are not all, `why` says why it is gone."""

    pk: uuid.UUID
    made_by_id: uuid.UUID
    title: str
    tone: str
    icon: str
    by: str
    reason: str
    comment: str
    scope: str
    letter: str
    letter_href: str
    confirmed: str
    waits: bool
    why: str
    confirm_href: str
    withdraw_href: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about one finding, and where to decide more."""

    href: str
    decisions: tuple[DecisionView, ...]
    pending: tuple[DecisionView, ...]
    is_undecided: bool
    form: Any = None

    @property
    def is_decided(self) -> bool:
        """Whether anything was decided, or is being decided."""
        return bool(self.decisions or self.pending)


@dataclass(frozen=True)
class DecisionWords:
    """Puts the decisions of one record into words."""

    rulebook: Rulebook
    result: Mapping[str, Any]
    record: Record

    def by_rule(self) -> dict[str, Decided]:
        """What was decided, by rule, for everything found."""
        return {finding["rule"]: self.decided(finding["rule"]) for finding in self.result["findings"]}

    def decided(self, rule: str) -> Decided:
        """What was decided about one rule's finding."""
        found = [one for one in self.record.findings if one.held.rule == rule]
        standing = {one.pk: one for finding in found for one in finding.decisions}
        pending = [one for one in self.record.pending if one.rule == rule]
        appointment = self.record.review.appointment_id
        return Decided(
            href=reverse("review:finding", args=[appointment, finding_code(rule)]),
            decisions=tuple(self.view(one) for one in standing.values()),
            pending=tuple(self.view(one) for one in pending),
            is_undecided=any(finding.is_undecided for finding in found),
        )

    def gone(self) -> list[tuple[str, DecisionView]]:
        """The decisions that stand no longer, with the rule's title, the newest first."""
        withdrawn = [one for one in self.record.decisions if one.withdrawn_at is not None]
        gone = sorted([*withdrawn, *self.record.fell_away], key=lambda one: one.made_at, reverse=True)
        return [(self.title(one.rule), self.view(one, self.why(one))) for one in gone]

    def why(self, decision: FindingDecision) -> str:
        """Why a decision stands no longer."""
        if decision.withdrawn_at is not None:
            return _("Taken back by %(who)s, %(when)s.") % {
                "who": decision.withdrawn_by,
                "when": stamp_words(decision.withdrawn_at),
            }
        found = {held.rule for held in held_of(self.result)}
        if decision.rule in found:
            return _("What was found has changed since, so it has to be decided again.")
        return _("This is no longer found.")

    def title(self, rule: str) -> str:
        """The title of a rule; its id where this rulebook does not know it."""
        return self.rulebook.rules[rule].title if rule in self.rulebook.rules else rule

    def view(self, decision: FindingDecision, why: str = "") -> DecisionView:
        """One decision."""
        title, tone, icon = look_of_decision(decision)
        letter = decision.evidence
        appointment = self.record.review.appointment_id
        return DecisionView(
            pk=decision.pk,
            made_by_id=decision.made_by_id,
            title=title,
            tone=tone,
            icon=icon,
            by=f"{decision.made_by}, {stamp_words(decision.made_at)}",
            reason=str(decision.get_reason_display()) if decision.reason else "",
            comment=decision.comment,
            scope=self.scope(decision),
            letter=letter.name if letter else "",
            letter_href=reverse("review:letter", args=[appointment, letter.pk]) if letter else "",
            confirmed=confirmed_words(decision),
            waits=not decision.is_complete and not why,
            why=why,
            confirm_href=reverse("review:confirm", args=[appointment, decision.pk]),
            withdraw_href=reverse("review:withdraw", args=[appointment, decision.pk]),
        )

    def scope(self, decision: FindingDecision) -> str:
        """The treatments a decision is about, where the finding is about more of those planned."""
        about = {held.treatment for held in held_of(self.result) if held.rule == decision.rule}
        if about <= set(decision.fingerprints):
            return ""
        known = self.rulebook.treatments
        return listed([known[code].short_title if code in known else code for code in decision.fingerprints])


def look_of_decision(decision: FindingDecision) -> tuple[str, str, str]:
    """Word, tone and icon of a decision."""
    looks = {
        Kind.ACKNOWLEDGED: (_("Acknowledged"), "note", "eye"),
        Kind.OVERRIDDEN: (_("Overridden"), "care", "scale"),
        Kind.RESOLVED: (_("Resolved"), "go", "file-text"),
        Kind.PATIENT_ASKED: (_("Patient asked"), "note", "message-square"),
    }
    if not decision.is_complete and decision.withdrawn_at is None:
        return _("Override waits for a second person"), "ask", "users"
    return looks[Kind(decision.kind)]


def confirmed_words(decision: FindingDecision) -> str:
    """Who confirmed a decision as the second person."""
    if decision.confirmed_at is None:
        return ""
    return _("Confirmed by %(who)s, %(when)s") % {
        "who": decision.confirmed_by,
        "when": stamp_words(decision.confirmed_at),
    }
