"""Searching the cases of a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.rulebook.workshop.cases.showing import CaseRow

FAILING, PASSING = "failing", "passing"
WHOLE = "-"


class CaseFilters(forms.Form):
    """What is looked for: a text, cases that fail or pass, cases of one rule or of the whole."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    result = forms.ChoiceField(
        label=_("Result"),
        required=False,
        choices=[("", _("Any")), (FAILING, _("Fails")), (PASSING, _("As expected"))],
    )
    rule = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, data: Any, *, rows: list[CaseRow]) -> None:
        super().__init__(data or None, auto_id="filter_%s")
        self.rows = rows
        rules = sorted({(row.rule, row.rule_title) for row in rows if row.rule}, key=lambda pair: pair[1])
        field = self.fields["rule"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Any")), (WHOLE, _("The whole questionnaire")), *rules]

    @property
    def found(self) -> list[CaseRow]:
        """The cases that fit, failing ones first."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        fitting = [row for row in self.rows if fits(row, given)]
        return sorted(fitting, key=lambda row: not row.failures)


def fits(row: CaseRow, given: dict[str, str]) -> bool:
    """Whether a case is looked for."""
    wanted, rule, result = given.get("q", "").casefold(), given.get("rule", ""), given.get("result", "")
    if wanted and wanted not in f"{row.title} {row.rule} {row.rule_title}".casefold():
        return False
    if rule and row.rule != ("" if rule == WHOLE else rule):
        return False
    return not result or bool(row.failures) is (result == FAILING)
