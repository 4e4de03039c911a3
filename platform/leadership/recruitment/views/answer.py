"""The course of every form of a recruitment pack: look, send, be told what is wrong, or be led back to the pack."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Identity, current_identity
from core.clock import today
from core.errors import NotFoundError
from core.form_answer import answer_form
from core.transaction import reading
from leadership.recruitment.errors import RecruitmentClosedError
from leadership.recruitment.find import find_open_pack, list_packs_of
from leadership.recruitment.models import RecruitmentPack
from leadership.recruitment.open import need_open_pack
from leadership.register.errors import LeadershipError
from leadership.register.models import Post
from leadership.register.posts import get_post

P = ParamSpec("P")
NEVER_OPENED = "No recruitment to this post is on record."


@dataclass(frozen=True)
class About:
    """The post that a form is about, and its open pack, else its newest, if there is one."""

    session: Session
    by: Identity
    authority: Authority
    post: Post
    found: RecruitmentPack | None

    @property
    def pack(self) -> RecruitmentPack:
        """The open pack; NotFoundError where there never was one, RecruitmentClosedError where it is closed."""
        if self.found is None:
            raise NotFoundError(NEVER_OPENED)
        need_open_pack(self.found)
        return self.found


@dataclass(frozen=True)
class Page:
    """What stands around a form."""

    heading: str
    lead: str
    notes: tuple[str, ...] = ()


@contextmanager
def looking(code: str, post_id: UUID) -> Iterator[About]:
    """A post and its pack, to read about them."""
    with reading(current_identity().scope()) as session:
        yield _about(session, code, post_id)


def answer(
    code: str,
    post_id: UUID,
    form: FlaskForm,
    store: Callable[[About], str],
    ask: Callable[[About], Page],
) -> ResponseReturnValue:
    """Show the form; or store what was sent and go back to the pack, saying what happens next."""

    def page(session: Session) -> str:
        about = _about(session, code, post_id)
        return render_template("recruitment/form.html", form=form, about=about, page=ask(about))

    return answer_form(
        form,
        store=lambda session: store(_about(session, code, post_id)),
        refusals=LeadershipError,
        onward=url_for("recruitment.pack", code=code, post_id=post_id),
        page=page,
    )


def unless_closed(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Whoever opens a form of a closed pack is led to the pack, which says so; what is sent is refused."""

    @wraps(view)
    def led(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except RecruitmentClosedError:
            if request.method == "POST":
                raise
            arguments = request.view_args or {}
            return redirect(url_for("recruitment.pack", code=arguments["code"], post_id=arguments["post_id"]))

    return led


def _about(session: Session, code: str, post_id: UUID) -> About:
    authority = authority_by_code(session, code)
    post = get_post(session, authority_id=authority.id, post_id=post_id)
    found = find_open_pack(session, post=post) or list_packs_of(session, [post.id], today()).get(post.id)
    return About(session, current_identity(), authority, post, found)
