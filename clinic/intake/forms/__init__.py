"""The patient's forms, made from the rulebook."""

from clinic.intake.forms.birth_date import BirthDateForm
from clinic.intake.forms.layout import render_slot
from clinic.intake.forms.section import PREFIX, SectionForm

__all__ = ["PREFIX", "BirthDateForm", "SectionForm", "render_slot"]
