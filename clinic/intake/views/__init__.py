"""The patient's pages."""

from clinic.intake.views.answer import answer
from clinic.intake.views.asked import asked, asked_follow_up
from clinic.intake.views.changed import changed
from clinic.intake.views.check import check
from clinic.intake.views.consent import consent, consent_copy, consented, treatment
from clinic.intake.views.copy import copy
from clinic.intake.views.feed import feed
from clinic.intake.views.language import language
from clinic.intake.views.leaving import alive, leave, left, resting, sent
from clinic.intake.views.mydata import mydata, mydata_copy, mydata_correction, mydata_data
from clinic.intake.views.names import names
from clinic.intake.views.opening import open_link, resume
from clinic.intake.views.plan import plan, plan_calendar, plan_copy, plan_feed
from clinic.intake.views.section import follow_up, section
from clinic.intake.views.withdrawing import withdraw, withdrawn

__all__ = [
    "alive",
    "answer",
    "asked",
    "asked_follow_up",
    "changed",
    "check",
    "consent",
    "consent_copy",
    "consented",
    "copy",
    "feed",
    "follow_up",
    "language",
    "leave",
    "left",
    "mydata",
    "mydata_copy",
    "mydata_correction",
    "mydata_data",
    "names",
    "open_link",
    "plan",
    "plan_calendar",
    "plan_copy",
    "plan_feed",
    "resting",
    "resume",
    "section",
    "sent",
    "treatment",
    "withdraw",
    "withdrawn",
]
