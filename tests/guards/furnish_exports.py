"""What the world needs for walks over the page of exports: one file of each authority, of whoever asked for it."""

from datetime import timedelta

from fixtures.databases import Clone
from sqlalchemy import select, update

from accounts.models import Account, AccountMembership
from authorities.register.models import Authority
from core.access import Role
from core.clock import now, today
from outcomes.collection.export.models import FiguresExport


def furnish_exports(clone: Clone, codes: tuple[str, ...]) -> None:
    """A file that is ready, asked for by a lead of the authority."""
    with clone.session() as session:
        for authority in session.scalars(select(Authority).where(Authority.code.in_(codes))).all():
            lead = session.scalars(
                select(Account.id)
                .join(AccountMembership, AccountMembership.account_id == Account.id)
                .where(AccountMembership.authority_id == authority.id, AccountMembership.role == Role.LEAD.value)
                .order_by(Account.id.desc())
                .limit(1)
            ).one()
            session.add(
                FiguresExport(
                    authority_id=authority.id,
                    requested_by_id=lead,
                    kind="csv",
                    as_at=today(),
                    status="ready",
                    name=f"figures-{authority.code}.csv".lower(),
                    body=b"la_name\r\n" + authority.name.encode(),
                    sha256="0" * 64,
                    finished_at=now(),
                    expires_at=now() + timedelta(days=7),
                )
            )
        session.commit()


def give_export(clone: Clone, code: str, account_id: int | None) -> None:
    """Let the authority's file be one that this account asked for."""
    with clone.session() as session:
        owner = select(Authority.id).where(Authority.code == code).scalar_subquery()
        session.execute(
            update(FiguresExport).where(FiguresExport.authority_id == owner).values(requested_by_id=account_id)
        )
        session.commit()
