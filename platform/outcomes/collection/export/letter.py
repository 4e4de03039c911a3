"""The letter that an export is ready: plain text, and a link that opens nothing to those who are not signed in."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from authorities.register.models import Authority
from charts.words import day_in_words
from core.clock import now
from core.jobs import ClaimedJob, job_kind
from core.mail import Mail, make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction
from outcomes.collection.export.askers import find_asker, may_have
from outcomes.collection.export.models import FiguresExport
from outcomes.collection.export.names import ALL_AUTHORITIES

LETTER = "figures.export_letter"
LONDON = ZoneInfo("Europe/London")


def write_letter(
    session: Session, *, export_id: UUID, authority_id: int | None, public_url: str, at: datetime
) -> Mail | None:
    """The letter; None when the file is not there any more, or its owner may not have it any more."""
    row = session.execute(
        select(FiguresExport, Authority.name)
        .outerjoin(Authority, Authority.id == FiguresExport.authority_id)
        .where(
            FiguresExport.id == export_id,
            FiguresExport.authority_id.is_not_distinct_from(authority_id),
            FiguresExport.status == "ready",
            FiguresExport.expires_at > at,
        )
        .options(defer(FiguresExport.body))
    ).one_or_none()
    if row is None:
        return None
    export, name = row
    asker = find_asker(session, export.requested_by_id)
    if asker is None or not may_have(asker.identity, export.authority_id):
        return None
    until = _day(export.expires_at or at)
    quarters = f", {words}" if (words := export.span.words) else ""
    return Mail(
        to=asker.email,
        subject="Your file of approved figures is ready",
        body=(
            f"Hello {asker.identity.name},\n\n"
            f"The file you asked for is ready: approved figures of {name or ALL_AUTHORITIES}{quarters}, as known on "
            f"{day_in_words(export.as_at)}.\n\n"
            f"Sign in and download it here until {until}:\n{public_url}/exports\n\n"
            "The link holds no secret: only you can open the file, and only while you are signed in.\n"
        ),
        reference=f"export-{export.id}",
    )


def _day(moment: datetime) -> str:
    return day_in_words(moment.astimezone(LONDON).date())


def _unsent(_session: Session, _subject: str, _reason: str) -> None:
    """The job's row says that it failed; the page Exports shows the file all the same."""


@job_kind(LETTER, on_failure=_unsent)
def send_export_letter(job: ClaimedJob) -> None:
    """Send one letter; one job for each export, so it goes once."""
    settings = runtime().settings
    with reading(Scope.EVERYTHING) as session:
        mail = write_letter(
            session,
            export_id=UUID(job.subject),
            authority_id=job.authority_id,
            public_url=settings.public_url,
            at=now(),
        )
    if mail is not None:
        make_mailer(settings.mail_url, settings.mail_from).send(mail)
    with transaction(Scope.EVERYTHING) as session:
        job.finish(session)
