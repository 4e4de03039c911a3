"""Everything an authority's report is made of, read once, as it was known at the landmark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from leadership.register.kinds import EventKind
from leadership.register.models import LeadershipRole, Post, SuccessionEvent
from leadership.register.people import names_of
from leadership.risk.earlier import latest_earlier_run
from leadership.risk.facts import AuthorityFacts
from leadership.risk.history import History, read
from leadership.risk.inputs import read_inputs
from leadership.risk.known import freeze
from leadership.risk.models import RiskRun, RiskTotal, StoredPrediction
from leadership.risk.months import add_months

LATE_MONTHS = 12
LATE_KINDS = (
    EventKind.DEPARTURE_ANNOUNCED,
    EventKind.DEPARTURE_WITHDRAWN,
    EventKind.DEPARTED,
    EventKind.APPOINTED,
    EventKind.INTERIM_APPOINTED,
    EventKind.ACTING_APPOINTED,
    EventKind.CONFIRMED,
)


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
    late: tuple[SuccessionEvent, ...]
    posts: Mapping[str, PostNames]
    people: Mapping[str, str]

    @property
    def landmark(self) -> date:
        return self.run.landmark


def read_source(session: Session, run: RiskRun, authority: Authority) -> Source:
    """Read one authority's part of a run; the session's scope need be no wider than that authority."""
    seats, facts = read_inputs(session, run.landmark, [authority.id])
    cut = freeze(seats, facts, run.landmark)
    previous = latest_earlier_run(session, run.landmark, reports_only=True)
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
        previous=previous,
        late=_late(session, authority, previous),
        posts=_post_names(session, authority),
        people=names_of(session, {UUID(row.person) for seat in cut.seats for row in seat.tenures}),
    )


def _late(session: Session, authority: Authority, previous: RiskRun | None) -> tuple[SuccessionEvent, ...]:
    """What could have been in the last report but was recorded only after it: of its year, not a history loaded since.

    What became known after the last report is told from the facts themselves.
    """
    if previous is None or previous.predicted_at is None:
        return ()
    since = previous.landmark
    confidential = SuccessionEvent.confidential_until
    return tuple(
        session.scalars(
            select(SuccessionEvent)
            .where(
                SuccessionEvent.authority_id == authority.id,
                SuccessionEvent.recorded_at > previous.predicted_at,
                SuccessionEvent.known_on <= since,
                SuccessionEvent.effective_on > add_months(since, -LATE_MONTHS),
                SuccessionEvent.superseded_at.is_(None),
                SuccessionEvent.kind.in_(LATE_KINDS),
                or_(confidential.is_(None), confidential <= since),
            )
            .order_by(SuccessionEvent.effective_on, SuccessionEvent.ref)
        )
    )


def _post_names(session: Session, authority: Authority) -> dict[str, PostNames]:
    rows = session.execute(
        select(Post.id, Post.title, LeadershipRole.name, LeadershipRole.position)
        .join(LeadershipRole, LeadershipRole.code == Post.role_code)
        .where(Post.authority_id == authority.id)
    )
    return {str(row.id): PostNames(row.title, row.name, row.position) for row in rows}
