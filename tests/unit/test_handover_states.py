"""The states of a handover pack: every one of them, and everything that leads from one to another."""

from itertools import product

import pytest

from leadership.handover.states import CLOSED, MOVES, Deed, State, next_state

ALLOWED = {
    (None, "opened"): "open",
    ("open", "moved"): "open",
    ("ready", "moved"): "ready",
    ("open", "completed"): "ready",
    ("ready", "taken_up_again"): "open",
    ("open", "confirmed"): "handed_over",
    ("ready", "confirmed"): "handed_over",
    ("open", "set_aside"): "not_needed",
    ("ready", "set_aside"): "not_needed",
}


def test_there_are_four_states_each_with_its_words():
    assert {state.value: state.words for state in State} == {
        "open": "Open",
        "ready": "Ready to hand over",
        "handed_over": "Handed over",
        "not_needed": "Not needed",
    }


@pytest.mark.parametrize(("state", "deed"), list(product([None, *State], Deed)))
def test_a_deed_leads_where_the_table_says_and_nowhere_else(state: State | None, deed: Deed):
    expected = ALLOWED.get((state.value if state else None, deed.value))
    assert next_state(state, deed) == expected


def test_nothing_leads_out_of_a_closed_pack():
    assert {state for state, _ in MOVES} & CLOSED == set()
    assert all(state.closed for state in CLOSED)
