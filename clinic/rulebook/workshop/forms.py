"""Starting, importing and renaming drafts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from screening.models import RulebookVersion
from screening.services.rulebook.drafts import LONGEST_TITLE


class TitleForm(forms.Form):
    """What a draft is called."""

    title = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Give the draft a title.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class StartForm(TitleForm):
    """A new draft of a version."""

    version = forms.TypedChoiceField(
        label=_("Start from"),
        coerce=int,
        error_messages={"invalid_choice": _("Choose one of the list."), "required": _("Choose a version.")},
    )

    def __init__(self, *args: Any, versions: list[RulebookVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(version.number, words_of(version)) for version in versions]
        active = next((v.number for v in versions if v.status == RulebookVersion.Status.ACTIVE), None)
        self.initial.setdefault("version", active)


def words_of(version: RulebookVersion) -> str:
    """A version in a list to choose from."""
    words = _("Version %(number)d (%(status)s)")
    return str(words) % {"number": version.number, "status": version.get_status_display()}


class ImportForm(TitleForm):
    """A new draft of a file."""

    file = forms.FileField(
        label=_("TOML file"),
        help_text=_("As the rulebook downloads: one file, 2 MB at most."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )
    despite = forms.BooleanField(
        label=_("Make a draft even if the rulebook in it has problems"), required=False
    )
