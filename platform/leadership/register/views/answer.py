"""The course of every form about a post: look, send, be told what is wrong at its box, or be done and led back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Identity, current_identity
from core.clock import today
from core.errors import NotFoundError
from core.form_answer import answer_form
from core.transaction import reading
from leadership.register.errors import LeadershipError
from leadership.register.history import History, get_history
from leadership.register.models import Post, SuccessionEvent, Tenure
from leadership.register.posts import get_post
from leadership.register.seats import Seat, seat_on

NOT_YOURS = "There is no such page, or it is not yours to see."


@dataclass(frozen=True)
class Subject:
    """What a form is about: a post of an authority as the reader knows it today."""

    session: Session
    by: Identity
    authority: Authority
    post: Post
    history: History
    seat: Seat

    def tenure(self, tenure_id: UUID) -> Tenure:
        """The stored tenure of this post; NotFoundError when it has none of that id."""
        found = next((row for row in self.history.tenures if row.id == tenure_id), None)
        if found is None:
            raise NotFoundError(NOT_YOURS)
        return found

    def event(self, event_id: UUID) -> SuccessionEvent:
        """The event of this post, if the reader may know of it; NotFoundError else."""
        found = next((row for row in self.history.events if row.id == event_id), None)
        if found is None:
            raise NotFoundError(NOT_YOURS)
        return found

    def name(self, tenure: Tenure) -> str:
        """The holder's name."""
        return self.history.name(self.history.first_record(tenure.person_id, today()))


@dataclass(frozen=True)
class Page:
    """What stands around a form."""

    heading: str
    lead: str
    links: tuple[tuple[str, str], ...] = ()


@contextmanager
def looking(code: str, post_id: UUID) -> Iterator[Subject]:
    """A post, to read about it."""
    with reading(current_identity().scope()) as session:
        yield _subject(session, code, post_id)


def answer(
    code: str,
    post_id: UUID,
    form: FlaskForm,
    store: Callable[[Subject], str],
    ask: Callable[[Subject], Page],
) -> ResponseReturnValue:
    """Show the form; or do what was sent in one transaction and go to the post's page, saying what happens next.

    Args:
        code: the authority's.
        post_id: the post's.
        form: filled in already where something is being corrected.
        store: does it, and returns the sentence that says so.
        ask: what the page says around the form.
    """

    def page(session: Session) -> str:
        subject = _subject(session, code, post_id)
        return render_template("leadership/form.html", form=form, subject=subject, page=ask(subject))

    return answer_form(
        form,
        store=lambda session: store(_subject(session, code, post_id, lock=True)),
        refusals=LeadershipError,
        onward=url_for("leaders.post", code=code, post_id=post_id),
        page=page,
    )


def _subject(session: Session, code: str, post_id: UUID, *, lock: bool = False) -> Subject:
    identity = current_identity()
    authority = authority_by_code(session, code)
    post = get_post(session, authority_id=authority.id, post_id=post_id)
    if lock:
        # Two people recording at once: the second sees what the first has stored, and is told.
        session.execute(select(Post.id).where(Post.authority_id == authority.id, Post.id == post.id).with_for_update())
    history = get_history(session, by=identity, post=post, on=today())
    return Subject(session, identity, authority, post, history, seat_on(history, today()))
