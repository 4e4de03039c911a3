"""The letter to the support team that a quarter has no collection: one job for each reader, so each gets it once."""

from datetime import date

from sqlalchemy.orm import Session

from core.clock import today
from core.jobs import ClaimedJob, job_kind
from core.jobs.request import request_job
from core.mail import Mail, make_mailer
from core.quarter_address import address_of
from core.quarters import Quarter
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction
from outcomes.collection.remind.letters import Words, months_of, say, weekday
from outcomes.collection.remind.missing import list_missing_quarters
from outcomes.collection.remind.recipients import Recipient, support_team

KIND = "returns.missing_collection"


def ask_for_collections(session: Session, *, on: date) -> int:
    """Ask for the letter about each missing quarter to each of the team, once ever; returns how many were wanted."""
    wanted = [
        (quarter, reader) for quarter in list_missing_quarters(session, on) for reader in support_team(session, on)
    ]
    for quarter, reader in wanted:
        subject = f"{quarter}|{reader.account_id}"
        request_job(session, kind=KIND, key=f"missing-collection:{subject}", subject=subject, authority_id=None)
    return len(wanted)


def words_of_missing(quarter: Quarter, public_url: str) -> Words:
    """The letter without its reader."""
    return say(
        f"Open the collection for {quarter}",
        f"Nothing is asked for {quarter} ({months_of(quarter)}), which ends on {weekday(quarter.ends_on)}. No "
        "authority is reminded of a quarter that has no collection.",
        f"Set its days and indicators here:\n{public_url}/collections/new?quarter={address_of(quarter)}",
    )


def _unsent(_session: Session, _subject: str, _reason: str) -> None:
    """The job's row says that it failed; the task on the team's home page stays until the collection is there."""


@job_kind(KIND, on_failure=_unsent)
def send_missing_letter(job: ClaimedJob) -> None:
    """Send one letter, if the quarter is still missing and the reader still of the team."""
    label, account = job.subject.split("|")
    quarter = Quarter.parse(label)
    with reading(Scope.EVERYTHING) as session:
        reader = _reader(session, quarter, int(account), today())
    if reader is not None:
        settings = runtime().settings
        words = words_of_missing(quarter, settings.public_url)
        mail = Mail(reader.email, words.subject, words.to(reader.name), reference=f"collection-{job.id}")
        make_mailer(settings.mail_url, settings.mail_from).send(mail)
    with transaction(Scope.EVERYTHING) as session:
        job.finish(session)


def _reader(session: Session, quarter: Quarter, account_id: int, on: date) -> Recipient | None:
    if quarter not in list_missing_quarters(session, on):
        return None
    return next((each for each in support_team(session, on) if each.account_id == account_id), None)
