"""Who owes a return, and which indicators it is asked for: both follow dated membership (A4, W9)."""

from collections.abc import Collection as Several

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from authorities.programme.models import Adoption, ProgrammeMembership
from authorities.register.life import existed_on
from authorities.register.models import Authority
from outcomes.catalogue.indicators import catalogue, get_indicator
from outcomes.collection.check.context import Asked
from outcomes.collection.due.models import Collection, CollectionItem

MATTERS = 2


def list_expected(session: Session, collection: Collection) -> list[Authority]:
    """The authorities whose return is due, by name: members of the programme on the last day of the quarter."""
    last = collection.quarter.ends_on
    members = session.scalars(
        select(Authority)
        .where(
            Authority.id.in_(
                select(ProgrammeMembership.authority_id).where(
                    ProgrammeMembership.programme_id == collection.programme_id,
                    ProgrammeMembership.superseded_at.is_(None),
                    ~ProgrammeMembership.withdrawn,
                    ProgrammeMembership.joined_on <= last,
                    or_(ProgrammeMembership.left_on.is_(None), ProgrammeMembership.left_on > last),
                )
            )
        )
        .order_by(Authority.name, Authority.code)
    )
    return [authority for authority in members if existed_on(authority, last)]


def is_expected(session: Session, authority: Authority, collection: Collection) -> bool:
    """Whether this authority's return is due."""
    return authority.id in {each.id for each in list_expected(session, collection)}


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
