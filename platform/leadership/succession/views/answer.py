"""The course of every form about succession: look, send, be told what is wrong, or be done and led back."""

from collections.abc import Callable
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
from core.form_answer import answer_form
from core.transaction import reading
from leadership.register.errors import LeadershipError
from leadership.register.models import Post
from leadership.register.posts import get_post


@dataclass(frozen=True)
class About:
    """What a form is about: an authority, and usually one of its posts."""

    session: Session
    by: Identity
    authority: Authority
    post: Post | None

    @property
    def its_post(self) -> Post:
        if self.post is None:
            raise LookupError("this form is not about a post")
        return self.post


@dataclass(frozen=True)
class Page:
    """What stands around a form: its heading, the sentence under it, and what else to know."""

    heading: str
    lead: str
    notes: tuple[str, ...] = ()


def answer(
    code: str,
    post_id: UUID | None,
    form: FlaskForm,
    *,
    fill: Callable[[About], None] | None = None,
    store: Callable[[About], str],
    page: Callable[[About], Page],
    back: str,
) -> ResponseReturnValue:
    """Show the form, or do what was sent in one transaction and go back to the page it was opened from.

    Args:
        code: the authority's.
        post_id: the post's, where the form is about one.
        form: shown or sent.
        fill: puts in what is on record, and the choices, before the form is read.
        store: does it, and returns the sentence that says so.
        page: what the page says around the form.
        back: the endpoint to return to.
    """
    if fill is not None:
        with reading(current_identity().scope()) as session:
            fill(_about(session, code, post_id))

    def shown(session: Session) -> str:
        about = _about(session, code, post_id)
        return render_template("succession/form.html", form=form, about=about, page=page(about), back=back)

    return answer_form(
        form,
        store=lambda session: store(_about(session, code, post_id, lock=True)),
        refusals=LeadershipError,
        onward=url_for(back, code=code) if post_id is None else url_for(back, code=code, post_id=post_id),
        page=shown,
    )


def _about(session: Session, code: str, post_id: UUID | None, *, lock: bool = False) -> About:
    authority = authority_by_code(session, code)
    post = get_post(session, authority_id=authority.id, post_id=post_id) if post_id is not None else None
    if lock and post is not None:
        # Two people recording at once: the second sees what the first has stored.
        session.execute(select(Post.id).where(Post.authority_id == authority.id, Post.id == post.id).with_for_update())
    return About(session, current_identity(), authority, post)
