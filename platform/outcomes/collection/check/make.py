"""Checks a file and stores the file and the result of the check, nothing else (D5, W1, M2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import DomainError
from core.logs import logger
from outcomes.collection.check.basis import Basis, basis_of
from outcomes.collection.check.codec import to_json
from outcomes.collection.check.context import CheckContext
from outcomes.collection.check.models import FigureCheck, Upload
from outcomes.collection.check.others_files import OTHERS_FILE
from outcomes.collection.check.quota import require_quota
from outcomes.collection.check.result import Checked, Refusal
from outcomes.collection.check.run import check_file
from outcomes.collection.check.scan import INFECTED, scan_of
from outcomes.collection.due.models import Collection
from outcomes.collection.intake.hidden import seen_only
from outcomes.collection.rules.book import rules_version
from outcomes.collection.submission.move import acts_for_lead

KEEP_REFUSED = timedelta(days=7)
LONGEST_NAME = 255
CRASHED = "check_failed"
OTHERS = frozenset({"wrong_authority"})
NAME_NOT_KEPT = "(name not kept)"
VIRUS = Refusal("virus", "The selected file contains a virus. Nothing of it was kept.", keep=False)
ZIP = b"PK\x03\x04"

Check = Callable[[CheckContext], Checked]


class OthersFileError(DomainError):
    """The file is about another authority: nothing of it may be stored but that it was sent (W5)."""

    def __init__(self, sentence: str, cells: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.cells = cells


@dataclass(frozen=True)
class Sent:
    """What somebody sent: the bytes, their name for them, and what checks them if they were typed into a form."""

    content: bytes
    name: str
    check: Check | None = None

    @cached_property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def safe_name(self) -> str:
        """The last part of the name, without hidden characters; it is only ever shown."""
        last = self.name.replace("\\", "/").rsplit("/", 1)[-1]
        return seen_only(last, LONGEST_NAME) or "file"

    def kind(self, checked: Checked) -> str:
        """What it turned out to be, by its content."""
        if self.check is not None:
            return "form"
        if self.content.startswith(ZIP):
            return "xlsx"
        named_so = self.name.lower().endswith(".csv")
        return "csv" if checked.refusal is None or named_so else "other"


def make_check(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    content: bytes,
    file_name: str,
    at: datetime,
    on: date,
    check: Check | None = None,
) -> FigureCheck:
    """Check a file against what is stored now, and keep the file and the result.

    The same bytes sent again by the same person are recognised: while nothing else has changed, the check that was
    made is the answer. A refused file is kept a week for the support team, one that names children not at all. If
    the check itself fails, the file is kept under a reference that the page shows and the log has (M2).

    Args:
        session: of a transaction over the authority.
        by: who sends it; somebody who is no lead of the authority acts for the lead.
        authority: whose return it is.
        collection: for which quarter.
        content: the bytes as they came.
        file_name: the sender's name for them.
        at: when.
        on: the day in London.
        check: what checks figures that were typed into a form; else the file is read.

    Raises:
        OthersFileError: the file is about another authority; `record_others_file` writes that down.
        QuotaError: the person has uploaded too much today.
        ScannerAwayError: a scanner is configured and does not answer.
    """
    sent = Sent(content, file_name, check)
    basis = basis_of(session, by=by, authority=authority, collection=collection, on=on)
    known = _same_bytes(session, by, basis, sent)
    made = None if known is None else _same_check(session, known, basis)
    if made is not None:
        return made
    if known is None:
        require_quota(session, by=by, size=len(content), on=on)
    scan = scan_of(content) if known is None else known.scan
    number = uuid4()
    if scan == INFECTED:
        checked = Checked(rules_version(), refusal=VIRUS)
    else:
        checked = _checked(sent, basis.context, reference(number))
    if checked.refusal is not None and checked.refusal.code in OTHERS:
        raise OthersFileError(checked.refusal.sentence, checked.refusal.cells)
    upload = known or _keep(
        session, by=by, basis=basis, sent=sent, checked=checked, scan=scan, number=number, at=at, on=on
    )
    return _store(session, by=by, basis=basis, upload=upload, checked=checked, at=at)


def record_others_file(session: Session, *, by: Identity, authority: Authority, collection: Collection) -> None:
    """Write down that a file of another authority was sent and in whose place, and nothing of the file."""
    record(
        session,
        by=by,
        deed=OTHERS_FILE,
        subject=f"return:{collection.quarter}",
        authority_id=authority.id,
        after={"acting_for_lead": acts_for_lead(by, authority.id)},
    )


def reference(number: UUID) -> str:
    """What a person reads out to the support team for an upload."""
    return str(number)[:8].upper()


def _same_bytes(session: Session, by: Identity, basis: Basis, sent: Sent) -> Upload | None:
    """The same content sent before by the same person for the same return, while its bytes are still kept."""
    if sent.check is not None:
        return None
    return session.scalar(
        select(Upload)
        .where(
            Upload.authority_id == basis.authority_id,
            Upload.collection_id == basis.collection_id,
            Upload.sha256 == sent.digest,
            Upload.uploaded_by_id == by.account_id,
            Upload.body.is_not(None),
        )
        .order_by(Upload.uploaded_at.desc())
        .limit(1)
    )


def _same_check(session: Session, upload: Upload, basis: Basis) -> FigureCheck | None:
    """The latest check of the upload, if everything that it rests on is as it was and it did not fail."""
    latest = session.scalar(
        select(FigureCheck)
        .where(FigureCheck.authority_id == basis.authority_id, FigureCheck.upload_id == upload.id)
        .order_by(FigureCheck.made_at.desc())
        .limit(1)
    )
    if latest is None or latest.fingerprint != basis.fingerprint or has_failed(latest):
        return None
    return latest


def has_failed(check: FigureCheck) -> bool:
    """Whether the check itself failed, rather than the file."""
    refusal = check.result["refusal"]
    return refusal is not None and refusal["code"] == CRASHED


def _checked(sent: Sent, context: CheckContext, name: str) -> Checked:
    """The result; a fault of ours becomes a refusal with the reference under which the file is kept."""
    try:
        return sent.check(context) if sent.check else check_file(sent.content, sent.name, context)
    except Exception:  # noqa: BLE001  (M2: whatever fails in checking, the person gets a reference, support the file)
        logger().exception("check.failed", reference=name)
        return Checked(
            rules_version(),
            refusal=Refusal(
                CRASHED,
                f"Throughline could not check this file. The fault is ours and nothing of your return has changed. "
                f"The file is kept for the programme support team: tell them the reference {name}.",
            ),
        )


def _keep(
    session: Session,
    *,
    by: Identity,
    basis: Basis,
    sent: Sent,
    checked: Checked,
    scan: str,
    number: UUID,
    at: datetime,
    on: date,
) -> Upload:
    refusal = checked.refusal
    keep = refusal is None or refusal.keep
    upload = Upload(
        id=number,
        authority_id=basis.authority_id,
        collection_id=basis.collection_id,
        file_name=sent.safe_name if keep else NAME_NOT_KEPT,
        kind=sent.kind(checked),
        size=len(sent.content),
        sha256=sent.digest,
        body=sent.content if keep else None,
        scan=scan,
        uploaded_at=at,
        uploaded_by_id=by.account_id,
        acting_for_lead=basis.acting_for_lead,
        forget_on=on + KEEP_REFUSED if refusal is not None and keep else None,
    )
    session.add(upload)
    session.flush()  # the check refers to it
    return upload


def _store(
    session: Session, *, by: Identity, basis: Basis, upload: Upload, checked: Checked, at: datetime
) -> FigureCheck:
    made = FigureCheck(
        authority_id=basis.authority_id,
        upload_id=upload.id,
        collection_id=basis.collection_id,
        base_version=basis.version,
        fingerprint=basis.fingerprint,
        rules_version=checked.rules_version,
        outcome=checked.outcome,
        result=storable(to_json(checked)),
        made_at=at,
        made_by_id=by.account_id,
    )
    session.add(made)
    session.flush()  # its id is the address of its page
    record(
        session,
        by=by,
        deed="upload.checked",
        subject=f"upload:{upload.id}",
        authority_id=basis.authority_id,
        after={
            "check": str(made.id),
            "outcome": checked.outcome,
            "refusal": None if checked.refusal is None else checked.refusal.code,
            "sha256": upload.sha256,
            "size": upload.size,
            "acting_for_lead": basis.acting_for_lead,
        },
    )
    return made


def storable(value: Any) -> Any:
    """The same JSON without what PostgreSQL cannot hold in text: NUL and halves of characters."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: storable(held) for name, held in value.items()}
    return [storable(held) for held in value] if isinstance(value, list | tuple) else value
