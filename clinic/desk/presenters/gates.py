"""What reception may know of an appointment: the gate, how far the questionnaire is, and what to do next."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.look import Look
from screening.models import Appointment, QuestionnaireResponse, Review
from screening.services.review import GateNow, Hold

GATES = {
    Review.Gate.CLEARED: Look("go", "circle-check", _("Cleared")),
    Review.Gate.ON_HOLD: Look("wait", "hourglass", _("On hold")),
    Review.Gate.DECLINED: Look("stop", "ban", _("Declined")),
}
WITHDRAWN = Look("stop", "ban", _("Withdrawn"))
CANCELLED = Look("plain", "circle-slash", _("Cancelled"))

NOT_STARTED = Look("plain", "circle", _("Not started"))
STARTED = Look("note", "circle-dot", _("Started"))
HANDED_IN = Look("plain", "check", _("Handed in"))


class Step(StrEnum):
    """What reception does next."""

    SEND_LINK = "send-link"
    HELP_FINISH = "help-finish"
    COMPLETE = "complete"
    ASK_AGAIN = "ask-again"
    REBOOK = "rebook"
    WITH_PRACTITIONER = "with-practitioner"
    PRACTITIONER_SPEAKS = "practitioner-speaks"
    FORM_WITHDRAWN = "form-withdrawn"
    NOTHING = "nothing"


STEPS: dict[Step, str | Promise] = {
    Step.SEND_LINK: _("Send the link, or start on the tablet"),
    Step.HELP_FINISH: _("Help the patient finish"),
    Step.COMPLETE: _("Help the patient complete what was asked again"),
    Step.ASK_AGAIN: _("Ask whether anything has changed"),
    Step.REBOOK: _("Book another day"),
    Step.WITH_PRACTITIONER: _("With the practitioner"),
    Step.PRACTITIONER_SPEAKS: _("The practitioner speaks with the patient"),
    Step.FORM_WITHDRAWN: _("The patient withdrew the form: ask whether the appointment stays"),
    Step.NOTHING: _("Nothing to do"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an appointment stands, in the words reception reads. A gate on hold never says why."""

    gate: Look
    form: Look
    step: Step

    @property
    def words(self) -> str | Promise:
        """What to do next, in words."""
        return STEPS[self.step]


def standing_of(appointment: Appointment, gate: GateNow) -> Standing:
    """Where an appointment stands with the gate it has now."""
    form = form_look(appointment.response)
    if appointment.status == Appointment.Status.CANCELLED:
        return Standing(CANCELLED, form, Step.NOTHING)
    if Hold.WITHDRAWN in gate.holds:
        return Standing(WITHDRAWN, form, Step.FORM_WITHDRAWN)
    return Standing(GATES[gate.gate], form, step_of(appointment.response, gate))


def form_look(response: QuestionnaireResponse) -> Look:
    """How far the questionnaire is."""
    if response.is_submitted:
        return HANDED_IN
    return NOT_STARTED if response.started_at is None else STARTED


def step_of(response: QuestionnaireResponse, gate: GateNow) -> Step:
    """What to do next. Of why a gate is on hold only what is reception's own to do is told."""
    if gate.gate == Review.Gate.CLEARED:
        return Step.NOTHING
    if gate.gate == Review.Gate.DECLINED:
        return Step.PRACTITIONER_SPEAKS
    if not response.is_submitted:
        return Step.SEND_LINK if response.started_at is None else Step.HELP_FINISH
    if gate.is_asking:
        return Step.COMPLETE
    own: dict[tuple[Hold, ...], Step] = {(Hold.RECHECK_DUE,): Step.ASK_AGAIN, (Hold.POSTPONED,): Step.REBOOK}
    return own.get(gate.holds, Step.WITH_PRACTITIONER)
