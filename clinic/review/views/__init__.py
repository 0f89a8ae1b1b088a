"""The practitioner's pages: the list, one summary, and the changes made on it."""

from clinic.review.views.changing import clinic_answers, procedure, reschedule
from clinic.review.views.reading import evaluation, summary, worklist

__all__ = ["clinic_answers", "evaluation", "procedure", "reschedule", "summary", "worklist"]
