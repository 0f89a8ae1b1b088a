"""What was done on the treatment day."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.review.forms.treatment_choices import (
    OTHER,
    SEPARATOR,
    as_typed,
    depth_words,
    offered_areas,
    procedures,
)
from clinic.review.treatments import millimetres
from screening.engine import Rulebook
from screening.models import TreatmentRecord
from screening.services.errors import DepthToConfirm
from screening.services.treatment import Performed

LONGEST_LINES = 8000
PLACES = {"treatment": "procedure", "device": "other_device", "depth_um": "depth"}


class TreatmentForm(forms.Form):
    """Cleaned, `performed` is what the service takes. `asks_why`: the gate is not cleared."""

    procedure = forms.ChoiceField(label=gettext_lazy("Treatment and device"))
    other_device = forms.CharField(label=gettext_lazy("Another device: which"), required=False, max_length=80)
    depth = forms.CharField(
        label=gettext_lazy("Depth in mm"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
    )
    depth_confirmed = forms.BooleanField(label=gettext_lazy("I used this depth on purpose"), required=False)
    passes = forms.IntegerField(
        label=gettext_lazy("Passes"),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    batch = forms.CharField(
        label=gettext_lazy("Cartridge or batch number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    products = forms.CharField(
        label=gettext_lazy("Products"),
        help_text=gettext_lazy("One in each line: numbing cream, serum, mask, care afterwards."),
        required=False,
        max_length=LONGEST_LINES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Areas treated"), widget=forms.CheckboxSelectMultiple
    )
    reaction = forms.CharField(
        label=gettext_lazy("Reaction and endpoint"),
        help_text=gettext_lazy(
            "What the skin looked like at the end: even redness, pinpoint bleeding, frosting."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    stopped_early = forms.BooleanField(label=gettext_lazy("The treatment was ended early"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    because = forms.CharField(
        label=gettext_lazy("Why is the record amended?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    without_clearance = forms.CharField(
        label=gettext_lazy("Why was the patient treated all the same?"),
        help_text=gettext_lazy(
            "This appointment is not cleared. The reason stays on the record, with your name."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        rulebook: Rulebook,
        treatments: Sequence[str],
        areas: Sequence[str],
        asks_why: bool = False,
        amended: TreatmentRecord | None = None,
    ) -> None:
        initial = {"areas": list(areas)} if amended is None else as_typed(rulebook, amended)
        super().__init__(data, auto_id="treatment_%s", initial=initial)
        self.is_deep = bool(data and data.get("depth_confirmed")) or bool(initial.get("depth_confirmed"))
        planned = [rulebook.treatments[code] for code in treatments if code in rulebook.treatments]
        self.choices_of("procedure").choices = procedures(planned)
        self.choices_of("areas").choices = offered_areas(rulebook, [*areas, *initial["areas"]])
        self.fields["depth"].help_text = depth_words(planned)
        if amended is None:
            del self.fields["because"]
        if not asks_why:
            del self.fields["without_clearance"]

    @property
    def helper(self) -> FormHelper:
        """How crispy lays it out; the page has the form element."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        depth = ["depth", "depth_confirmed"] if self.is_deep else ["depth"]
        areas = Field("areas", template="review/check_list.html")
        last = [name for name in ("because",) if name in self.fields]
        first = [name for name in ("without_clearance",) if name in self.fields]
        helper.layout = Layout(
            *first,
            Fieldset(_("What was done"), "procedure", "other_device", Row(*depth, "passes"), areas),
            Fieldset(_("With what"), "batch", "products"),
            Fieldset(_("How it went"), "reaction", "stopped_early", "note", *last),
        )
        return helper

    def choices_of(self, name: str) -> forms.ChoiceField:
        """The field of that name, which takes choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above, told to the types
        return field

    def clean_depth(self) -> int | None:
        """The depth in micrometres, from millimetres with a point or a comma."""
        typed = self.cleaned_data["depth"].strip().replace(",", ".")
        if not typed:
            return None
        try:
            depth = Decimal(typed) * 1000
        except InvalidOperation:
            raise forms.ValidationError(_("Enter a number of millimetres, such as 1.5.")) from None
        if not depth.is_finite() or depth != depth.to_integral_value() or not 1 <= depth <= 10_000:
            raise forms.ValidationError(_("Enter a depth from 0.001 to 10 mm."))
        return int(depth)

    @property
    def performed(self) -> Performed:
        """What was done, once the form is valid."""
        data = self.cleaned_data
        treatment, _separator, device = data["procedure"].partition(SEPARATOR)
        return Performed(
            treatment=treatment,
            device=data["other_device"] if device in {OTHER, ""} else device,
            depth_um=data["depth"],
            depth_confirmed=data["depth_confirmed"],
            passes=data["passes"],
            batch=data["batch"],
            products=data["products"].splitlines(),
            areas=data["areas"],
            reaction=data["reaction"],
            note=data["note"],
            stopped_early=data["stopped_early"],
        )

    @staticmethod
    def place_of(field: str | None) -> str | None:
        """The field here that stands for one of the service."""
        return None if field is None else PLACES.get(field, field)

    def ask_about_depth(self, refusal: DepthToConfirm) -> None:
        """Warn of a depth beyond the catalogue's, and let it be confirmed."""
        self.is_deep = True
        text = _(
            "The catalogue goes to %(most)s mm with this device. Correct the depth, or confirm it below."
        )
        self.add_error("depth", text % {"most": millimetres(refusal.most_um)})
