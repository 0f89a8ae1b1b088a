from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.models import Review, ReviewChange
from screening.services.errors import NotInThisState
from screening.services.review.states import GATES, TRANSITIONS, Event, State, next_state, picture, table

PAGE = Path(__file__).parents[2] / "docs" / "review-states.md"


def test_page_shows_the_states_as_they_are() -> None:
    text = PAGE.read_text()
    assert (text.count(f"```mermaid\n{picture()}\n```"), text.count(table())) == (1, 1)


def test_every_event_has_its_place_and_every_pair_once() -> None:
    pairs = [(one.source, one.event) for one in TRANSITIONS]
    assert (len(pairs), {event for _source, event in pairs}) == (len(set(pairs)), set(ReviewChange.Kind))


def test_every_state_is_reached_from_booking_and_signing_off_from_every_state_with_answers() -> None:
    reached, to_do = {State.AWAITING_ANSWERS}, [State.AWAITING_ANSWERS]
    while to_do:
        state = to_do.pop()
        found = {one.target for one in TRANSITIONS if one.source is state} - reached
        reached |= found
        to_do += found
    assert reached == set(State)
    can_sign = {one.source for one in TRANSITIONS if one.event is Event.SIGNED_OFF}
    assert can_sign == set(State) - {State.AWAITING_ANSWERS, State.WITHDRAWN}


@given(st.sampled_from(State), st.sampled_from(Event))
def test_only_what_is_in_the_table_happens(state: State, event: Event) -> None:
    targets = [one.target for one in TRANSITIONS if (one.source, one.event) == (state, event)]
    if targets:
        assert next_state(state, event) is targets[0]
    else:
        with pytest.raises(NotInThisState):
            next_state(state, event)


def test_only_a_sign_off_opens_a_gate() -> None:
    opening = {state for state, gates in GATES.items() if Review.Gate.CLEARED in gates}
    assert opening == {State.SIGNED_OFF}
    assert {one.event for one in TRANSITIONS if one.target is State.SIGNED_OFF is not one.source} == {
        Event.SIGNED_OFF
    }
