"""Withdrawing a record that was entered by mistake."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why it was a mistake."""

    because = forms.CharField(
        label=_("Why is it a mistake?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="withdraw_%s")
