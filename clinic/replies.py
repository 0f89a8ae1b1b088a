"""The reply to something a patient wants put right: one form for the desk and for the record."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import CorrectionRequest
from screening.services.errors import FieldProblem

Status = CorrectionRequest.Status


class ReplyForm(forms.Form):
    """Put right or not, and what the patient is told."""

    outcome = forms.ChoiceField(
        label=_("What was done?"),
        choices=[(Status.DONE, _("It is put right")), (Status.DECLINED, _("It is not changed"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what has been done.")},
    )
    reply = forms.CharField(
        label=_("Reply to the patient"),
        help_text=_("The patient reads this. Say why where nothing is changed."),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def refuse(self, problems: Iterable[FieldProblem]) -> None:
        """Show what the service refused at its field."""
        for problem in problems:
            self.add_error(problem.field, problem.message)

    @property
    def words(self) -> dict[str, Any]:
        """What the service is told."""
        return {"outcome": self.cleaned_data["outcome"], "reply": self.cleaned_data["reply"]}
