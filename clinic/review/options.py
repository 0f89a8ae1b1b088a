"""What may be decided about one finding, by whom, and about what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinic.review.codes import finding_code
from screening.engine import Rulebook, Severity
from screening.models import FindingDecision
from screening.services.review import LEAD_ONLY, NOBODY, Record, askable_items

Kind = FindingDecision.Kind


@dataclass(frozen=True, slots=True)
class Options:
    """The decisions offered (code, word, what it means), the treatments, letters and questions to choose."""

    rule: str
    code: str
    kinds: tuple[tuple[str, str, str], ...]
    treatments: tuple[tuple[str, str], ...]
    letters: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    why_no_override: str


@dataclass(frozen=True)
class Offering:
    """Finds out what a reader may decide on a record."""

    rulebook: Rulebook
    result: Mapping[str, Any]
    record: Record
    is_lead: bool

    def options(self, rule: str) -> Options:
        """What may be decided about what a rule found."""
        finding = next(one for one in self.result["findings"] if one["rule"] == rule)
        treatments = self.rulebook.treatments
        items = self.items(finding)
        severities = [Severity.from_code(one["severity"]) for one in finding["treatments"].values()]
        no_override = _("Nobody may override this rule.") if self.policy(rule) == NOBODY else ""
        return Options(
            rule=rule,
            code=finding_code(rule),
            kinds=tuple(self.kinds(rule, severities, has_items=bool(items))),
            treatments=tuple((code, treatments[code].short_title) for code in finding["treatments"]),
            letters=tuple((str(one.pk), one.name) for one in self.record.evidence),
            items=items,
            why_no_override=no_override if max(severities) >= Severity.CLEARANCE else "",
        )

    def policy(self, rule: str) -> str:
        """Who may override a rule."""
        return self.rulebook.rules[rule].override

    def kinds(self, rule: str, severities: list[Severity], *, has_items: bool) -> list[tuple[str, str, str]]:
        """The decisions offered: code, word, what it means."""
        kinds = [(Kind.ACKNOWLEDGED, _("Acknowledge"), _("You have seen it. It holds what it held."))]
        if max(severities) >= Severity.CLEARANCE and self.policy(rule) != NOBODY:
            kinds.append((Kind.OVERRIDDEN, _("Override"), self.override_words(rule, max(severities))))
        if Severity.CLEARANCE in severities:
            words = _("A letter clears it: you have it at hand.")
            kinds.append((Kind.RESOLVED, _("Resolved by a letter"), words))
        if has_items:
            words = _("The link opens again, for the questions you choose only.")
            kinds.append((Kind.PATIENT_ASKED, _("Ask the patient"), words))
        return [(str(kind.value), word, about) for kind, word, about in kinds]

    def override_words(self, rule: str, severity: Severity) -> str:
        """What an override by this reader needs."""
        if severity is Severity.CONTRAINDICATED:
            return _("Goes ahead all the same. Stands once a clinical lead other than you confirms it.")
        if self.policy(rule) == LEAD_ONLY and not self.is_lead:
            return _("Goes ahead all the same. Stands once a clinical lead confirms it.")
        return _("Goes ahead all the same, on your word.")

    def items(self, finding: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """The questions behind a finding that a patient may be asked."""
        told = [reason["item"] for reason in finding["because"]]
        behind = dict.fromkeys([*told, *finding["would_settle"]])
        askable = askable_items(self.rulebook, self.record.review.appointment)
        return tuple((link_id, askable[link_id].label) for link_id in behind if link_id in askable)
