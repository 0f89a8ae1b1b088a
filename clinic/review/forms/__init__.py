"""The forms on the summary page: when, what and where, and what is asked of the clinic."""

from clinic.review.forms.clinic_answers import ClinicAnswersForm
from clinic.review.forms.procedure import ProcedureForm
from clinic.review.forms.reschedule import RescheduleForm

__all__ = ["ClinicAnswersForm", "ProcedureForm", "RescheduleForm"]
