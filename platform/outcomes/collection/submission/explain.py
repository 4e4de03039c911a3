"""Explaining a query: ten characters at least, for exactly the figure that stands there (E5, W3)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from core.errors import ConflictError, DomainError, NotFoundError
from outcomes.catalogue.indicators import catalogue
from outcomes.collection.due.models import Collection
from outcomes.collection.intake.children import IN_WORDS, points_at_a_child
from outcomes.collection.submission.ask_director import ask_director
from outcomes.collection.submission.find import lock_submission
from outcomes.collection.submission.locks import require_unlocked
from outcomes.collection.submission.may import standing_of
from outcomes.collection.submission.models import Explanation
from outcomes.collection.submission.queries import Query, list_queries

SHORTEST = 10
LONGEST = 1000
NOT_YOURS = "There is no such page, or it is not yours to see."


class OtherVersionError(ConflictError):
    """Other figures have been stored since the page was drawn: the words were not written about them (W3)."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Version {version} has been stored since you opened the page. Nothing was saved: look at the figures that "
            "count now, and save your words again if they still hold."
        )


class ExplanationError(DomainError):
    """The words do not explain enough; `box` is the text box."""

    def __init__(self, sentence: str, box: str) -> None:
        super().__init__(sentence)
        self.box = box


def explain(
    session: Session,
    *,
    by: Identity,
    authority: Authority,
    collection: Collection,
    rule: str,
    indicator: str,
    text: str,
    at: datetime,
    on: date,
    version: int | None = None,
) -> Explanation:
    """Store the explanation of one query of the current version; given again, the new words take the old ones' place.

    Args:
        session: of a transaction whose scope covers the authority.
        by: who explains.
        authority: whose return it is.
        collection: for which quarter.
        rule: which rule asks.
        indicator: about which indicator.
        text: why the figure is right.
        at: when.
        on: the day in London.
        version: the number that the page was drawn for; None for the one that holds now.

    Raises:
        OtherVersionError: another version has been stored since the page was drawn (409).
        NotFoundError: the current version has no such query.
        LockedError: the return cannot be changed now; it says which lock (409).
        ExplanationError: it is shorter than ten characters, or longer than a thousand.
    """
    submission = lock_submission(session, authority, collection)
    if version is not None and submission is not None and submission.version != version:
        raise OtherVersionError(submission.version)
    queries = list_queries(session, authority, submission, on)
    query = next((each for each in queries if each.name == (rule, indicator)), None)
    if submission is None or query is None or query.figure is None:
        raise NotFoundError(NOT_YOURS)
    require_unlocked(session, standing_of(session, authority, collection, on))
    words = " ".join(text.split())
    require_words(query, words)
    given = query.explanation
    if given is not None and given.text == words:
        return given
    if given is None:
        given = Explanation(
            authority_id=authority.id,
            submission_id=submission.id,
            version=submission.version,
            rule=rule,
            indicator_code=indicator,
            figure_key=query.figure.key,
        )
        session.add(given)
    given.text = words
    given.carried_from = None
    given.given_at = at
    given.given_by_id = by.account_id
    # Other words have not been accepted by anybody.
    given.accepted_at = given.accepted_by_id = given.expires_on = None
    record(
        session,
        by=by,
        deed="query.explained",
        subject=f"submission:{submission.id}",
        authority_id=authority.id,
        after={"version": submission.version, "rule": rule, "indicator": indicator},
    )
    ask_director(session, authority, collection, on)
    return given


def require_words(query: Query, words: str) -> None:
    """Raise ExplanationError unless the words can be an explanation."""
    if len(words) < SHORTEST:
        raise ExplanationError(
            f"{_name(query)}: say in {SHORTEST} characters or more why the figure is right.", query.box
        )
    if len(words) > LONGEST:
        raise ExplanationError(f"{_name(query)}: the explanation must be {LONGEST:,} characters or fewer.", query.box)
    if points_at_a_child(words):
        raise ExplanationError(f"{_name(query)}. {IN_WORDS}", query.box)


def _name(query: Query) -> str:
    found = catalogue().get(query.indicator)
    return query.indicator if found is None else found.name
