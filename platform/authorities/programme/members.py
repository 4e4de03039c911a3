"""Who is in the programme on a day: membership is dated, and expected returns and reports follow it."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from authorities.programme.models import ProgrammeMembership
from authorities.register.models import Authority


def list_members(session: Session, *, on: date) -> list[Authority]:
    """The authorities in any programme on a day, by name; one that has been replaced is no longer in it."""
    return list(
        session.scalars(
            select(Authority)
            .where(
                or_(Authority.valid_to.is_(None), Authority.valid_to >= on),
                Authority.id.in_(
                    select(ProgrammeMembership.authority_id).where(
                        ProgrammeMembership.superseded_at.is_(None),
                        ~ProgrammeMembership.withdrawn,
                        ProgrammeMembership.joined_on <= on,
                        or_(ProgrammeMembership.left_on.is_(None), ProgrammeMembership.left_on > on),
                    )
                ),
            )
            .order_by(Authority.name, Authority.code)
        )
    )


def list_member_ids(session: Session, *, on: date) -> list[int]:
    """The ids of those authorities, in the same order."""
    return [authority.id for authority in list_members(session, on=on)]
