"""The practitioner's forms: filters, when and what and where, the clinic's answers, and every decision."""

from clinic.review.forms.ask import AskForm
from clinic.review.forms.clinic_answers import ClinicAnswersForm
from clinic.review.forms.correct import CorrectForm
from clinic.review.forms.decide import DecideForm
from clinic.review.forms.filters import FilterForm
from clinic.review.forms.procedure import ProcedureForm
from clinic.review.forms.record import (
    ClearanceForm,
    ConfirmForm,
    LetterForm,
    NoteForm,
    RecheckForm,
    RecordForm,
    WithdrawForm,
)
from clinic.review.forms.reschedule import RescheduleForm
from clinic.review.forms.sign_off import SignOffForm

__all__ = [
    "AskForm",
    "ClearanceForm",
    "ClinicAnswersForm",
    "ConfirmForm",
    "CorrectForm",
    "DecideForm",
    "FilterForm",
    "LetterForm",
    "NoteForm",
    "ProcedureForm",
    "RecheckForm",
    "RecordForm",
    "RescheduleForm",
    "SignOffForm",
    "WithdrawForm",
]
