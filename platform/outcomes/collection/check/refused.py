"""Uploads of the last seven days that were not checked, by authority: so that the support team can help (M2, W5).

Three kinds stand together, since to whoever sent them they are the same: a file that was refused, a file over which a
rule of ours failed, and one of another authority, of which only the audit knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import cast, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.audit import AuditEvent
from core.quarters import Quarter
from outcomes.collection.check.make import reference
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.check.others_files import OTHERS_FILE
from outcomes.collection.due.models import Collection
from outcomes.collection.submission.models import Submission, SubmissionVersion

SHOWN_FOR = timedelta(days=7)
RULE_FAILED = "rule_failed"
OTHERS_CODE = "wrong_authority"
OTHERS_WORDS = "The file was about another authority. Nothing of it was kept."
CRASHED_LINES = cast('$.ledger[*] ? (@.outcome == "crashed").rule', JSONPATH)
FAILED_RULES = func.jsonb_path_query_array(FigureCheck.result, CRASHED_LINES, type_=JSONB)
WAS_REFUSED = or_(FigureCheck.outcome == "refused", func.jsonb_array_length(FAILED_RULES) > 0)


@dataclass(frozen=True)
class RefusedUpload:
    """One upload that came to nothing; `check_id` leads to what its sender read, if anything of it was stored."""

    authority_code: str
    authority_name: str
    quarter: Quarter
    at: datetime
    by_id: int | None
    acting_for_lead: bool
    code: str
    sentence: str
    check_id: UUID | None = None
    reference: str | None = None
    kept: bool = False


@dataclass(frozen=True)
class RefusedOfAuthority:
    """What was refused of one authority, the latest first; it waits until a later file has been read."""

    code: str
    name: str
    uploads: tuple[RefusedUpload, ...]
    waits: bool


def list_refused(session: Session, *, at: datetime) -> list[RefusedOfAuthority]:
    """Every authority with a refused upload in the last seven days: those that wait first, then by name.

    Args:
        session: its scope limits what is seen.
        at: now.
    """
    since = at - SHOWN_FOR
    found = sorted([*_refused_checks(session, since), *_others_files(session, since)], key=lambda each: each.at)
    read = _read_since(session, since)
    grouped: dict[str, list[RefusedUpload]] = {}
    for each in reversed(found):
        grouped.setdefault(each.authority_code, []).append(each)
    of_each = [
        RefusedOfAuthority(code, uploads[0].authority_name, tuple(uploads), waits=_waits(uploads, read))
        for code, uploads in grouped.items()
    ]
    return sorted(of_each, key=lambda each: (not each.waits, each.name))


def _waits(uploads: Iterable[RefusedUpload], read: dict[tuple[str, Quarter], datetime]) -> bool:
    """Whether for one of the quarters nothing has been read since."""
    return any((last := read.get((each.authority_code, each.quarter))) is None or last < each.at for each in uploads)


def _refused_checks(session: Session, since: datetime) -> Iterator[RefusedUpload]:
    refusal = FigureCheck.result["refusal"]
    rows = session.execute(
        select(
            Authority.code,
            Authority.name,
            Collection.quarter,
            FigureCheck.made_at,
            FigureCheck.made_by_id,
            Upload.acting_for_lead,
            refusal["code"].astext,
            refusal["sentence"].astext,
            FAILED_RULES,
            FigureCheck.id,
            Upload.id,
            Upload.body.is_not(None),
        )
        .join(Upload, (Upload.authority_id == FigureCheck.authority_id) & (Upload.id == FigureCheck.upload_id))
        .join(Authority, Authority.id == FigureCheck.authority_id)
        .join(Collection, Collection.id == FigureCheck.collection_id)
        .where(FigureCheck.made_at > since, WAS_REFUSED)
    )
    for code, name, quarter, at, by, acting, why, sentence, failed, check_id, upload_id, kept in rows:
        yield RefusedUpload(
            code,
            name,
            quarter,
            at,
            by,
            acting,
            why or RULE_FAILED,
            sentence or f"A rule failed itself: {', '.join(failed)}. The fault is ours.",
            check_id,
            reference(upload_id),
            kept,
        )


def _others_files(session: Session, since: datetime) -> Iterator[RefusedUpload]:
    rows = session.execute(
        select(Authority.code, Authority.name, AuditEvent)
        .join(Authority, Authority.id == AuditEvent.authority_id)
        .where(AuditEvent.deed == OTHERS_FILE, AuditEvent.at > since)
    )
    for code, name, event in rows:
        quarter = Quarter.parse(event.subject.partition(":")[2])
        acting = bool((event.after or {}).get("acting_for_lead"))
        yield RefusedUpload(code, name, quarter, event.at, event.account_id, acting, OTHERS_CODE, OTHERS_WORDS)


def _read_since(session: Session, since: datetime) -> dict[tuple[str, Quarter], datetime]:
    """When a file of an authority for a quarter was last read through, with errors or without, or stored.

    The same bytes sent again are answered by their earlier check, so that storing them tells more.
    """
    checked = session.execute(
        select(Authority.code, Collection.quarter, func.max(FigureCheck.made_at))
        .join(Authority, Authority.id == FigureCheck.authority_id)
        .join(Collection, Collection.id == FigureCheck.collection_id)
        .where(FigureCheck.made_at > since, ~WAS_REFUSED)
        .group_by(Authority.code, Collection.quarter)
    )
    stored = session.execute(
        select(Authority.code, Collection.quarter, func.max(SubmissionVersion.confirmed_at))
        .join(Submission, Submission.id == SubmissionVersion.submission_id)
        .join(Authority, Authority.id == Submission.authority_id)
        .join(Collection, Collection.id == Submission.collection_id)
        .where(SubmissionVersion.confirmed_at > since)
        .group_by(Authority.code, Collection.quarter)
    )
    read: dict[tuple[str, Quarter], datetime] = {}
    for code, quarter, at in [*checked, *stored]:
        read[code, quarter] = max(at, read.get((code, quarter), at))
    return read
