"""The forms of an approval: asking for it, and deciding on it."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.accounts.forms import PasswordMixin
from screening.services.errors import InvalidInput

NOW, LATER, BACK = "now", "later", "back"
DECISIONS = (
    (NOW, gettext_lazy("Approve and publish now"), gettext_lazy("Patients are checked against it at once.")),
    (
        LATER,
        gettext_lazy("Approve for a set time"),
        gettext_lazy("It is published by itself, if nothing else is published before."),
    ),
    (BACK, gettext_lazy("Send it back"), gettext_lazy("With what is to be changed first.")),
)
DAY_AND_TIME = "%Y-%m-%dT%H:%M"


class RefusableForm(forms.Form):
    """A form in which a service's refusals stand at the fields they are about."""

    current = ""
    """The digest of what the page shows."""

    def show_current(self) -> None:
        """Sent again, the form is about what the page shows now."""
        sent: Any = self.data
        sent = sent.copy()  # what was sent cannot be changed itself
        sent["seen"] = self.current
        self.data = sent

    def refuse(self, refusal: InvalidInput) -> None:
        """Put each problem at its field, else above the form."""
        for problem in refusal.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)


class AskForm(RefusableForm):
    """Asking for approval."""

    note = forms.CharField(
        label=gettext_lazy("What was changed, and why?"),
        help_text=gettext_lazy("Whoever approves reads this first. It stays with the version."),
        error_messages={"required": gettext_lazy("Say in a few words what was changed and why.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(PasswordMixin, RefusableForm):
    """Approving or sending back; `seen` is the digest of what was looked at."""

    field_order = ("seen", "decision", "publish_at", "comment", "password")

    seen = forms.CharField(max_length=71, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    publish_at = forms.DateTimeField(
        label=gettext_lazy("Publish at"),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter a day and a time, such as 2026-12-01 07:00.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DAY_AND_TIME),
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, seen: str, zone: str) -> None:
        super().__init__(data, initial={"seen": seen}, auto_id="decide_%s")
        self.current = seen
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        field.choices = [
            (code, format_html('{} <span class="about">{}</span>', word, about))
            for code, word, about in DECISIONS
        ]
        self.fields["publish_at"].help_text = _("The clinic's time: %(zone)s.") % {"zone": zone}
        self.fields["password"].help_text = _("Your signature. Nobody else can give it.")

    @property
    def approves(self) -> bool:
        """Whether it is approved, at once or for later."""
        return self.cleaned_data.get("decision") in {NOW, LATER}

    def clean(self) -> dict[str, Any]:
        """What the decision needs besides itself."""
        given = super().clean() or {}
        decision = given.get("decision")
        if decision == LATER and "publish_at" not in self.errors and given.get("publish_at") is None:
            self.add_error("publish_at", _("Choose the day and the time."))
        if decision == BACK and not given.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be changed first."))
        if decision in {NOW, LATER} and not self.is_signed:
            self.add_error("password", _("Enter your password."))
        return given


class RollBackForm(PasswordMixin, RefusableForm):
    """Going back to an older version; `seen` is the digest of the version active when it was looked at."""

    field_order = ("seen", "note", "password")

    seen = forms.CharField(max_length=71, required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("It stays with the version."),
        error_messages={"required": gettext_lazy("Say in a few words why.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        self.current = seen
        self.fields["password"].required = True
        self.fields["password"].help_text = _("Your signature. Nobody else can give it.")
