"""Looking for texts, translating one, importing a file, offering a version in a language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.accounts.forms import PasswordMixin
from clinic.rulebook.languages.rows import MISSING, REVIEWED, UNREVIEWED, TextRow
from clinic.rulebook.workshop.presenters.places import COLLECTION_WORDS, collection_of

SAVE, RIGHT = "save", "right"
OFFER, STOP = "offer", "stop"


class TextFilters(forms.Form):
    """What is looked for: a text, its state, the part of the rulebook it stands in."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            (MISSING, _("Missing")),
            (UNREVIEWED, _("Not reviewed")),
            (REVIEWED, _("Reviewed")),
        ],
    )
    part = forms.ChoiceField(label=_("Part"), required=False)

    def __init__(self, data: Any, *, rows: list[TextRow]) -> None:
        super().__init__(data or None, auto_id="filter_%s")
        self.rows = rows
        parts = dict.fromkeys(collection_of(row.text.place) for row in rows)
        field = self.fields["part"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Any")), *[(part, COLLECTION_WORDS.get(part, part)) for part in parts]]

    @property
    def found(self) -> list[TextRow]:
        """The texts that fit, in the order of the rulebook."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return [row for row in self.rows if fits(row, given)]


def fits(row: TextRow, given: dict[str, str]) -> bool:
    """Whether a text is looked for."""
    wanted, part, state = given.get("q", "").casefold(), given.get("part", ""), given.get("show", "")
    if wanted and wanted not in f"{row.element} {row.text.text} {row.translation}".casefold():
        return False
    return (not part or collection_of(row.text.place) == part) and (not state or row.state == state)


class TextForm(forms.Form):
    """One translated text; `of` and `seen`: the original's digest and the translation looked at."""

    place = forms.CharField(widget=forms.HiddenInput)
    field = forms.CharField(widget=forms.HiddenInput)
    of = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    text = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    reviewed = forms.BooleanField(required=False)
    action = forms.ChoiceField(choices=[(SAVE, SAVE), (RIGHT, RIGHT)])

    def clean_seen(self) -> str:
        """The translation as it was shown; a browser sends other line ends."""
        return str(self.cleaned_data["seen"]).replace("\r\n", "\n")


class TranslationsForm(forms.Form):
    """A translator's file."""

    file = forms.FileField(
        label=_("TOML file"),
        help_text=_("As it downloads from this page, with the translations filled in; 2 MB at most."),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )


class OfferForm(PasswordMixin):
    """Offering a version in a language, or no longer."""

    action = forms.ChoiceField(choices=[(OFFER, OFFER), (STOP, STOP)])

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["password"].required = True
        self.fields["password"].help_text = _("Your signature. Nobody else can give it.")
