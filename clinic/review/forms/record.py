"""Forms about one record. Each names the revision its reader saw, and refuses in the place it is about."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.accounts.forms import PasswordMixin
from screening.engine import AnswerProblem
from screening.models import ReviewChange
from screening.services.errors import Blocking, FieldProblem, ProceedRefused, StaleDecision

LETTER_TYPES = "application/pdf,image/png,image/jpeg"


class RecordForm(forms.Form):
    """What every such form has. Where that is why it was refused, `news` is what has changed meanwhile, and
    `blocking` what forbids to proceed.
    """

    places: ClassVar[dict[str, str]] = {}

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, revision: int, **options: Any) -> None:
        initial = {"revision": revision, **options.pop("initial", {})}
        super().__init__(data, files, initial=initial, **options)
        self.is_stale = False
        self.news: tuple[ReviewChange, ...] = ()
        self.blocking: tuple[Blocking, ...] = ()

    @property
    def seen_revision(self) -> int:
        """The revision the decision is made on."""
        return int(self.cleaned_data["revision"])

    def note_stale(self, refusal: StaleDecision) -> None:
        """Keep what is new to show it; sent again, the form is about the record as it is now."""
        self.is_stale, self.news = True, refusal.changes
        sent: Any = self.data
        sent = sent.copy()  # what was sent cannot be changed itself
        sent["revision"] = str(refusal.revision)
        self.data = sent

    def note_blocking(self, refusal: ProceedRefused) -> None:
        """Keep what forbids to proceed to show it."""
        self.blocking = refusal.blocking
        self.add_error(None, refusal.message)

    def refuse(self, problems: Iterable[FieldProblem]) -> None:
        """Show what a service refused at the field it is about."""
        for problem in problems:
            place = self.places.get(problem.field, problem.field)
            self.add_error(place if place in self.fields else None, problem.message)

    def refuse_answers(self, problems: Iterable[AnswerProblem]) -> None:
        """Show why an answer was refused."""
        for problem in problems:
            self.add_error(None, problem.message[:1].upper() + problem.message[1:].rstrip(".") + ".")


class NoteForm(RecordForm):
    """A note on the record."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea)


class LetterMixin(forms.Form):
    """A file to upload. With `is_cut` what was sent was too large to be taken in at all."""

    letter = forms.FileField(
        label=_("Add a letter"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": LETTER_TYPES}),
    )
    is_cut = False

    def demand_letter(self) -> None:
        """Note that a letter is missing, or was too large."""
        if self.is_cut:
            self.add_error("letter", _("Choose a file of at most 10 MB."))
        elif not self.cleaned_data.get("letter") and "letter" not in self.errors:
            self.add_error("letter", _("Choose the file of the letter."))


class LetterForm(LetterMixin, RecordForm):
    """A letter for the record."""

    def clean(self) -> dict[str, Any]:
        """A letter has to be there."""
        cleaned = super().clean() or {}
        if cleaned.get("letter") is None:
            self.demand_letter()
        return cleaned


class WithdrawForm(RecordForm):
    """Nothing but the revision: taking back what stands beside the button."""


class ClearanceForm(RecordForm):
    """Whether a letter from somebody else is waited for."""

    wait = forms.TypedChoiceField(
        choices=[("yes", _("Wait for a letter")), ("no", _("Wait no longer"))],
        coerce=lambda given: given == "yes",
    )


class RecheckForm(RecordForm):
    """What the patient said about changes since the answers were given."""

    changed = forms.TypedChoiceField(
        choices=[("no", _("Nothing has changed")), ("yes", _("Something has changed"))],
        coerce=lambda given: given == "yes",
    )


class ConfirmForm(PasswordMixin, RecordForm):
    """The second person's answer to an override."""

    CONFIRM, REFUSE = "confirm", "refuse"

    answer = forms.ChoiceField(choices=[(CONFIRM, _("Confirm the override")), (REFUSE, _("Refuse it"))])

    @property
    def confirms(self) -> bool:
        """Whether it is confirmed."""
        return bool(self.cleaned_data["answer"] == self.CONFIRM)
