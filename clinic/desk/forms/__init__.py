"""The forms of the desk."""

from clinic.desk.forms.patients import PatientForm, SearchForm

__all__ = ["PatientForm", "SearchForm"]
