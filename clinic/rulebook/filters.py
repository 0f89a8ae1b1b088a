"""Searching and narrowing the list of rules, from what stands in the address."""

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.look import LOOKS
from clinic.rulebook.presenters.grid import worst_of
from clinic.rulebook.presenters.words import topic_titles
from screening.engine import Duration, Rule, Rulebook, Severity

LONGEST_SEARCH = 100
WINDOWS = {
    "now": Duration.parse("0 days"),
    "3months": Duration.parse("3 months"),
    "6months": Duration.parse("6 months"),
}
UNKNOWN = {"invalid_choice": _("Choose one of the list.")}
DUE = [
    ("", _("Any time")),
    ("now", _("Due for review now")),
    ("3months", _("Due within 3 months")),
    ("6months", _("Due within 6 months")),
]


class RuleFilters(forms.Form):
    """The search box and its filters; what they are left empty for, they do not narrow."""

    q = forms.CharField(
        label=_("Search"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False, error_messages=UNKNOWN)
    severity = forms.ChoiceField(label=_("Severity"), required=False, error_messages=UNKNOWN)
    treatment = forms.ChoiceField(label=_("Treatment"), required=False, error_messages=UNKNOWN)
    due = forms.ChoiceField(label=_("Review"), choices=DUE, required=False, error_messages=UNKNOWN)

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rulebook = rulebook
        severities = [s for s in reversed(Severity) if s]
        self.offer("topic", sorted(topic_titles(rulebook).items(), key=itemgetter(1)))
        self.offer("severity", [(s.code, LOOKS[s.code].word) for s in severities])
        self.offer("treatment", [(code, t.short_title) for code, t in rulebook.treatments.items()])

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Fill in the choices of a field; before them stands one that narrows nothing."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Any")), *choices]

    def rules(self, today: date) -> list[Rule]:
        """The rules that remain; call only on a valid form."""
        chosen = self.cleaned_data
        found: Iterable[Rule] = self.rulebook.rules.values()
        return [
            rule
            for rule in found
            if chosen["topic"] in {"", rule.topic}
            and self.says(rule, chosen["severity"], chosen["treatment"])
            and is_due(rule, chosen["due"], today)
            and mentions(rule, chosen["q"])
        ]

    def says(self, rule: Rule, severity: str, treatment: str) -> bool:
        """Whether the worst a rule says about a treatment (or any) is of this severity (or any)."""
        worst = worst_of(self.rulebook, rule)
        said = [worst[treatment]] if treatment else list(worst.values())
        return any(one.code == severity for one in said) if severity else any(said)


def is_due(rule: Rule, window: str, today: date) -> bool:
    """Whether a rule's sources are to be looked at again within the window; an empty one takes every rule."""
    given = rule.review_by  # a draft's rule may have none yet
    return not (window and given) or date.fromisoformat(given) <= WINDOWS[window].after(today)


def mentions(rule: Rule, typed: str) -> bool:
    """Whether every word typed stands somewhere in the rule's texts."""
    texts = (
        rule.id,
        rule.topic,
        rule.title,
        rule.message,
        rule.patient,
        rule.action,
        rule.resolution,
        rule.evidence,
    )
    everything = " ".join(texts).casefold()
    return all(word in everything for word in typed.casefold().split())
