"""What the world needs for walks over the pages of returns: a collection, and a stored version of two authorities."""

from datetime import timedelta
from decimal import Decimal

from factories.lead_returns import GOOD, csv_file
from fixtures.databases import Clone
from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.programme.models import Programme, ProgrammeMembership
from authorities.register.models import Authority
from core.access import SYSTEM
from core.clock import now, today
from outcomes.catalogue.indicators import list_indicators
from outcomes.collection.check.confirm import confirm
from outcomes.collection.check.make import make_check
from outcomes.collection.due.find import find_collection
from outcomes.collection.due.models import Collection, CollectionItem, Extension
from outcomes.collection.due.windows import find_extension
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.find import figures_of, find_current_version, find_submission
from outcomes.collection.submission.models import Explanation
from outcomes.collection.submission.queries import list_explanations
from web.demonstration.hold_back import worked_quarter

# One query, so that its page shows something.
FIGURES = csv_file(GOOD, REREF_PCT=("", "520", "650", ""))


def furnish_returns(clone: Clone, codes: tuple[str, ...]) -> None:
    """A collection of the quarter that has ended, and what each of these authorities has stored for it."""
    with clone.session() as session:
        members = session.scalars(select(Authority).where(Authority.code.in_(codes)).order_by(Authority.code)).all()
        collection = _collection(session, members[0])
        for authority in members:
            _store(session, authority, collection)
            _approve_what_is_missing(session, authority, collection)
        session.commit()


def _collection(session: Session, member: Authority) -> Collection:
    quarter = worked_quarter(today())
    found = find_collection(session, quarter)
    if found is not None:
        return found
    programme = session.scalars(
        select(Programme)
        .join(ProgrammeMembership, ProgrammeMembership.programme_id == Programme.id)
        .where(ProgrammeMembership.authority_id == member.id)
        .limit(1)
    ).one()
    made = Collection(
        programme_id=programme.id,
        quarter=quarter,
        opens_on=today() - timedelta(days=30),
        due_on=today() + timedelta(days=10),
    )
    session.add(made)
    session.flush()
    session.add_all(CollectionItem(collection_id=made.id, indicator_code=code, asked=True) for code in GOOD)
    session.flush()
    return made


def _store(session: Session, authority: Authority, collection: Collection) -> None:
    """A version with an explanation, and an extension: whatever the world has not got of them already."""
    told = {"by": SYSTEM, "authority": authority, "at": now(), "on": today()}
    if find_submission(session, authority, collection) is None:
        check = make_check(session, collection=collection, content=FIGURES, file_name="walked.csv", **told)
        confirm(session, check_id=check.id, ticked_clearings=(), **told)
    submission = find_submission(session, authority, collection)
    assert submission is not None
    if not list_explanations(session, authority, submission):
        figure = next(iter(figures_of(session, find_current_version(session, authority, submission)).values()))
        session.add(
            Explanation(
                authority_id=authority.id,
                submission_id=submission.id,
                version=submission.version,
                rule="CHANGE_LARGE",
                indicator_code=figure.indicator,
                figure_key=figure.key,
                text="Walked over by the guards.",
            )
        )
    if find_extension(session, authority, collection) is None:
        session.add(
            Extension(
                authority_id=authority.id,
                collection_id=collection.id,
                until=collection.due_on,
                reason="Walked by guards",
            )
        )


def _approve_what_is_missing(session: Session, authority: Authority, collection: Collection) -> None:
    """An approved figure of every indicator, so that its page shows something."""
    there = set(
        session.scalars(
            select(Observation.indicator_code).where(
                Observation.authority_id == authority.id,
                Observation.quarter == collection.quarter,
                Observation.superseded_at.is_(None),
            )
        )
    )
    session.add_all(
        Observation(
            authority_id=authority.id,
            indicator_code=each.code,
            quarter=collection.quarter,
            value=Decimal(12),
            status="ok",
            source_file="walked.csv",
            source_line=2,
            known_on=today(),
        )
        for each in list_indicators()
        if each.code not in there
    )
