"""Who sits in front of a questionnaire: the patient by their link or at the tablet, or staff for the patient.

Kept in the session. The desk begins a sitting, the pages of the questionnaire go on with it.
"""

import time
import uuid
from copy import copy
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.access import roles_here, staff_user
from clinic.accounts.roles import CLINICAL, RECEPTION
from clinic.languages import LANGUAGE, goes_on_in
from screening.models import Invitation, QuestionnaireResponse
from screening.services import desk
from screening.services.audit import Actor
from screening.services.credit import AnsweredBy
from screening.services.desk.entering import Entry, take_over
from screening.services.errors.desk import EntryRefused
from screening.services.intake import resume_invitation

INVITATION = "invitation"
TABLET = "tablet"
ENTRY = "entry"
RESTING = "resting"
TOUCHED = "touched"
IDLE_SECONDS = 60 * 60
TOUCH_AFTER_SECONDS = 60


class Kind(StrEnum):
    """Where somebody sits."""

    LINK = "link"
    TABLET = "tablet"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting: the response as it may be shown, who acts, and whom the answers are credited to.

    `unseen` names what was answered before and is not shown: to staff, everything not entered just now.
    """

    kind: Kind
    response: QuestionnaireResponse
    by: Actor
    answered_by: AnsweredBy | None = None
    unseen: frozenset[str] = frozenset()
    entry: Entry | None = None

    @property
    def is_staff(self) -> bool:
        """Whether a member of staff types."""
        return self.kind is Kind.STAFF

    @property
    def is_tablet(self) -> bool:
        """Whether it is the tablet of the waiting room."""
        return self.kind is Kind.TABLET

    @property
    def idle_seconds(self) -> int:
        """After how long without anybody the tablet clears itself."""
        return int(settings.TABLET_IDLE_SECONDS)

    def seen(self, response: QuestionnaireResponse) -> QuestionnaireResponse:
        """A response as this sitting may see it; not to be saved."""
        return response if self.entry is None else masked(response, self.entry.unseen(response, self.by))


def masked(response: QuestionnaireResponse, unseen: frozenset[str]) -> QuestionnaireResponse:
    """A response without these answers; not to be saved."""
    shown = copy(response)
    shown.answers = {link_id: value for link_id, value in response.answers.items() if link_id not in unseen}
    return shown


def begin_by_link(request: HttpRequest, invitation: Invitation) -> None:
    """Start a session of its own for an opened link.

    Of an earlier one nothing is in it, staff's included, but the language chosen on the page of the link.
    """
    chosen = request.session.get(LANGUAGE)
    request.session.flush()
    request.session[INVITATION] = str(invitation.pk)
    if chosen:
        request.session[LANGUAGE] = chosen
    touch(request)
    rotate_token(request)


def begin_on_tablet(request: HttpRequest, token: str) -> None:
    """Make this device the patient's: whoever was signed in is signed out. TabletRefused."""
    opened = desk.open_on_tablet(token=token, now=timezone.now())
    request.session.flush()
    request.session[TABLET] = str(opened.pk)
    touch(request)
    rotate_token(request)


def begin_for_staff(request: HttpRequest, sealed: str) -> None:
    """Let the member of staff who is signed in enter answers."""
    for key in (INVITATION, TABLET, RESTING, LANGUAGE):
        request.session.pop(key, None)
    request.session[ENTRY] = sealed


def touch(request: HttpRequest) -> None:
    """Let the session live on for the idle time from now."""
    request.session.set_expiry(IDLE_SECONDS)
    request.session[TOUCHED] = int(time.time())


def sitting_of(request: HttpRequest) -> Sitting | None:
    """The sitting of this session; None without one.

    InvitationRefused, AppointmentIsCancelled for a link; TabletRefused at the tablet; EntryRefused for staff.
    """
    session, now = request.session, timezone.now()
    if session.get(ENTRY):
        return staff_sitting(request, session[ENTRY])
    if session.get(TABLET):
        shown = desk.continue_on_tablet(session_id=uuid.UUID(session[TABLET]), now=now)
        return Sitting(Kind.TABLET, shown, Actor.patient(shown.appointment.patient))
    if session.get(INVITATION):
        shown = resume_invitation(invitation_id=uuid.UUID(session[INVITATION]), now=now)
        if time.time() - session.get(TOUCHED, 0) > TOUCH_AFTER_SECONDS:
            touch(request)
        return Sitting(Kind.LINK, shown, Actor.patient(shown.appointment.patient))
    return None


def staff_sitting(request: HttpRequest, sealed: str) -> Sitting:
    """The sitting of a member of staff who still may use the desk; EntryRefused."""
    if roles_here(request).isdisjoint({RECEPTION, *CLINICAL}):
        raise EntryRefused
    by = Actor.staff(staff_user(request))
    entry, response = take_over(sealed=sealed, now=timezone.now(), by=by)
    unseen = entry.unseen(response, by)
    return Sitting(Kind.STAFF, masked(response, unseen), by, entry.whom, unseen, entry)


def end(request: HttpRequest, *, is_submitted: bool = False) -> str:
    """End the sitting of this session, if there is one; returns the address of what comes after."""
    session = request.session
    if sealed := session.pop(ENTRY, None):
        return after_entry(request, sealed)
    if known := session.get(TABLET):
        reason = "submitted" if is_submitted else "stopped"
        desk.end_on_tablet(session_id=uuid.UUID(known), reason=reason, now=timezone.now())
        rest(request)
        return goes_on_in(reverse("intake:resting"), request)
    session.flush()
    return goes_on_in(reverse("intake:left"), request)


def rest(request: HttpRequest) -> None:
    """Leave the tablet with nothing on it: from here on every page leads to the neutral one."""
    request.session.flush()
    request.session[RESTING] = True


def after_entry(request: HttpRequest, sealed: str) -> str:
    """Where staff go after entering: to the appointment it was for."""
    try:
        sitting = staff_sitting(request, sealed)
    except EntryRefused:
        return reverse("home")
    return reverse("desk:appointment", args=[sitting.response.appointment_id])
