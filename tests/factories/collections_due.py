"""A programme with members, a collection for 2025-26 Q1, and returns at any state, for tests of what is due."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from factories.authorities import make_council, make_programme
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.add_account import make_account
from accounts.memberships import grant_membership
from accounts.models import Account
from accounts.role_held import RoleHeld
from authorities.programme.adopt import adopt
from authorities.register.models import Authority
from core.access import SYSTEM, Role
from core.clock import now
from core.quarters import Quarter
from outcomes.catalogue.load import load_indicators
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.due.models import Collection
from outcomes.collection.due.open import open_collection
from outcomes.collection.submission.models import Submission, SubmissionEvent, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.states import State

Q1 = Quarter(2025, 1)
OPENS, DUE = date(2025, 7, 1), date(2025, 9, 8)
ON = date(2025, 7, 1)
SHA = "ab" * 32


def make_members(session: Session, number: int = 3, *, first: int = 1) -> list[Authority]:
    """Members of the programme since 2019: Council 1 (Z001) and on, all with Family Safeguarding."""
    load_indicators(session)
    if first == 1:
        make_programme(session)
    councils = [make_council(session, each) for each in range(first, first + number)]
    for council in councils:
        adopt(
            session,
            by=SYSTEM,
            on=date(2026, 1, 1),
            authority=council,
            innovation="family_safeguarding",
            joined_on=date(2019, 10, 1),
        )
    session.flush()
    return councils


def make_collection(
    session: Session,
    quarter: Quarter = Q1,
    opens_on: date = OPENS,
    due_on: date = DUE,
    closes_on: date | None = None,
) -> Collection:
    """The collection of a quarter, opened by the verb."""
    return open_collection(
        session, by=SYSTEM, quarter=quarter, opens_on=opens_on, due_on=due_on, closes_on=closes_on, on=opens_on
    )


def make_return(
    session: Session,
    authority: Authority,
    collection: Collection,
    state: State,
    figures: Mapping[str, tuple[str, str]] | None = None,
) -> Submission:
    """A return with one version, each figure (status, comment); `state` is written as it stands."""
    upload = Upload(
        authority_id=authority.id,
        collection_id=collection.id,
        file_name="return.csv",
        kind="csv",
        size=10,
        sha256=SHA,
        body=b"x",
        scan="not_scanned",
        acting_for_lead=False,
    )
    session.add(upload)
    session.flush()
    check = FigureCheck(
        authority_id=authority.id,
        upload_id=upload.id,
        collection_id=collection.id,
        base_version=0,
        fingerprint=uuid4().hex,
        rules_version="1",
        outcome="clean",
        result={},
    )
    submission = Submission(
        authority_id=authority.id, collection_id=collection.id, state=State.IN_PROGRESS.value, version=1
    )
    session.add_all([check, submission])
    session.flush()
    version = SubmissionVersion(
        authority_id=authority.id,
        submission_id=submission.id,
        number=1,
        check_id=check.id,
        counts={"new": 31, "changed": 2, "unchanged": 0, "cleared": 0},
        acting_for_lead=False,
    )
    session.add(version)
    session.flush()
    for line, (code, (status, comment)) in enumerate((figures or {}).items(), start=2):
        session.add(
            SubmittedFigure(
                authority_id=authority.id,
                version_id=version.id,
                indicator_code=code,
                definition=1,
                value=Decimal(1) if status == "ok" else None,
                status=status,
                cell=f"D{line}",
                comment=comment,
                follow_up=False,
            )
        )
    submission.state = state.value
    session.flush()
    return submission


def add_event(session: Session, submission: Submission, kind: str, **more: object) -> SubmissionEvent:
    """An event of the return, as submission/move.py would append it."""
    event = SubmissionEvent(
        authority_id=submission.authority_id,
        submission_id=submission.id,
        kind=kind,
        version=submission.version,
        acting_for_lead=False,
        **more,
    )
    session.add(event)
    session.flush()
    return event


def make_person(
    session: Session, name: str, role: Role, authority: Authority | None = None, *, at: datetime | None = None
) -> Account:
    """An account with one role."""
    number = session.scalar(select(func.count()).select_from(Account)) or 0
    account = make_account(session, by=SYSTEM, email=f"person{number}@somewhere.example", name=name, at=at or now())
    held = RoleHeld(role, authority.id if authority else None, None)
    grant_membership(session, by=SYSTEM, account=account, held=held, at=at or now())
    session.flush()
    return account
