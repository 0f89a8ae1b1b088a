"""The file of another booking system."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST_BYTES = 1_000_000


class UploadForm(forms.Form):
    """One CSV file."""

    file = forms.FileField(
        label=gettext_lazy("File with appointments (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv", "class": "text"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """A file of at most a megabyte."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(_("This file is larger than one megabyte. Import one day at a time."))
        return file
