"""An authority's submission, its versions and their figures. Every statement names the authority."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, defer

from authorities.register.models import Authority
from core.errors import NotFoundError
from outcomes.catalogue.indicators import catalogue
from outcomes.catalogue.status import Status
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.due.models import Collection
from outcomes.collection.figure import Figure, Place
from outcomes.collection.submission.models import Submission, SubmissionEvent, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.states import State

NOT_YOURS = "There is no such page, or it is not yours to see."
LARGEST_NUMBER = 2**31 - 1  # that the database can compare with


def find_submission(session: Session, authority: Authority, collection: Collection) -> Submission | None:
    """The authority's answer to the collection, or None before its first confirmed figures."""
    return session.scalar(
        select(Submission).where(Submission.authority_id == authority.id, Submission.collection_id == collection.id)
    )


def state_of(submission: Submission | None) -> State:
    """Where it stands; a return of which nothing is stored has not been started."""
    return State.NOT_STARTED if submission is None else State(submission.state)


def lock_submission(session: Session, authority: Authority, collection: Collection) -> Submission | None:
    """As find_submission, with its row held until the transaction ends and read afresh: the second of two waits."""
    return session.scalar(
        select(Submission)
        .where(Submission.authority_id == authority.id, Submission.collection_id == collection.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def get_locked_submission(session: Session, authority: Authority, collection: Collection) -> Submission:
    """The submission with its row held; begun here, empty, if it is the first deed. Two beginners get one row."""
    session.execute(
        insert(Submission)
        .values(authority_id=authority.id, collection_id=collection.id, state=State.NOT_STARTED.value, version=0)
        .on_conflict_do_nothing(index_elements=["authority_id", "collection_id"])
    )
    found = lock_submission(session, authority, collection)
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def get_version(session: Session, authority: Authority, submission: Submission, number: int) -> SubmissionVersion:
    """One version of the submission; NotFoundError when it has no such, nor could have one of that number."""
    if number > LARGEST_NUMBER:
        raise NotFoundError(NOT_YOURS)
    found = session.scalar(
        select(SubmissionVersion).where(
            SubmissionVersion.authority_id == authority.id,
            SubmissionVersion.submission_id == submission.id,
            SubmissionVersion.number == number,
        )
    )
    if found is None:
        raise NotFoundError(NOT_YOURS)
    return found


def find_current_version(
    session: Session, authority: Authority, submission: Submission | None
) -> SubmissionVersion | None:
    """The version that counts; None while there is none."""
    if submission is None or submission.version == 0:
        return None
    return get_version(session, authority, submission, submission.version)


def find_version_of_check(session: Session, authority: Authority, check_id: UUID) -> SubmissionVersion | None:
    """The version that this check became, if it was confirmed."""
    return session.scalar(
        select(SubmissionVersion).where(
            SubmissionVersion.authority_id == authority.id, SubmissionVersion.check_id == check_id
        )
    )


@dataclass(frozen=True)
class Kept:
    """A version with the check it came from and the file that was checked."""

    version: SubmissionVersion
    check: FigureCheck
    upload: Upload


def list_versions(session: Session, authority: Authority, submission: Submission | None) -> list[Kept]:
    """Every version, the newest first; the bytes of the files are not read."""
    if submission is None:
        return []
    rows = session.execute(
        select(SubmissionVersion, FigureCheck, Upload)
        .join(FigureCheck, FigureCheck.id == SubmissionVersion.check_id)
        .join(Upload, Upload.id == FigureCheck.upload_id)
        .where(
            SubmissionVersion.authority_id == authority.id,
            SubmissionVersion.submission_id == submission.id,
            FigureCheck.authority_id == authority.id,
            Upload.authority_id == authority.id,
        )
        .order_by(SubmissionVersion.number.desc())
        .options(defer(Upload.body))
    )
    return [Kept(version, check, upload) for version, check, upload in rows]


def figures_of(session: Session, version: SubmissionVersion | None) -> dict[str, Figure]:
    """The figures of a version by indicator, in the order of the catalogue; none for no version."""
    if version is None:
        return {}
    rows = session.scalars(
        select(SubmittedFigure).where(
            SubmittedFigure.authority_id == version.authority_id, SubmittedFigure.version_id == version.id
        )
    )
    found = {row.indicator_code: figure_of_row(row) for row in rows}
    return in_order(found)


def in_order(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The same figures in the order of the catalogue."""
    places = {code: place for place, code in enumerate(catalogue())}
    return {code: figures[code] for code in sorted(figures, key=lambda code: places.get(code, len(places)))}


def figure_of_row(row: SubmittedFigure) -> Figure:
    """A stored figure as the rules see it."""
    return Figure(
        indicator=row.indicator_code,
        status=Status(row.status),
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        definition=row.definition,
        comment=row.comment or "",
        follow_up=row.follow_up,
        place=Place(row.sheet, row.cell),
    )


def list_events(session: Session, authority: Authority, submission: Submission | None) -> list[SubmissionEvent]:
    """What happened to the submission, the earliest first."""
    if submission is None:
        return []
    return list(
        session.scalars(
            select(SubmissionEvent)
            .where(SubmissionEvent.authority_id == authority.id, SubmissionEvent.submission_id == submission.id)
            .order_by(SubmissionEvent.id)
        )
    )
