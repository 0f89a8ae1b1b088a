"""The declaration before the questionnaire is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeclarationForm(forms.Form):
    """One box, never ticked beforehand."""

    declaration = forms.BooleanField(
        label=_("My answers are true and complete as far as I know."),
        error_messages={"required": _("Tick the box to confirm your answers.")},
    )

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong, for the summary of errors."""
        return [
            {"anchor": "id_declaration", "text": str(text)} for text in self.errors.get("declaration", [])
        ]
