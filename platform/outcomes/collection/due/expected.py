"""Who owes a return, and which indicators it is asked for: both follow dated membership (A4, W9).

A return is due from every authority that was a member on any day of the quarter and still existed on its last day:
whoever was replaced before has passed its records on, and the return that covers them is its successor's.
"""

from collections.abc import Collection as Several

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from authorities.programme.models import Adoption, ProgrammeMembership
from authorities.register.life import ended_before, existed_on, list_successors, starts_after
from authorities.register.models import Authority
from charts.words import day_in_words, join_in_words
from outcomes.catalogue.indicators import catalogue, get_indicator
from outcomes.collection.check.context import Asked
from outcomes.collection.due.models import Collection, CollectionItem
from outcomes.collection.submission.models import Submission

MATTERS = 2


def list_expected(session: Session, collection: Collection) -> list[Authority]:
    """The authorities whose return is due, by name: members on any day of the quarter that existed on its last."""
    members = session.scalars(
        select(Authority)
        .where(Authority.id.in_(select(ProgrammeMembership.authority_id).where(*_in_the_quarter(collection))))
        .order_by(Authority.name, Authority.code)
    )
    return [authority for authority in members if existed_on(authority, collection.quarter.ends_on)]


def list_counted(session: Session, collection: Collection) -> tuple[list[Authority], frozenset[int]]:
    """The authorities that a collection's page shows and counts, and the ids of those whose return is due.

    Beside those are the ones that handed a return in and of which none is due (any more): a membership or a boundary
    was put right afterwards. They stand on both sides of every rate, so that nothing handed in vanishes and no rate
    exceeds its whole (W9).
    """
    member = Authority.id.in_(select(ProgrammeMembership.authority_id).where(*_in_the_quarter(collection)))
    handed_in = Authority.id.in_(
        select(Submission.authority_id).where(
            Submission.collection_id == collection.id, Submission.first_submitted_at.is_not(None)
        )
    )
    counted, due = [], set()
    for authority, was, did in session.execute(
        select(Authority, member, handed_in).where(or_(member, handed_in)).order_by(Authority.name, Authority.code)
    ):
        if was and existed_on(authority, collection.quarter.ends_on):
            due.add(authority.id)
        if did or authority.id in due:
            counted.append(authority)
    return counted, frozenset(due)


def is_expected(session: Session, authority: Authority, collection: Collection) -> bool:
    """Whether this authority's return is due."""
    if not existed_on(authority, collection.quarter.ends_on):
        return False
    found = select(ProgrammeMembership.id).where(
        ProgrammeMembership.authority_id == authority.id, *_in_the_quarter(collection)
    )
    return session.scalar(found.limit(1)) is not None


def was_member(membership: ProgrammeMembership, collection: Collection) -> bool:
    """As `_in_the_quarter`, of a row that has been read."""
    quarter = collection.quarter
    return (
        membership.programme_id == collection.programme_id
        and membership.joined_on <= quarter.ends_on
        and (membership.left_on is None or membership.left_on > quarter.starts_on)
    )


def why_not_due(session: Session, authority: Authority, collection: Collection) -> str:
    """Why no return is due from this authority, and whose it is instead."""
    quarter = collection.quarter
    if authority.valid_to is not None and ended_before(authority, quarter.ends_on):
        successors = [each.name for each in list_successors(session, authority)]
        whose = f" What {quarter} holds belongs to the return of {join_in_words(successors)}." if successors else ""
        return (
            f"No return is due from {authority.name} for {quarter}: its last day was "
            f"{day_in_words(authority.valid_to)}, before the quarter ended.{whose}"
        )
    if authority.valid_from is not None and starts_after(authority, quarter.ends_on):
        return (
            f"No return is due from {authority.name} for {quarter}: it began on {day_in_words(authority.valid_from)}, "
            "after the quarter had ended."
        )
    return f"No return is due from {authority.name} for {quarter}: it was no member of the programme then."


def _in_the_quarter(collection: Collection) -> tuple[ColumnElement[bool], ...]:
    """Memberships of the collection's programme that hold on any day of its quarter; `left_on` is the first outside."""
    quarter = collection.quarter
    return (
        ProgrammeMembership.programme_id == collection.programme_id,
        ProgrammeMembership.superseded_at.is_(None),
        ~ProgrammeMembership.withdrawn,
        ProgrammeMembership.joined_on <= quarter.ends_on,
        or_(ProgrammeMembership.left_on.is_(None), ProgrammeMembership.left_on > quarter.starts_on),
    )


def list_items(session: Session, collection: Collection) -> list[str]:
    """The indicators that the collection asks for, in the order of the catalogue."""
    codes = session.scalars(
        select(CollectionItem.indicator_code).where(
            CollectionItem.collection_id == collection.id, CollectionItem.asked.is_(True)
        )
    )
    return in_catalogue_order(codes.all())


def asked_of(session: Session, authority: Authority, collection: Collection) -> tuple[Asked, ...]:
    """What is asked of an authority: what matters (1 or 2) for one of its innovations is required, the rest is not."""
    innovations = session.scalars(select(Adoption.innovation_code).where(Adoption.authority_id == authority.id)).all()
    return tuple(Asked(code, is_required(code, innovations)) for code in list_items(session, collection))


def is_required(code: str, innovations: Several[str]) -> bool:
    """Whether an indicator matters for any of these innovations (the catalogue: 1 primary, 2 secondary, 3 context)."""
    relevance = get_indicator(code).relevance
    return any(relevance.get(innovation, MATTERS + 1) <= MATTERS for innovation in innovations)


def in_catalogue_order(codes: Several[str]) -> list[str]:
    """These codes in the order of the catalogue."""
    order = {code: place for place, code in enumerate(catalogue())}
    return sorted(codes, key=lambda code: order.get(code, len(order)))
