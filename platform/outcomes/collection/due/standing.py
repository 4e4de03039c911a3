"""Who has returned what: one collection, every authority that owes, in a fixed number of queries however many."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from authorities.programme.models import Adoption, Programme
from authorities.register.models import Authority
from core.working_days import working_days_between
from outcomes.catalogue.status import Status
from outcomes.collection.check.context import Asked
from outcomes.collection.due.completeness import Share, is_answer, share_answered
from outcomes.collection.due.expected import is_expected, is_required, list_counted, list_items
from outcomes.collection.due.models import Collection, Extension
from outcomes.collection.due.timeliness import Punctuality
from outcomes.collection.due.window import Lock, Window
from outcomes.collection.submission.find import find_submission, state_of
from outcomes.collection.submission.models import Submission, SubmissionVersion, SubmittedFigure
from outcomes.collection.submission.states import IN_REVIEW, State

# States in which the authority still has to act.
OWING = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.RETURNED, State.REOPENED})
HANDED_IN = frozenset({*IN_REVIEW, State.APPROVED})


@dataclass(frozen=True)
class ReturnStanding:
    """How one authority's return stands on a day."""

    authority: Authority
    submission: Submission | None
    state: State
    window: Window
    extension: Extension | None
    complete: Share
    on: date
    # False for a return that was handed in, or begun, and is not due (any more): counted, and nobody is chased for it.
    due: bool = True

    @property
    def version(self) -> int:
        return self.submission.version if self.submission else 0

    @property
    def owes(self) -> bool:
        """Whether the authority still has to act."""
        return self.state in OWING

    @property
    def punctuality(self) -> Punctuality | None:
        """As frozen with the first submission; None while nothing was submitted (W9)."""
        if self.submission is None or self.submission.timeliness is None:
            return None
        return Punctuality(self.submission.timeliness)

    @property
    def is_late(self) -> bool:
        """Whether it is due, was never submitted and its deadline has passed."""
        return self.due and self.owes and self.punctuality is None and self.on > self.window.deadline

    @property
    def lock(self) -> Lock | None:
        return self.window.lock_on(self.on, self.state)

    @property
    def timing(self) -> str:
        """The one thing to know of its time: how punctual it was, else how long there is."""
        if self.submission is not None and self.punctuality is not None:
            if self.punctuality is Punctuality.LATE:
                days = self.submission.days_late or 0
                return f"{days} {'day' if days == 1 else 'days'} late"
            return self.punctuality.words
        words = self.window.due_words(self.on)
        return f"Due {words}" if self.on <= self.window.deadline else words.capitalize()

    @property
    def attention(self) -> tuple[int, date, str]:
        """Sorts what needs attention first: late, waiting for review, sent back, to come by deadline, done."""
        if self.is_late:
            rank = 0
        elif self.state in IN_REVIEW:
            rank = 1
        elif self.state is State.RETURNED:
            rank = 2
        elif self.owes:
            rank = 3
        else:
            rank = 4
        return rank, self.window.deadline, self.authority.name


@dataclass(frozen=True)
class Overview:
    """A whole collection on a day, what needs attention first."""

    collection: Collection
    rows: tuple[ReturnStanding, ...]
    on: date

    @property
    def submitted(self) -> Share:
        """Authorities that have handed in, of all that are counted: never more than all of them (G1)."""
        return self._share(row.state in HANDED_IN for row in self.rows)

    @property
    def on_time(self) -> Share:
        """Authorities that first submitted by their deadline, of all; by an extension is on time."""
        return self._share(row.punctuality in {Punctuality.ON_TIME, Punctuality.EXTENDED} for row in self.rows)

    @property
    def complete(self) -> Share:
        """Required figures answered, of all that are required of all."""
        return Share(sum(row.complete.part for row in self.rows), sum(row.complete.whole for row in self.rows))

    @property
    def sentence(self) -> str:
        """Such as "17 authorities. 2025-26 Q2 closes in 9 working days: 11 submitted, 4 in progress, 2 not started"."""
        number = len(self.rows)
        who = f"{number} {'authority' if number == 1 else 'authorities'}."
        return f"{who} {self.collection.quarter} {self._when()}: {self._counts()}."

    def _when(self) -> str:
        opens, due = self.collection.opens_on, self.collection.due_on
        if self.on < opens:
            return f"opens {_in_days(self.on, opens)}"
        if self.on <= due:
            return f"closes {_in_days(self.on, due)}"
        late = working_days_between(due, self.on)
        return f"was due {late} working {'day' if late == 1 else 'days'} ago" if late else "was due last week"

    def _counts(self) -> str:
        found = Counter(row.state for row in self.rows)
        parts = [
            f"{sum(found[state] for state in HANDED_IN)} submitted",
            f"{found[State.IN_PROGRESS] + found[State.REOPENED]} in progress",
            *([f"{found[State.RETURNED]} sent back"] if found[State.RETURNED] else []),
            f"{found[State.NOT_STARTED]} not started",
        ]
        return ", ".join(parts)

    def _share(self, tests: Iterable[bool]) -> Share:
        return Share(sum(tests), len(self.rows))


def _in_days(day: date, then: date) -> str:
    if day == then:
        return "today"
    days = working_days_between(day, then)
    return f"in {days} working {'day' if days == 1 else 'days'}" if days else "before the next working day"


def overview_of(session: Session, collection: Collection, on: date) -> Overview:
    """Every authority whose return is due or was handed in, with where it stands."""
    counted, due = list_counted(session, collection)
    return _overview(session, collection, counted, due, on)


def find_standing(session: Session, authority: Authority, collection: Collection, on: date) -> ReturnStanding | None:
    """How one authority's return stands; None when none is due from it and it has begun none."""
    due = is_expected(session, authority, collection)
    if not due and find_submission(session, authority, collection) is None:
        return None
    return _overview(session, collection, [authority], frozenset({authority.id} if due else ()), on).rows[0]


def _overview(
    session: Session, collection: Collection, authorities: list[Authority], due: frozenset[int], on: date
) -> Overview:
    programme = session.get_one(Programme, collection.programme_id)
    numbers = [authority.id for authority in authorities]
    submissions = {
        row.authority_id: row
        for row in session.scalars(
            select(Submission).where(Submission.collection_id == collection.id, Submission.authority_id.in_(numbers))
        )
    }
    extensions = {
        row.authority_id: row
        for row in session.scalars(
            select(Extension).where(
                Extension.collection_id == collection.id,
                Extension.ended_at.is_(None),
                Extension.authority_id.in_(numbers),
            )
        )
    }
    asked = _asked_by_authority(session, collection, numbers)
    answered = _answered(session, collection, numbers)
    rows = []
    for authority in authorities:
        extension = extensions.get(authority.id)
        submission = submissions.get(authority.id)
        rows.append(
            ReturnStanding(
                authority=authority,
                submission=submission,
                state=state_of(submission),
                window=Window(
                    opens_on=collection.opens_on,
                    due_on=collection.due_on,
                    closes_on=collection.closes_on,
                    extended_to=extension.until if extension else None,
                    collects_until=programme.collects_until,
                ),
                extension=extension,
                complete=frozen_share(submission)
                or share_answered(asked[authority.id], answered.get(authority.id, ())),
                on=on,
                due=authority.id in due,
            )
        )
    return Overview(collection, tuple(sorted(rows, key=lambda row: row.attention)), on)


def frozen_share(submission: Submission | None) -> Share | None:
    """How complete the return was when it was last submitted; None while it never was."""
    if submission is None or submission.answered_then is None or submission.required_then is None:
        return None
    return Share(submission.answered_then, submission.required_then)


def _asked_by_authority(session: Session, collection: Collection, numbers: list[int]) -> Mapping[int, list[Asked]]:
    codes = list_items(session, collection)
    innovations: defaultdict[int, list[str]] = defaultdict(list)
    for number, code in session.execute(
        select(Adoption.authority_id, Adoption.innovation_code).where(Adoption.authority_id.in_(numbers))
    ):
        innovations[number].append(code)
    return {number: [Asked(code, is_required(code, innovations[number])) for code in codes] for number in numbers}


def _answered(session: Session, collection: Collection, numbers: list[int]) -> Mapping[int, set[str]]:
    """The indicators that each authority's current version answers."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for number, code, status, reason in session.execute(
        select(
            SubmittedFigure.authority_id,
            SubmittedFigure.indicator_code,
            SubmittedFigure.status,
            func.left(func.ltrim(SubmittedFigure.comment), 1),
        )
        .join(SubmissionVersion, SubmissionVersion.id == SubmittedFigure.version_id)
        .join(
            Submission,
            and_(
                Submission.id == SubmissionVersion.submission_id,
                Submission.version == SubmissionVersion.number,
                Submission.authority_id == SubmissionVersion.authority_id,
            ),
        )
        .where(Submission.collection_id == collection.id, SubmittedFigure.authority_id.in_(numbers))
    ):
        if is_answer(Status(status), reason):
            found[number].add(code)
    return found
