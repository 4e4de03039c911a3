"""The job that turns a closed round into its results, and destroys what led from raters to ratings.

Reading, deciding and storing are one transaction with the end of the job: a worker killed at any point leaves nothing
behind, and the next begins anew. Nothing of a rating goes into an error, a log line or the job's row.
"""

from collections.abc import Sequence
from random import SystemRandom
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.access import SYSTEM
from core.audit import record
from core.clock import now, today
from core.jobs import ClaimedJob, job_kind
from core.outbox import send_after_commit
from core.runtime import runtime
from core.scope import Scope
from core.transaction import transaction
from leadership.profiles.aggregates.record import record_own_release
from leadership.profiles.aggregates.request import request_aggregates
from leadership.profiles.close_round import RELEASE
from leadership.profiles.closing.comments import texts_to_read
from leadership.profiles.closing.engine import closing_transaction
from leadership.profiles.closing.read_ratings import read_comments, read_outdated, read_ratings
from leadership.profiles.closing.wait_for_reader import wait_for_reader
from leadership.profiles.comments.readers import list_who_may_read
from leadership.profiles.models import (
    ProfileResult,
    ProfileRound,
    RaterAnswer,
    RaterInvitation,
    RaterLetter,
    RaterLink,
    StoredComment,
)
from leadership.profiles.progress import note_progress
from leadership.profiles.release.own import own_results
from leadership.profiles.release.result import FEWEST, OwnRelease
from leadership.profiles.tell_leader import TELL_RELEASED


def _not_released(_session: Session, _subject: str, _reason: str) -> None:
    """The job's row says that it failed; the round stays closed without results and is tried again the next day."""


@job_kind(RELEASE, on_failure=_not_released)
def release_round(job: ClaimedJob) -> None:
    """Release a closed round, once; a round that is open, released or of another authority is left as it is."""
    fewest = runtime().settings.fewest_raters
    with transaction(Scope.EVERYTHING) as session:
        # The last answers may not have been counted yet, and whether there were enough keeps rounds apart.
        note_progress(session, round_id=UUID(job.subject), fewest=fewest)
        # Accounts and the addresses of raters are no business of the closing role, and the latter are about to go.
        readers = list_who_may_read(
            session, round_id=UUID(job.subject), secret_keys=runtime().settings.secret_keys, on=today()
        )
    with closing_transaction() as session:
        held = session.scalar(
            select(ProfileRound)
            .where(
                ProfileRound.id == UUID(job.subject),
                ProfileRound.authority_id == job.authority_id,
                ProfileRound.closed_at.is_not(None),
                ProfileRound.released_at.is_(None),
            )
            .with_for_update()
        )
        if held is not None:
            store_release(session, held, readers, minimum=fewest)
            send_after_commit(session, TELL_RELEASED, job.subject)
        job.finish(session)
    with transaction(Scope.EVERYTHING) as session:
        request_aggregates(session, on=today())


def store_release(session: Session, held: ProfileRound, readers: Sequence[int] = (), *, minimum: int = FEWEST) -> None:
    """Store what the leader may see and what `readers` may read before them; forget addresses, links, who answered.

    `minimum` is how many of a group must have rated; each result keeps it, so that a later one changes no old page.
    """
    # Only a line manager who was told can have answered: the database keeps no other rating of theirs.
    outdated = read_outdated(session, round_id=held.id)
    ratings = tuple(each for each in read_ratings(session, round_id=held.id) if each.rater not in outdated)
    release = own_results(ratings, manager_told=True, minimum=minimum)
    _store_results(session, held, release)
    record_own_release(session, round_id=held.id, release=release, at=now())
    released_at = now()
    to_read = texts_to_read(ratings, read_comments(session, round_id=held.id), SystemRandom().shuffle, minimum)
    if to_read is not None:
        wait_for_reader(session, held, to_read, readers, at=released_at)
    _forget_raters(session, held.id)
    held.released_at = released_at
    record(
        session,
        by=SYSTEM,
        deed="profile_round.released",
        subject=f"profile_round:{held.id}",
        authority_id=held.authority_id,
    )


def _store_results(session: Session, held: ProfileRound, release: OwnRelease) -> None:
    for result in release.results:
        session.add(
            ProfileResult(
                id=uuid4(),
                round_id=held.id,
                person_id=held.person_id,
                attribute=result.attribute.value,
                seen_by=result.view.value,
                value=result.value,
                at_end=result.end.value if result.end else None,
                raters=result.raters,
                half_width=result.half_width,
                gap=result.gap.value if result.gap else None,
                fewest=result.fewest,
            )
        )


def _forget_raters(session: Session, round_id: UUID) -> None:
    """Destroy the only way from an invitation to its key, the addresses, the letters and the texts (14.2, rule 7).

    The ratings stay, under keys that lead to nobody: what is released later is compared with them.
    """
    session.execute(delete(StoredComment).where(StoredComment.round_id == round_id))
    session.execute(delete(RaterAnswer).where(RaterAnswer.round_id == round_id))
    session.execute(delete(RaterLink).where(RaterLink.round_id == round_id))
    invited = select(RaterInvitation.id).where(RaterInvitation.round_id == round_id)
    session.execute(
        delete(RaterLetter).where(RaterLetter.invitation_id.in_(invited)).execution_options(synchronize_session=False)
    )
    session.execute(
        update(RaterInvitation)
        .where(RaterInvitation.round_id == round_id)
        .values(email=None, secret_hash=None, address_mark=None)
        .execution_options(synchronize_session=False)
    )
