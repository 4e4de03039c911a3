"""The queries of a return as it stands, each with its explanation, its draft and what was accepted before (W3, D8)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority
from core.quarters import Quarter
from outcomes.collection.check.codec import from_json
from outcomes.collection.due.models import Collection
from outcomes.collection.figure import Figure
from outcomes.collection.people import names_of
from outcomes.collection.rules.finding import Finding
from outcomes.collection.submission.find import figures_of, find_current_version, list_versions
from outcomes.collection.submission.models import Explanation, Submission

Name = tuple[str, str]


@dataclass(frozen=True)
class Draft:
    """An explanation given for another value of the same figure: offered, never applied."""

    text: str
    version: int


@dataclass(frozen=True)
class Offer:
    """An explanation that a reviewer accepted in an earlier quarter, shown with who did and until when it counts."""

    text: str
    quarter: Quarter
    accepted_by: str
    accepted_on: date
    expires_on: date


@dataclass(frozen=True)
class Query:
    """What one rule asks about one indicator of the current version."""

    rule: str
    indicator: str
    findings: tuple[Finding, ...]
    figure: Figure | None
    explanation: Explanation | None
    draft: Draft | None
    offers: tuple[Offer, ...]

    @property
    def name(self) -> Name:
        return self.rule, self.indicator

    @property
    def box(self) -> str:
        """The name of its text box, which is also the place on the page that links lead to."""
        return f"explain-{self.rule}-{self.indicator}".lower().replace("_", "-")


def list_queries(session: Session, authority: Authority, submission: Submission | None, on: date) -> list[Query]:
    """Every query of the current version, in the order in which checking found them."""
    version = find_current_version(session, authority, submission)
    if submission is None or version is None:
        return []
    figures = figures_of(session, version)
    asked = queries_of(session, authority, submission)
    given = list_explanations(session, authority, submission)
    offers = _offers(session, authority, submission, {indicator for _, indicator in asked}, on)
    return [
        Query(
            rule=rule,
            indicator=indicator,
            findings=tuple(findings),
            figure=figures.get(indicator),
            explanation=next(
                (each for each in given if names(each) == (rule, indicator) and each.version == version.number), None
            ),
            draft=_draft(given, (rule, indicator), version.number),
            offers=tuple(offers.get((rule, indicator), ())),
        )
        for (rule, indicator), findings in asked.items()
    ]


def queries_of(session: Session, authority: Authority, submission: Submission) -> dict[Name, list[Finding]]:
    """What the rules ask about the figures of the current version, by rule and indicator.

    A figure is asked about by the newest check that it went through: a version may hold figures that its own file
    did not name.
    """
    remaining = set(figures_of(session, find_current_version(session, authority, submission)))
    found: dict[Name, list[Finding]] = {}
    for kept in list_versions(session, authority, submission):
        if not remaining:
            break
        checked = from_json(kept.check.result)
        seen = remaining & {figure.indicator for figure in checked.figures}
        for query in checked.queries:
            if query.indicator in seen:
                found.setdefault((query.rule, query.indicator), []).append(query)
        remaining -= seen
    return found


def list_explanations(session: Session, authority: Authority, submission: Submission) -> list[Explanation]:
    """Every explanation of the submission, those of the newest version first."""
    return list(
        session.scalars(
            select(Explanation)
            .where(Explanation.authority_id == authority.id, Explanation.submission_id == submission.id)
            .order_by(Explanation.version.desc(), Explanation.given_at.desc())
        )
    )


def names(explanation: Explanation) -> Name:
    """Which query it answers."""
    return explanation.rule, explanation.indicator_code


def unexplained(queries: Iterable[Query]) -> list[Query]:
    """Those that still need an explanation."""
    return [query for query in queries if query.explanation is None]


def digest_of(queries: Iterable[Query]) -> str:
    """Over the words of the explanations as a page shows them; figures are known by the number of their version."""
    words = sorted([*query.name, query.explanation.text if query.explanation else ""] for query in queries)
    return sha256(json.dumps(words).encode()).hexdigest()


def _draft(given: Sequence[Explanation], name: Name, version: int) -> Draft | None:
    earlier = next((each for each in given if names(each) == name and each.version < version), None)
    return None if earlier is None else Draft(earlier.text, earlier.carried_from or earlier.version)


def _offers(
    session: Session, authority: Authority, submission: Submission, indicators: set[str], on: date
) -> dict[Name, list[Offer]]:
    """Accepted explanations of the authority's other quarters, neither expired nor retired (query memory)."""
    if not indicators:
        return {}
    rows = session.execute(
        select(Explanation, Collection.quarter)
        .join(Submission, Submission.id == Explanation.submission_id)
        .join(Collection, Collection.id == Submission.collection_id)
        .where(
            Explanation.authority_id == authority.id,
            Submission.authority_id == authority.id,
            Explanation.submission_id != submission.id,
            Explanation.indicator_code.in_(indicators),
            Explanation.accepted_at.is_not(None),
            Explanation.retired_at.is_(None),
            Explanation.expires_on >= on,
        )
        .order_by(Collection.quarter.desc(), Explanation.version.desc())
    ).all()
    people = names_of(session, (row.accepted_by_id for row, _ in rows))
    offers: dict[Name, list[Offer]] = {}
    for row, quarter in rows:
        same = offers.setdefault(names(row), [])
        if row.accepted_at is None or row.expires_on is None or any(each.text == row.text for each in same):
            continue
        who = people.get(row.accepted_by_id, "the programme support team")
        same.append(Offer(row.text, quarter, who, row.accepted_at.date(), row.expires_on))
    return offers
