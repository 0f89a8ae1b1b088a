"""The questions as the patient gets them, made from the rulebook: on the patient's pages and in previews."""

from clinic.questions.layout import render_slot
from clinic.questions.question import Asking
from clinic.questions.section import PREFIX, SectionForm

__all__ = ["PREFIX", "Asking", "SectionForm", "render_slot"]
