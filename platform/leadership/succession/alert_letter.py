"""The letter about a post whose chance of a change has reached the threshold: one job for each reader.

So a mail server that takes one letter and not the next makes nobody wait for good, and nobody is written to again for
the sake of another. A worker that dies between the letter and the end of its job sends it twice, under one message id.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.clock import today
from core.jobs import ClaimedJob, job_kind
from core.jobs.request import request_job
from core.mail import Mail, make_mailer
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction
from leadership.register.models import Post
from leadership.succession.models import AlertCrossing
from leadership.succession.told import support_team

KIND = "succession.alert_letter"


def ask_letter(session: Session, *, crossing_id: UUID, account_id: int) -> None:
    """Ask for the letter to one reader, once ever."""
    subject = f"{crossing_id}|{account_id}"
    request_job(session, kind=KIND, key=f"alert:{subject}", subject=subject, authority_id=None)


def _unsent(_session: Session, _subject: str, _reason: str) -> None:
    """The job's row says that it failed; the task on the team's home page stands until somebody has seen it."""


@job_kind(KIND, on_failure=_unsent)
def send_alert_letter(job: ClaimedJob) -> None:
    """Send one letter, if the reader is still of the team."""
    number, account = job.subject.split("|")
    with reading(Scope.EVERYTHING) as session:
        mail = _mail(session, UUID(number), int(account))
    if mail is not None:
        settings = runtime().settings
        make_mailer(settings.mail_url, settings.mail_from).send(mail)
    with transaction(Scope.EVERYTHING) as session:
        job.finish(session)


def _mail(session: Session, crossing_id: UUID, account_id: int) -> Mail | None:
    reader = next((each for each in support_team(session, today()) if each.account_id == account_id), None)
    row = session.execute(
        select(Post, Authority)
        .join(AlertCrossing, AlertCrossing.post_id == Post.id)
        .join(Authority, Authority.id == AlertCrossing.authority_id)
        .where(AlertCrossing.id == crossing_id)
    ).one_or_none()
    if reader is None or row is None:
        return None
    post, authority = row
    address = f"{runtime().settings.public_url}/authorities/{authority.code}/posts/{post.id}"
    reference = f"succession-alert-{crossing_id}-{account_id}"
    return Mail(
        reader.email,
        f"Leadership: {authority.name}, {post.title}",
        _body(post.title, authority.name, address),
        reference,
        message_id=reference,
    )


def _body(title: str, authority: str, address: str) -> str:
    """No figure leaves by mail: the page shows it with its interval and its reasons (reliability 6.72)."""
    return (
        f"The chance that the post of {title} in {authority} changes hands within twelve months has reached the level "
        "at which you asked to be told.\n\n"
        f"The figure, its interval and the reasons for it are on the page of the post:\n{address}\n\n"
        "It is about the post, not the person, and decides nothing by itself. You will not be written to again about "
        "this post unless the chance falls below that level and rises again.\n"
    )
