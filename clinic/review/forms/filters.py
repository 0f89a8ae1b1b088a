"""What the worklist is narrowed to. All of it stands in the address, so a view can be shared."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from clinic.accounts.roles import CLINICAL
from clinic.look import LOOKS
from clinic.review.forms.fields import day_field
from screening.engine import Rulebook
from screening.models import Evaluation
from screening.services.review import WorklistFilters

ANY = _("Any")


class FilterForm(forms.Form):
    """Search and filters; `wanted` once it is valid. Choices come from the active rulebook and the staff."""

    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, date of birth, or day")}),
    )
    treatment = forms.ChoiceField(label=_("Treatment"), required=False)
    severity = forms.ChoiceField(label=_("Result"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    practitioner = forms.ModelChoiceField(
        get_user_model().objects.none(), label=_("Practitioner"), required=False, empty_label=ANY
    )
    from_day = day_field(_("From"))
    to_day = day_field(_("To"))

    def __init__(self, data: Any, *, rulebook: Rulebook) -> None:
        super().__init__(data, auto_id="filter_%s")
        treatments = [(code, one.title) for code, one in rulebook.treatments.items()]
        topics = sorted({rule.topic for rule in rulebook.rules.values()})
        severities = [(code.value, LOOKS[code.value].word) for code in reversed(Evaluation.Eligibility)]
        self.offer("treatment", treatments)
        self.offer("severity", severities)
        self.offer("topic", [(code, topic_words(code)) for code in topics])
        people = get_user_model().objects.filter(is_active=True, groups__name__in=CLINICAL)
        field = self.fields["practitioner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above, told to the types
        field.queryset = people.distinct().order_by("full_name", "email")

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a field its choices, and none of them."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        field.choices = [("", ANY), *choices]

    def clean(self) -> dict[str, Any]:
        """A range that ends before it begins is refused."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_day"), cleaned.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", _("This day is before the first one."))
        return cleaned

    @property
    def wanted(self) -> WorklistFilters:
        """The filters as the service takes them."""
        given = self.cleaned_data
        practitioner = given["practitioner"]
        return WorklistFilters(
            search=given["q"],
            treatment=given["treatment"],
            eligibility=given["severity"],
            topic=given["topic"],
            practitioner=practitioner.pk if practitioner else None,
            first_day=given["from_day"],
            last_day=given["to_day"],
        )

    @property
    def given(self) -> dict[str, str]:
        """What is filled in, by name, as it stands in the address."""
        names = {name: str(self.data.get(name, "")).strip() for name in self.fields}
        return {name: value for name, value in names.items() if value}

    def words_for(self, name: str) -> str:
        """What a filled-in filter says: "Result: Deferred"."""
        value = self.cleaned_data[name]
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            value = dict(field.choices)[value]  # type: ignore[arg-type] # a plain list of pairs, see offer
        return f"{field.label}: {value}"


def topic_words(code: str) -> str:
    """The code of a topic as words."""
    return code.replace("_", " ").capitalize()
