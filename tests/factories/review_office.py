"""A due return in a database of its own, with its people at their browsers, as tests of pages need it."""

from dataclasses import dataclass

from factories.lead_returns import lead_of, make_due, supporter
from factories.reviewed_returns import Desk, hand_in
from fixtures.databases import Clone
from fixtures.identities import ClientAs, SignedInClient, client_of, make_signed_in
from flask import Flask
from sqlalchemy import select

from authorities.register.models import Authority
from core.access import Role
from core.clock import now, today
from outcomes.collection.review.approve import approve
from outcomes.collection.submission.models import Submission


@dataclass(frozen=True)
class Office:
    """A due return in a database of its own, and the people at their browsers."""

    clone: Clone
    desk: Desk
    base: str
    team: SignedInClient
    lead: SignedInClient
    outsider: SignedInClient

    def hand_in(self, rows: dict[str, tuple[str, ...]], *ticked: str, file_name: str = "return.csv") -> None:
        with self.clone.session() as session:
            hand_in(session, self.desk, rows, *ticked, file_name=file_name, at=now(), on=today())
            session.commit()

    def approve(self) -> None:
        with self.clone.session() as session:
            submission = session.scalars(select(Submission)).one()
            approve(session, by=self.desk.colleague, submission=submission, at=now(), on=today())
            session.commit()

    def approve_one(self, code: str) -> None:
        with self.clone.session() as session:
            authority = session.scalars(select(Authority.id).where(Authority.code == code)).one()
            submission = session.scalars(select(Submission).where(Submission.authority_id == authority)).one()
            approve(session, by=self.desk.colleague, submission=submission, at=now(), on=today())
            session.commit()

    @property
    def state(self) -> str:
        with self.clone.session() as session:
            return session.scalars(select(Submission.state)).one()


def make_office(clone: Clone, app: Flask, client_as: ClientAs) -> Office:
    """Z001 owes a return; one of the team, its lead and the lead of Z002 are signed in."""
    with clone.session() as session:
        due = make_due(session, on=today())
        session.commit()
    reviewer, colleague = make_signed_in(clone, Role.SUPPORT), make_signed_in(clone, Role.SUPPORT)
    lead = make_signed_in(clone, Role.LEAD, authority="Z001")
    desk = Desk(
        due, lead_of(due.authority, lead.account_id), supporter(reviewer.account_id), supporter(colleague.account_id)
    )
    quarter = str(due.collection.quarter).replace(" ", "-").lower()
    return Office(
        clone,
        desk,
        f"/authorities/Z001/returns/{quarter}",
        client_of(app, reviewer),
        client_of(app, lead),
        client_as(Role.LEAD, authority="Z002"),
    )
