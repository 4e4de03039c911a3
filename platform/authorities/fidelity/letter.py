"""Letters about fidelity to the leads of an authority: a quarter to assess, an assessment to discuss.

One job for each reader, so that each letter goes once. What it is about is looked at again when it is sent: a quarter
that was assessed meanwhile is not asked for, and an assessment that was made anew has nothing left to discuss.
"""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.fidelity.due import list_due, quarter_due
from authorities.fidelity.kinds import Outcome
from authorities.fidelity.models import FidelityAssessment, FidelityReview
from authorities.fidelity.profile import list_versions
from authorities.programme.models import Adoption
from authorities.register.models import Authority
from core.access import Role
from core.addressees import find_addressee, list_addressees
from core.clock import today
from core.jobs import ClaimedJob, Job, job_kind
from core.jobs.request import request_job
from core.mail import Mail, make_mailer
from core.quarter_address import address_of
from core.quarters import Quarter
from core.runtime import runtime
from core.scope import Scope
from core.transaction import reading, transaction

DUE, DISCUSS = "fidelity.due_letter", "fidelity.discuss_letter"
LEADS = frozenset({Role.LEAD})
ASKED_FOR = timedelta(days=28)
"""How long after its end a quarter is asked for: a service that begins in the middle of one writes to nobody."""


def ask_due_letters(session: Session, *, on: date) -> int:
    """Ask for the letters about the quarter that ended last; returns how many were not asked for before."""
    quarter = quarter_due(on)
    if on > quarter.ends_on + ASKED_FOR:
        return 0
    wanted = {
        f"{authority.id}|{quarter}|{reader.account_id}"
        for authority in list_due(session, on=on)
        for reader in list_addressees(session, authority_id=authority.id, roles=LEADS, on=on)
    }
    return _ask(session, DUE, wanted)


def ask_discuss_letters(session: Session, *, review_id: UUID, on: date) -> int:
    """Ask for the letters about a review that found something to discuss."""
    review = session.get(FidelityReview, review_id)
    if review is None or review.outcome != Outcome.TO_DISCUSS:
        return 0
    readers = list_addressees(session, authority_id=review.authority_id, roles=LEADS, on=on)
    return _ask(session, DISCUSS, {f"{review.authority_id}|{review.id}|{reader.account_id}" for reader in readers})


def _ask(session: Session, kind: str, wanted: set[str]) -> int:
    """One job for each subject, once ever. Of no authority: who was written to is not its people's to know."""
    keys = {f"{kind}|{subject}": subject for subject in wanted}
    asked = set(session.scalars(select(Job.key).where(Job.key.in_(keys))))
    for key in keys.keys() - asked:
        request_job(session, kind=kind, key=key, subject=keys[key], authority_id=None)
    return len(keys.keys() - asked)


def _unsent(_session: Session, _subject: str, _reason: str) -> None:
    """The job's row says that it failed; the page of fidelity says the same as the letter."""


@job_kind(DUE, on_failure=_unsent)
def send_due_letter(job: ClaimedJob) -> None:
    """Send one letter, if the quarter is still owed."""
    authority_id, label, account = job.subject.split("|")
    with reading(Scope.EVERYTHING) as session:
        owing = list_due(session, on=today(), authority_id=int(authority_id))
        still = quarter_due(today()) == Quarter.parse(label)
        mail = _due(session, owing[0], label, int(account)) if owing and still else None
    _send(job, mail)


@job_kind(DISCUSS, on_failure=_unsent)
def send_discuss_letter(job: ClaimedJob) -> None:
    """Send one letter, if that review is still the last word on the newest version."""
    _authority, review, account = job.subject.split("|")
    with reading(Scope.EVERYTHING) as session:
        mail = _discuss(session, UUID(review), int(account), today())
    _send(job, mail)


def _send(job: ClaimedJob, mail: Mail | None) -> None:
    if mail is not None:
        settings = runtime().settings
        make_mailer(settings.mail_url, settings.mail_from).send(mail)
    with transaction(Scope.EVERYTHING) as session:
        job.finish(session)


def _due(session: Session, authority: Authority, label: str, account_id: int) -> Mail | None:
    return _to_lead(
        session,
        authority,
        account_id,
        subject=f"How far is it in place? {authority.name}, {label}",
        said=f"{label} is over, and nobody has said yet how far the elements of your innovation were in place in it. "
        "The form begins with what you said of the quarter before.",
        path="",
        reference=f"fidelity-due-{authority.code}-{address_of(Quarter.parse(label))}-{account_id}",
    )


def _discuss(session: Session, review_id: UUID, account_id: int, on: date) -> Mail | None:
    row = session.execute(
        select(FidelityReview, FidelityAssessment, Adoption, Authority)
        .join(FidelityAssessment, FidelityAssessment.id == FidelityReview.assessment_id)
        .join(Adoption, Adoption.id == FidelityAssessment.adoption_id)
        .join(Authority, Authority.id == FidelityReview.authority_id)
        .where(FidelityReview.id == review_id)
    ).one_or_none()
    if row is None:
        return None
    review, assessment, adoption, authority = row
    newest = list_versions(session, adoption, known_on=on, quarter=assessment.of_quarter)[-1]
    if newest.review is None or newest.review.id != review.id:
        return None
    return _to_lead(
        session,
        authority,
        account_id,
        subject=f"A self-assessment to discuss: {authority.name}",
        said="The support team has read what you said of a quarter, and would like to talk about it. What about stands "
        "on its page.",
        path=f"/{adoption.innovation_code}/{address_of(assessment.of_quarter)}",
        reference=f"fidelity-discuss-{review_id}-{account_id}",
    )


def _to_lead(
    session: Session, authority: Authority, account_id: int, *, subject: str, said: str, path: str, reference: str
) -> Mail | None:
    """The letter to one lead; None for whoever leads the authority no more."""
    reader = find_addressee(session, authority_id=authority.id, roles=LEADS, account_id=account_id, on=today())
    if reader is None:
        return None
    address = f"{runtime().settings.public_url}/authorities/{authority.code}/fidelity{path}"
    body = f"Hello,\n\n{said}\n\nSign in to go on:\n{address}\n"
    return Mail(reader.email, subject, body, reference, message_id=reference)
