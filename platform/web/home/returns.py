"""What the returns ask of the support team: late ones, reviews, queries, quarters and people that are missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.models import Account
from authorities.register.models import Authority
from charts.words import count_in_words, day_in_words, join_in_words
from core.access import Role
from core.clock import now
from outcomes.collection.check.others_files import list_repeated
from outcomes.collection.check.refused import list_refused
from outcomes.collection.due.find import find_current
from outcomes.collection.due.models import Collection
from outcomes.collection.due.standing import Overview, overview_of
from outcomes.collection.remind.continuity import Continuity, continuity_on
from outcomes.collection.remind.missing import list_missing_quarters
from outcomes.collection.review.queue import Waiting, list_waiting
from outcomes.collection.submission.models import Explanation, Submission
from outcomes.collection.submission.states import IN_REVIEW
from web.home.task import Task

MOST_LATE = 8
MOST_NAMED = 3


@dataclass(frozen=True)
class Returns:
    """How the quarter stands that is worked on, and what waits for the team, the most pressing first."""

    whole: Overview | None
    tasks: tuple[Task, ...]

    @property
    def sentence(self) -> str | None:
        return self.whole.sentence if self.whole is not None and self.whole.rows else None


def returns_of(session: Session, on: date) -> Returns:
    """Read everything that the returns ask of the team on a day."""
    current = find_current(session, on)
    whole = overview_of(session, current, on) if current is not None else None
    waiting = list_waiting(session)
    tasks = [
        *_missing(session, on),
        *_people(continuity_on(session, on)),
        *_others_files(session),
        *_refused(session),
        *(_late(whole) if whole is not None else ()),
        *_reviews(waiting, on),
        *_queries(session),
    ]
    return Returns(whole, tuple(tasks))


def _missing(session: Session, on: date) -> Iterator[Task]:
    for quarter in list_missing_quarters(session, on):
        yield Task(
            f"Open the collection for {quarter}",
            url_for("collections.new", quarter=str(quarter).replace(" ", "-").lower()),
            "Nothing is asked for this quarter yet, and nobody is reminded of it.",
            "To open",
            "attention",
        )


def _people(found: Continuity) -> Iterator[Task]:
    """No silence where nobody would read a reminder (W10), and nobody missed before the next return (D 7)."""
    for authority in found.no_lead:
        yield Task(
            f"{authority.name} has no lead",
            _invite_lead(authority),
            "No active account can submit its return, so no reminder reaches anybody. Add a lead.",
            "No lead",
            "urgent",
        )
    for gap in found.nobody_next:
        yield Task(
            f"Who will submit {gap.due.quarter} for {gap.authority.name}?",
            _invite_lead(gap.authority),
            f"It is due on {day_in_words(gap.due.due_on)}; the last lead leaves on {day_in_words(gap.leaves_on)}.",
            "Nobody yet",
            "attention",
        )


def _invite_lead(authority: Authority) -> str:
    """The form for a new account, with the role and the authority filled in."""
    return url_for("accounts.new", role=Role.LEAD.value, authority=authority.code)


def _others_files(session: Session) -> Iterator[Task]:
    """Three files of other authorities within ten minutes is no slip: somebody of the team asks (W5)."""
    found = list_repeated(session, at=now())
    accounts = {each.account_id: each.authority_name for each in reversed(found)}
    for account in session.scalars(select(Account).where(Account.id.in_(accounts)).order_by(Account.name, Account.id)):
        yield Task(
            f"Ask {account.name} about files of other authorities",
            url_for("accounts.show", public_id=account.public_id),
            f"They sent three or more within ten minutes, in place of {accounts[account.id]}'s return. None was kept.",
            "Unusual",
            "urgent",
        )


def _refused(session: Session) -> Iterator[Task]:
    """Whose file could not be checked, and who has sent none since that could: they may need a call."""
    stuck = [each for each in list_refused(session, at=now()) if each.waits]
    if stuck:
        names = join_in_words([each.name for each in stuck[:MOST_NAMED]])
        more = f" and {len(stuck) - MOST_NAMED} more" if len(stuck) > MOST_NAMED else ""
        yield Task(
            f"Help {count_in_words(len(stuck), 'authority', 'authorities')} whose file was refused",
            url_for("reviews.refused"),
            f"{names}{more}: nothing of theirs could be read since.",
            "To help",
            "attention",
        )


def _late(whole: Overview) -> Iterator[Task]:
    late = [row for row in whole.rows if row.is_late]
    for row in late[:MOST_LATE]:
        yield Task(
            f"{row.authority.name}: {whole.collection.quarter} is late",
            url_for("returns.tasks", code=row.authority.code, quarter=whole.collection.quarter),
            f"{row.timing}. {row.state.words}; {row.complete.words} required figures answered.",
            "Late",
            "urgent",
        )
    if len(late) > MOST_LATE:
        yield Task(
            f"{len(late) - MOST_LATE} more late returns",
            url_for("collections.show", quarter=whole.collection.quarter),
            "The collection's page lists all of them.",
            "Late",
            "urgent",
        )


def _reviews(waiting: list[Waiting], on: date) -> Iterator[Task]:
    for each in waiting:
        days = each.days_waiting(on)
        yield Task(
            f"Review {each.authority_name}: {each.quarter}",
            url_for("reviews.review", code=each.authority_code, quarter=each.quarter),
            f"Version {each.version}, submitted {count_in_words(days, 'working day', 'working days')} ago."
            if days
            else f"Version {each.version}, submitted today or on a day off.",
            "With changes" if each.resubmitted else "To review",
            "attention",
        )


def _queries(session: Session) -> Iterator[Task]:
    """Explanations of returns in review that nobody has accepted yet."""
    rows = session.execute(
        select(Authority.code, Authority.name, Collection.quarter, func.count())
        .select_from(Explanation)
        .join(Submission, Submission.id == Explanation.submission_id)
        .join(Authority, Authority.id == Explanation.authority_id)
        .join(Collection, Collection.id == Submission.collection_id)
        .where(
            Submission.state.in_([state.value for state in IN_REVIEW]),
            Explanation.version == Submission.version,
            Explanation.accepted_at.is_(None),
            Explanation.retired_at.is_(None),
        )
        .group_by(Authority.code, Authority.name, Collection.quarter)
        .order_by(Authority.name)
    )
    for code, name, quarter, number in rows:
        yield Task(
            f"Settle {count_in_words(number, 'query', 'queries')} of {name}: {quarter}",
            url_for("reviews.review", code=code, quarter=quarter),
            "The authority has explained; accept the explanation or send the return back.",
            "To settle",
            "info",
        )
