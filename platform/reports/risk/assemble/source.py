"""Everything an authority's report is made of, read once, as it was known at the landmark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.register.models import LeadershipRole, Person, Post
from leadership.risk.earlier import latest_earlier_run
from leadership.risk.facts import AuthorityFacts
from leadership.risk.history import History, read
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze
from leadership.risk.models import RiskRun, RiskTotal, StoredPrediction


@dataclass(frozen=True)
class PostNames:
    """What a post is called: its title, its role's name and the role's place in every list."""

    title: str
    role: str
    position: int


@dataclass(frozen=True)
class Source:
    run: RiskRun
    authority: Authority
    history: History
    facts: AuthorityFacts
    predictions: tuple[StoredPrediction, ...]
    total: RiskTotal
    previous: RiskRun | None
    posts: Mapping[str, PostNames]
    people: Mapping[str, str]

    @property
    def landmark(self) -> date:
        return self.run.landmark


def read_source(session: Session, run: RiskRun, authority: Authority) -> Source:
    """Read one authority's part of a run; the session's scope need be no wider than that authority."""
    seats, facts = read_inputs(session, run.landmark, [authority.id])
    cut = freeze(seats, facts, run.landmark)
    predictions = session.scalars(
        select(StoredPrediction).where(StoredPrediction.run_id == run.id, StoredPrediction.authority_id == authority.id)
    ).all()
    return Source(
        run=run,
        authority=authority,
        history=read(cut),
        facts=next(
            (item for item in cut.authorities if item.authority == authority.code), AuthorityFacts(authority.code)
        ),
        predictions=tuple(predictions),
        total=session.scalars(
            select(RiskTotal).where(RiskTotal.run_id == run.id, RiskTotal.authority_id == authority.id)
        ).one(),
        previous=latest_earlier_run(session, run.landmark, reports_only=True),
        posts=_post_names(session, authority),
        people=_people(session, {UUID(row.person) for seat in cut.seats for row in seat.tenures}),
    )


def _post_names(session: Session, authority: Authority) -> dict[str, PostNames]:
    rows = session.execute(
        select(Post.id, Post.title, LeadershipRole.name, LeadershipRole.position)
        .join(LeadershipRole, LeadershipRole.code == Post.role_code)
        .where(Post.authority_id == authority.id)
    )
    return {str(row.id): PostNames(row.title, row.name, row.position) for row in rows}


def _people(session: Session, ids: set[UUID]) -> dict[str, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {str(row.id): row.name for row in rows}
