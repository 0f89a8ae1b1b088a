"""What a patient asks to be put right, and the last word before the form is withdrawn."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.services.errors import FieldProblem


class ProblemsMixin(forms.Form):
    """What is wrong, for the summary of errors, and what a service refuses."""

    @property
    def problems(self) -> list[dict[str, str]]:
        """Each error with the field it is about."""
        found = [(field, text) for field, texts in self.errors.items() for text in texts]
        return [{"anchor": f"id_{field}", "text": str(text)} for field, text in found]

    def refuse(self, problems: Iterable[FieldProblem]) -> None:
        """Show what a service refused at its field."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class ContactCorrectionForm(ProblemsMixin):
    """What is wrong with name, date of birth or contact details."""

    text = forms.CharField(
        label=_("What is wrong, and what is right?"),
        help_text=_(
            "For example: “My last name is now Miller” or “My new number is …”. Reception reads this. "
            "Please write nothing about your health here."
        ),
        error_messages={"required": _("Write what we should put right.")},
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerCorrectionForm(ProblemsMixin):
    """What is wrong with an answer. Naming the question is a help, not a duty."""

    link_id = forms.ChoiceField(label=_("Which answer is it about?"), required=False)
    text = forms.CharField(
        label=_("What is wrong, and what is right?"),
        help_text=_("In your own words. Only the people who treat you read this."),
        error_messages={"required": _("Write what we should put right.")},
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, data: Any = None, *, answers: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["link_id"]
        field.choices = [("", _("I'm not sure, or several")), *answers]  # type: ignore[attr-defined] # a ChoiceField


class WithdrawForm(ProblemsMixin):
    """One box, never ticked beforehand."""

    sure = forms.BooleanField(
        label=_("Yes, I withdraw my form."),
        error_messages={"required": _("Tick the box if you are sure. Nothing has been withdrawn yet.")},
    )
