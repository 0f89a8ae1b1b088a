"""The state machine of a review: every state, what moves it, and what reception's gate may show meanwhile.

This is the only place that says so. `docs/review-states.md` shows it as a picture, which a test compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from screening.models import Review, ReviewChange
from screening.services.errors import NotInThisState

State = Review.State
Gate = Review.Gate
Event = ReviewChange.Kind

WITH_ANSWERS = (
    State.NEEDS_REVIEW,
    State.WAITING_FOR_PATIENT,
    State.WAITING_FOR_CLEARANCE,
    State.SIGNED_OFF,
)
UNDECIDED = WITH_ANSWERS[:3]


@dataclass(frozen=True, slots=True)
class Transition:
    """What an event makes of a state."""

    source: State
    event: Event
    target: State


def moves(event: Event, sources: Iterable[State], target: State) -> list[Transition]:
    """Transitions of one event into one state."""
    return [Transition(source, event, target) for source in sources]


def stays(event: Event, states: Iterable[State]) -> list[Transition]:
    """What may happen in these states without leaving them."""
    return [Transition(state, event, state) for state in states]


TRANSITIONS: tuple[Transition, ...] = (
    *moves(Event.SUBMITTED, [State.AWAITING_ANSWERS], State.NEEDS_REVIEW),
    *moves(Event.RESULT_CHANGED, [State.NEEDS_REVIEW, State.WAITING_FOR_CLEARANCE], State.NEEDS_REVIEW),
    *stays(Event.RESULT_CHANGED, [State.WAITING_FOR_PATIENT]),
    *moves(Event.PATIENT_ASKED, UNDECIDED, State.WAITING_FOR_PATIENT),
    *moves(Event.PATIENT_ANSWERED, [State.WAITING_FOR_PATIENT], State.NEEDS_REVIEW),
    *moves(Event.REQUEST_WITHDRAWN, [State.WAITING_FOR_PATIENT], State.NEEDS_REVIEW),
    *moves(Event.CLEARANCE_AWAITED, [State.NEEDS_REVIEW], State.WAITING_FOR_CLEARANCE),
    *moves(Event.CLEARANCE_ENDED, [State.WAITING_FOR_CLEARANCE], State.NEEDS_REVIEW),
    *moves(Event.EVIDENCE_ADDED, [State.WAITING_FOR_CLEARANCE], State.NEEDS_REVIEW),
    *stays(Event.EVIDENCE_ADDED, [State.NEEDS_REVIEW, State.WAITING_FOR_PATIENT, State.SIGNED_OFF]),
    *moves(Event.SIGNED_OFF, WITH_ANSWERS, State.SIGNED_OFF),
    *moves(Event.SIGN_OFF_FELL_AWAY, [State.SIGNED_OFF], State.NEEDS_REVIEW),
    *stays(Event.EVALUATED, WITH_ANSWERS),
    *stays(Event.DECISION_MADE, WITH_ANSWERS),
    *stays(Event.DECISION_CONFIRMED, WITH_ANSWERS),
    *stays(Event.DECISION_WITHDRAWN, UNDECIDED),
    *stays(Event.DECISION_WITHDRAWN, [State.SIGNED_OFF]),
    *stays(Event.ANSWERS_CORRECTED, WITH_ANSWERS),
    *stays(Event.RECHECKED, WITH_ANSWERS),
    *stays(Event.CHANGE_REPORTED, UNDECIDED),
    *moves(Event.CORRECTION_ASKED, [State.NEEDS_REVIEW, State.WAITING_FOR_CLEARANCE], State.NEEDS_REVIEW),
    *stays(Event.CORRECTION_ASKED, [State.WAITING_FOR_PATIENT]),
    *moves(Event.WITHDRAWN, [State.AWAITING_ANSWERS, *UNDECIDED], State.WITHDRAWN),
    *stays(Event.NOTE_ADDED, State),
)

GATES: dict[State, tuple[Gate, ...]] = {
    **dict.fromkeys([State.AWAITING_ANSWERS, *UNDECIDED, State.WITHDRAWN], (Gate.ON_HOLD,)),
    State.SIGNED_OFF: (Gate.ON_HOLD, Gate.CLEARED, Gate.DECLINED),
}
"""What the gate may be in each state; the database holds to it as well."""

_TARGETS = {(one.source, one.event): one.target for one in TRANSITIONS}


def next_state(state: State, event: Event) -> State:
    """Where an event leads from a state; NotInThisState where it cannot happen there."""
    target = _TARGETS.get((state, event))
    if target is None:
        raise NotInThisState
    return target


def picture() -> str:
    """The states and what moves them, as a Mermaid state diagram; what changes no state is left out."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for one in TRANSITIONS:
        if one.source is not one.target:
            arrows.setdefault((one.source, one.target), []).append(one.event.value)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {name_of(state)}' for state in State]
    lines.append(f"    [*] --> {name_of(State.AWAITING_ANSWERS)}: booked")
    lines += [
        f"    {name_of(source)} --> {name_of(target)}: {', '.join(events)}"
        for (source, target), events in arrows.items()
    ]
    return "\n".join(lines)


def table() -> str:
    """What may happen in each state without leaving it, and what the gate may show there, as Markdown."""
    lines = ["| State | Happens without leaving it | Gate |", "|---|---|---|"]
    for state in State:
        events = [one.event.value for one in TRANSITIONS if one.source is state is one.target]
        lines.append(
            f"| {state.value} | {', '.join(events)} | {', '.join(gate.value for gate in GATES[state])} |"
        )
    return "\n".join(lines)


def name_of(state: State) -> str:
    """A state's name in the picture: Mermaid takes no hyphens."""
    return state.value.replace("-", "_")
