"""The audit trail in plain words: what was done, and to what."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from screening.models import ReviewChange

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

READ: "dict[str, _StrPromise]" = {
    "appointment.listed": _("Saw an appointment in a list"),
    "appointment.read": _("Opened an appointment"),
    "consent.copied": _("Took a copy of a consent"),
    "correction.listed": _("Saw a request for correction in a list"),
    "correction.read": _("Opened a request for correction"),
    "evidence.read": _("Opened a letter"),
    "feed.read": _("Had a calendar fetch the care plan's reminders"),
    "mydata.copied": _("Took a copy of what is stored about them"),
    "mydata.read": _("Read what is stored about them"),
    "patient.exported": _("Exported a whole record"),
    "patient.listed": _("Saw a patient in a list"),
    "patient.overviewed": _("Looked at how much there is of a record"),
    "patient.read": _("Opened a patient's page at the desk"),
    "plan.copied": _("Took a copy of a care plan"),
    "plan.opened": _("Opened a care plan"),
    "record.readers_read": _("Looked at who has read a record"),
    "response.copied": _("Took a copy of the answers"),
    "response.exported": _("Saved a summary as a document"),
    "response.listed": _("Saw a result in a rulebook's impact preview"),
    "response.made_case": _("Made a nameless case of a questionnaire"),
    "response.read": _("Read answers and findings"),
    "review.listed": _("Saw a record in a list"),
    "review.read": _("Opened a record"),
    "rulebook.impact_read": _("Compared results for an impact preview"),
    "treatment.read": _("Opened the page of a treatment day"),
    "tablet.opened": _("Opened a questionnaire on the clinic's tablet"),
    "invitation.opened": _("Opened a questionnaire by its link"),
}
"""Readings."""

CHANGED: "dict[str, _StrPromise]" = {
    "account.changed": _("Changed an account"),
    "appointment.booked": _("Booked an appointment"),
    "appointment.cancelled": _("Cancelled an appointment"),
    "appointment.practitioner_changed": _("Changed who treats"),
    "appointment.procedure_changed": _("Changed what is treated"),
    "appointment.rescheduled": _("Moved an appointment"),
    "audit.searched": _("Searched the audit trail"),
    "consent.given": _("Gave consent"),
    "consent.withdrawn": _("Took consent back"),
    "correction.asked": _("Asked for a correction"),
    "draft.approved": _("Approved a draft of the rulebook"),
    "draft.changed": _("Changed a draft of the rulebook"),
    "draft.discarded": _("Discarded a draft of the rulebook"),
    "draft.not-published": _("Could not publish a draft of the rulebook"),
    "draft.published": _("Published a draft of the rulebook"),
    "draft.renamed": _("Renamed a draft of the rulebook"),
    "draft.sent-back": _("Sent a draft of the rulebook back"),
    "draft.started": _("Started a draft of the rulebook"),
    "draft.submitted": _("Handed a draft of the rulebook in for approval"),
    "draft.withdrawn": _("Took a draft of the rulebook back from approval"),
    "evaluation.made": _("Evaluated a questionnaire"),
    "feed.made": _("Made a calendar address"),
    "feed.stopped": _("Stopped a calendar address"),
    "import.confirmed": _("Imported appointments"),
    "import.uploaded": _("Uploaded appointments to import"),
    "invitation.created": _("Made a link for a patient"),
    "invitation.revoked": _("Revoked a patient's links"),
    "invitation.wrong_birth_date": _("Entered a wrong date of birth at a link"),
    "message.queued": _("Queued a message"),
    "message.withdrawn": _("Withdrew a message"),
    "password.failed": _("Entered a wrong password when asked again"),
    "patient.edited": _("Changed a patient's data"),
    "patient.erased": _("Erased a record"),
    "patient.held": _("Put a record on hold"),
    "patient.merge_undone": _("Made two records of one again"),
    "patient.merged": _("Made one record of two"),
    "patient.purged": _("Removed a record whose time was over"),
    "patient.registered": _("Added a patient"),
    "patient.released": _("Lifted the hold on a record"),
    "permission.set": _("Changed who may treat what"),
    "response.answer_saved": _("Gave an answer"),
    "response.answered_again": _("Answered what the clinic asked"),
    "response.clinic_answers": _("Entered answers for the clinic"),
    "response.corrected": _("Corrected answers"),
    "response.entry_started": _("Began to answer for a patient"),
    "response.moved_to_version": _("Moved a questionnaire to a newer rulebook"),
    "response.section_saved": _("Answered a section"),
    "response.submitted": _("Handed a questionnaire in"),
    "sign-in.failed": _("Failed to sign in"),
    "tablet.started": _("Handed over the clinic's tablet"),
}

BY_ITSELF: "dict[str, _StrPromise]" = {
    "data.purged": _("Removed what was past its time"),
    "link.purged": _("Removed an old link"),
    "message.purged": _("Removed an old message"),
    "response.purged": _("Emptied a form that was never handed in"),
    "correction.declined": _("Declined a correction"),
    "correction.done": _("Put something right that a patient asked for"),
    "keys.rotated": _("Changed a key for good"),
    "keys.rotation_begun": _("Began to change a key"),
    "language.published": _("Published the rulebook in a language"),
    "language.withdrawn": _("Withdrew a language of the rulebook"),
    "message.dropped": _("Dropped a message that was not needed any more"),
    "message.failed": _("Could not deliver a message"),
    "message.sent": _("Sent a message"),
    "rulebook.imported": _("Imported a rulebook"),
    "rulebook.job_asked": _("Asked for a check of a draft"),
    "rulebook.job_cancelled": _("Cancelled a check of a draft"),
    "rulebook.job_done": _("Finished a check of a draft"),
    "rulebook.job_failed": _("Could not finish a check of a draft"),
    "rulebook.noted": _("Noted on a version of the rulebook what is new"),
    "rulebook.published": _("Published a rulebook"),
    "rulebook.rolled-back": _("Went back to an earlier rulebook"),
    "translation.imported": _("Imported a translation"),
    "translation.written": _("Wrote a translation"),
    "treatment.amended": _("Amended a treatment record"),
    "treatment.recorded": _("Recorded a treatment"),
    "treatment.withdrawn": _("Withdrew a treatment record"),
}
"""What tells how something ended, and records that are signed."""

OF_SIGNING_IN: "dict[str, _StrPromise]" = {
    "account.added": _("Added an account"),
    "account.invited": _("Invited somebody to work here"),
    "account.link-sent": _("Sent a link to choose a password"),
    "account.off": _("Switched an account off"),
    "account.on": _("Switched an account on again"),
    "account.roles": _("Changed somebody's roles"),
    "code.failed": _("Entered a wrong code at the second step"),
    "passkey.failed": _("Tried a passkey that was not accepted"),
    "password.changed": _("Changed their password"),
    "password.chosen": _("Chose a password behind a link"),
    "second-step.added": _("Added a second step to sign in"),
    "second-step.codes-made": _("Made recovery codes"),
    "second-step.removed": _("Removed a second step"),
    "second-step.reset": _("Took away somebody's password and second step"),
    "session.over": _("Was signed out after a time"),
    "session.revoked": _("Ended sessions of their own"),
    "sign-in": _("Signed in"),
    "sign-out": _("Signed out"),
}

OF_REVIEWS: "dict[str, _StrPromise]" = {f"review.{kind.value}": kind.label for kind in ReviewChange.Kind}

ACTIONS = {**READ, **CHANGED, **BY_ITSELF, **OF_SIGNING_IN, **OF_REVIEWS}

SUBJECTS: "dict[str, _StrPromise]" = {
    "appointment": _("Appointment"),
    "appointmentimport": _("Import of appointments"),
    "calendarfeed": _("Calendar address"),
    "consent": _("Consent"),
    "correctionrequest": _("Request for correction"),
    "evaluation": _("Evaluation"),
    "evidence": _("Letter"),
    "findingdecision": _("Decision"),
    "invitation": _("Link"),
    "keyrotation": _("Change of a key"),
    "note": _("Note"),
    "outboxmessage": _("Message"),
    "patient": _("Patient"),
    "purge": _("Removal of what is past its time"),
    "patientrequest": _("Question to a patient"),
    "questionnaireresponse": _("Questionnaire"),
    "review": _("Record"),
    "rulebookdraft": _("Draft of the rulebook"),
    "rulebookjob": _("Check of a draft"),
    "rulebookversion": _("Rulebook"),
    "signoff": _("Sign-off"),
    "tabletsession": _("Tablet"),
    "treatmentrecord": _("Treatment record"),
    "user": _("Account"),
}


def action_words(action: str) -> str:
    """What was done; the code itself of an action that has no words."""
    return str(ACTIONS.get(action, action)).rstrip(".")


def subject_words(subject_type: str) -> str:
    """What it was done to; the code itself of a kind that has no words."""
    return str(SUBJECTS.get(subject_type, subject_type))
