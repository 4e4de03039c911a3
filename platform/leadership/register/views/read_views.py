"""The pages that show posts: those of an authority, one of them, and a leader's own."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from authorities.register.find import authority_by_code
from authorities.register.models import Authority
from core.access import Identity, Permission, current_identity, requires
from core.clock import today
from core.transaction import reading
from leadership.handover.find import list_handovers
from leadership.moves.chains import list_chains
from leadership.moves.find import Held, list_held, list_several
from leadership.register.history import get_history, list_histories, list_histories_of
from leadership.register.models import Person, Tenure
from leadership.register.people import list_people
from leadership.register.posts import get_post
from leadership.register.seats import seat_on
from leadership.register.timeline import corrections_of, timeline_of
from leadership.register.views.around import around_post
from leadership.register.views.asked import NAME, DayAsked, day_asked
from leadership.register.views.blueprint import leaders, my_post
from leadership.register.views.pictures import line_of_posts
from leadership.register.views.risk import find_risk
from leadership.register.views.words import holder_words, posts_sentence, seat_sentence, slug, tenure_words
from leadership.succession.standing import read_standings
from leadership.support.find import list_support
from leadership.support.kinds import Kind
from leadership.support.models import SupportEntry


@leaders.get("/authorities/<code>/leaders")
@requires(Permission.LEADERSHIP_READ)
def posts(code: str) -> str:
    """The posts of an authority, vacant ones first, each with its holder and what comes next."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        histories = list_histories(session, by=identity, authority_id=authority.id, on=asked.today)
        existing = [history for history in histories if history.post.known_on <= asked.day]
        seats = [seat_on(history, asked.day) for history in existing]
        open_seats = [seat for seat in seats if not seat.closed]
        # How ready each is, for those who may read plans.
        plans = identity.may(Permission.SUCCESSION_READ, authority.id)
        standings = read_standings(session, [seat.history.post for seat in open_seats], asked.day) if plans else {}
        chart = line_of_posts(
            [seat.history for seat in open_seats],
            asked.day,
            whose=authority.name,
            filename=f"leaders-{code.lower()}",
        )
        return render_template(
            "leadership/posts.html",
            authority=authority,
            seats=sorted(open_seats, key=lambda seat: not seat.vacant),
            closed=[seat for seat in seats if seat.closed],
            lead=posts_sentence(open_seats),
            standings=standings,
            chart=chart,
            chains=list_chains(histories, asked.day),
            several=[] if asked.past else _several(session, authority, asked.today),
            may_record=identity.may(Permission.LEADERSHIP_RECORD, authority.id) and not asked.past,
            **_shown(asked),
        )


@leaders.get("/authorities/<code>/posts/<uuid:post_id>")
@requires(Permission.LEADERSHIP_READ)
def post(code: str, post_id: UUID) -> str:
    """One post: who holds it, what is known to come, how likely a change is for those entitled, and its history."""
    identity, asked = current_identity(), day_asked(today())
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = get_post(session, authority_id=authority.id, post_id=post_id)
        history = get_history(session, by=identity, post=found, on=asked.today)
        seat = seat_on(history, asked.day)
        entitled = identity.may(Permission.RISK_READ, authority.id)
        return render_template(
            "leadership/post.html",
            authority=authority,
            seat=seat,
            lead=seat_sentence(seat),
            timeline=timeline_of(history, asked.day),
            corrections=corrections_of(history, asked.day),
            tenures=[
                (each, tenure_words(history, each, asked.day)) for each in reversed(history.tenures_as_known(asked.day))
            ],
            chart=line_of_posts(
                [history], asked.day, whose="this post", filename=f"post-{slug(history.post.role_code)}"
            ),
            around=around_post(session, identity, history, seat, asked),
            handovers=list_handovers(
                session, by=identity, on=asked.today, authority_id=authority.id, post_id=found.id, unfinished=True
            ),
            risk=find_risk(session, authority, found, asked.day) if entitled else None,
            support=_support(session, identity, authority, found.id),
            kind_of=Kind,
            may_record=identity.may(Permission.LEADERSHIP_RECORD, authority.id) and not asked.past,
            may_read_risk=entitled,
            **_shown(asked),
        )


@leaders.get("/authorities/<code>/people")
@requires(Permission.LEADERSHIP_RECORD)
def people(code: str) -> str:
    """Everybody who holds or held a post in the authority."""
    identity = current_identity()
    with reading(identity.scope()) as session:
        authority = authority_by_code(session, code)
        found = list_people(session, authority_id=authority.id)
        return render_template(
            "leadership/people.html",
            authority=authority,
            people=found,
            held=_posts_held(session, authority, found),
            may_join=identity.may(Permission.AUTHORITY_EDIT),
        )


@my_post.get("/my-post")
@requires(Permission.OWN_POST_READ)
def own_posts() -> str:
    """A leader's own posts as the register has them: facts alone, no figure about what may come."""
    identity, on = current_identity(), today()
    with reading(identity.scope()) as session:
        first = _first_records(session, identity)
        mine = select(Person.id).where(Person.id.in_(first) | Person.same_as_id.in_(first))
        held = select(Tenure.post_id).where(Tenure.person_id.in_(mine), Tenure.superseded_at.is_(None))
        histories = list_histories_of(session, by=identity, post_ids=set(session.scalars(held)), on=on)
        seats = [seat_on(history, on) for history in histories]
        authorities = {
            each.id: each
            for each in session.scalars(
                select(Authority).where(Authority.id.in_({seat.history.post.authority_id for seat in seats}))
            )
        }
        current = [seat for seat in seats if any(holder.tenure.person_id in first for holder in seat.holders)]
        return render_template(
            "leadership/own_posts.html",
            seats=current,
            authorities=authorities,
            mine=lambda seat: [holder for holder in seat.holders if holder.tenure.person_id in first],
        )


def _support(
    session: Session, identity: Identity, authority: Authority, post_id: UUID
) -> Sequence[SupportEntry] | None:
    """What the support team did for the post; None for everybody else, whose page does not mention it."""
    if not identity.may(Permission.SUPPORT_GIVEN):
        return None
    return list_support(session, authority_id=authority.id, post_id=post_id)


def _several(session: Session, authority: Authority, on: date) -> list[tuple[Held, ...]]:
    """Who holds several posts, one of them here: twin hats, and directors whom two authorities share."""
    several = list_several(list_held(session, since=on, authority_id=authority.id), on)
    return [posts for posts in several if any(each.authority.id == authority.id for each in posts)]


def _first_records(session: Session, identity: Identity) -> frozenset[UUID]:
    """The records that stand for the reader: an account keeps naming the one that it was given, seen here or not."""
    first = select(func.coalesce(Person.same_as_id, Person.id)).where(Person.id.in_(identity.person_ids))
    return identity.person_ids | set(session.scalars(first))


def _posts_held(session: Session, authority: Authority, found: list[Person]) -> dict[UUID, list[str]]:
    """The titles of the posts that each person holds or held here."""
    identity = current_identity()
    titles: dict[UUID, list[str]] = {person.id: [] for person in found}
    for history in list_histories(session, by=identity, authority_id=authority.id, on=today()):
        for tenure in history.tenures_as_known(today()):
            held = titles.setdefault(tenure.person_id, [])
            if history.post.title not in held:
                held.append(history.post.title)
    return titles


def _shown(asked: DayAsked) -> dict[str, object]:
    return {
        "as_at": asked.day,
        "today": asked.today,
        "problem": asked.problem,
        "past": asked.past,
        "known_name": NAME,
        "holder_words": holder_words,
    }
