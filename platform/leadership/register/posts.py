"""Opens and closes posts."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.errors import NotFoundError
from leadership.register.days import Day, in_words
from leadership.register.ends import set_end
from leadership.register.errors import AlreadyRecordedError, DatesError, PostHeldError, PostNotOpenError
from leadership.register.history import get_history
from leadership.register.kinds import EndReason, EventKind
from leadership.register.log import audit_post, log_event, new_reference
from leadership.register.models import LeadershipRole, Post
from leadership.register.room import confidential_on, end_by_announcement
from leadership.register.seats import standing_announcement
from leadership.register.storing import store
from leadership.register.told import Told


def list_roles(session: Session) -> list[LeadershipRole]:
    """The register of roles, in its order."""
    return list(session.scalars(select(LeadershipRole).order_by(LeadershipRole.position)))


def create_post(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    role_code: str,
    title: str,
    opened_on: date,
    told: Told,
    on: date,
    job_share: bool = False,
) -> Post:
    """Open a post; it is vacant until somebody is appointed.

    Raises:
        NotFoundError: the role is not in the register of roles.
        DatesError: it was known only after today.
        AlreadyRecordedError: an open post of this role has this title already, as when a form is sent twice.
    """
    told.need_by(on)
    if session.get(LeadershipRole, role_code) is None:
        raise NotFoundError(f"There is no role {role_code!r} in the register of roles.")
    _need_own_title(session, authority, role_code, title, opened_on)
    number, ref = new_reference("post")
    post = Post(
        id=number,
        ref=ref,
        authority_id=authority.id,
        role_code=role_code,
        title=title,
        opened_on=opened_on,
        known_on=told.known_on,
        job_share=job_share,
        recorded_by_id=by.account_id,
    )
    session.add(post)
    store(session)
    audit_post(
        session, by=by, deed="post.created", post=post, after={"role": role_code, "opened_on": opened_on.isoformat()}
    )
    log_event(session, by=by, post=post, kind=EventKind.POST_CREATED, effective=Day(opened_on), told=told, on=on)
    return post


def _need_own_title(session: Session, authority: Authority, role_code: str, title: str, opened_on: date) -> None:
    # Two forms sent at once: the second waits, and finds the post of the first.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"open_post:{authority.id}"))))
    query = select(Post.id).where(
        Post.authority_id == authority.id,
        Post.role_code == role_code,
        func.lower(Post.title) == title.lower(),
        or_(Post.closed_on.is_(None), Post.closed_on > opened_on),
    )
    if session.scalars(query.limit(1)).one_or_none() is not None:
        raise AlreadyRecordedError(
            "An open post of this role has this title already. Give each a title of its own, so that the two can be "
            "told apart, or go back to the list.",
            field="title",
        )


def close_post(session: Session, *, by: Identity, post: Post, closed_on: date, told: Told, on: date) -> Post:
    """Close a post from a day on. Whoever holds it on that day leaves it with the closing, or as was announced before.

    Raises:
        AlreadyRecordedError: it is closed, or its closing is on record.
        DatesError: it would close before it was opened, or it was known only after today.
        PostHeldError: somebody is to start in it on that day or later.
    """
    told.need_by(on)
    if post.closed_on is not None:
        raise AlreadyRecordedError(f"The closing of this post on {in_words(post.closed_on)} is on record.")
    if closed_on < post.opened_on:
        raise DatesError(
            f"The post was opened on {in_words(post.opened_on)} and cannot close before that.", field="closed_on"
        )
    _end_with_the_post(session, post, closed_on, by=by, told=told, on=on)
    post.closed_on, post.close_known_on = closed_on, told.known_on
    store(session)
    audit_post(session, by=by, deed="post.closed", post=post, after={"closed_on": closed_on.isoformat()})
    log_event(session, by=by, post=post, kind=EventKind.POST_CLOSED, effective=Day(closed_on), told=told, on=on)
    return post


def _end_with_the_post(session: Session, post: Post, closed_on: date, *, by: Identity, told: Told, on: date) -> None:
    history = get_history(session, by=by, post=post, on=on)
    for tenure in history.tenures_as_known(on):
        if tenure.started.on >= closed_on and tenure.came_about:
            raise PostHeldError(
                f"{history.name(tenure.person_id)} is on record as starting on {tenure.started.words}. "
                "Correct that appointment first, or give a later day.",
                field="closed_on",
            )
        if tenure.ended is not None and tenure.ended.on > closed_on:
            raise PostHeldError(
                f"{history.name(tenure.person_id)} is on record as holding the post until {tenure.ended.words}. "
                "Correct that first, or give a later day.",
                field="closed_on",
            )
        if tenure.ended is None:
            row = history.row(tenure.id)
            announced = standing_announcement(history, tenure, on)
            # Whoever is known to leave before the closing leaves then, and not because of it.
            public = announced is not None and not confidential_on(announced, on)
            earlier = end_by_announcement(announced, Day(closed_on)) if announced is not None and public else None
            ended = earlier or Day(closed_on)
            reason = None if ended.on < closed_on else EndReason.POST_CLOSED
            set_end(session, by=by, post=post, tenure=row, ended=ended, told=told, reason=reason)
            if ended.on <= on:
                kind, effective = EventKind.DEPARTED, ended
            elif announced is None:
                kind, effective = EventKind.DEPARTURE_ANNOUNCED, Day(closed_on - timedelta(days=1))
            else:
                continue
            log_event(session, by=by, post=post, kind=kind, effective=effective, told=told, on=on, tenure=row)


def get_post(session: Session, *, authority_id: int, post_id: UUID) -> Post:
    """The post of this authority; NotFoundError when it has none of that id."""
    post = session.scalars(select(Post).where(Post.authority_id == authority_id, Post.id == post_id)).one_or_none()
    if post is None:
        raise NotFoundError("There is no such post, or it is not yours to see.")
    return post


def need_open(post: Post, day: Day, *, field: str) -> None:
    """Raise PostNotOpenError unless the post exists on the day, as far as is known today."""
    if day.last < post.opened_on:
        raise PostNotOpenError(
            f"The post was opened on {in_words(post.opened_on)}; nobody can start in it before that.", field=field
        )
    if post.closed_on is not None and day.on >= post.closed_on:
        raise PostNotOpenError(
            f"The post is closed from {in_words(post.closed_on)} on; nobody can start in it then.", field=field
        )
