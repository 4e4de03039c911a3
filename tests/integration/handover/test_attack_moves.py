"""Attacks on moves: a form that was opened before one end was corrected."""

from dataclasses import replace
from datetime import date

import pytest
from factories.seats import ON, SUPPORT, make_scene, told
from sqlalchemy.orm import Session

from core.events import connect
from leadership.moves.find import list_moves
from leadership.moves.link import follow_post_given_up, link_move
from leadership.register.appointments import PostGivenUp
from leadership.register.corrections import TenureFacts, correct_tenure
from leadership.register.errors import AlreadyRecordedError
from leadership.register.models import Person, Post, Tenure


def moved(session: Session) -> tuple[Tenure, Tenure, Tenure]:
    """Ada went from Ashmere to Belford, linked; the start is corrected: the end, the start as it was, and as it is."""
    connect(PostGivenUp, follow_post_given_up)
    ashmere, belford = make_scene(session), make_scene(session, 2, "Belford")
    left = ashmere.hold(ashmere.post())
    person = session.get_one(Person, left.person_id)
    joined = belford.hold(belford.post(), person, started=date(2024, 5, 1), leaves=[left])
    facts = replace(TenureFacts.of(joined), internal=False)
    post = session.get_one(Post, joined.post_id)
    new = correct_tenure(session, by=SUPPORT, post=post, tenure=joined, facts=facts, told=told(), on=ON)
    return left, joined, new


@pytest.mark.parametrize("which", [1, 2])
def test_a_move_is_confirmed_once_whatever_row_an_old_form_names(session: Session, which: int) -> None:
    rows = moved(session)
    with pytest.raises(AlreadyRecordedError):
        link_move(session, by=SUPPORT, left=rows[0], joined=rows[which])
    assert len(list_moves(session, ON)) == 1
