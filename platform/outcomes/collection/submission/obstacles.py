"""What stands in the way of submitting, in the order in which it is mended; pages and the verb read the same list."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from outcomes.collection.due.completeness import is_answer
from outcomes.collection.due.expected import asked_of
from outcomes.collection.due.models import Collection
from outcomes.collection.submission.find import figures_of, find_current_version
from outcomes.collection.submission.locks import lock_words
from outcomes.collection.submission.may import Standing
from outcomes.collection.submission.queries import list_queries, unexplained

SHOWN = 5


@dataclass(frozen=True)
class Obstacle:
    """One thing to do first; `step` is where: upload, queries, sign_off, or none where nothing can be done here."""

    sentence: str
    step: str | None


def list_obstacles(
    session: Session, authority: Authority, collection: Collection, standing: Standing, on: date
) -> list[Obstacle]:
    """Everything to be done before the return can be submitted; empty when it can."""
    words = lock_words(session, standing)
    if words is not None:
        return [Obstacle(words, None)]
    version = find_current_version(session, authority, standing.submission)
    if version is None:
        return [Obstacle("Upload or enter the figures first.", "upload")]
    found = []
    figures = figures_of(session, version)
    required = [each.indicator for each in asked_of(session, authority, collection) if each.required]
    missing = [code for code in required if code not in figures]
    if missing:
        what = f"Give a figure, or a symbol that says why there is none, for {_some(missing)}."
        found.append(Obstacle(what, "upload"))
    bare = [code for code in required if code in figures and not is_answer(figures[code].status, figures[code].comment)]
    if bare:
        found.append(Obstacle(f"Say in the comment why there is no figure for {_some(bare)}.", "upload"))
    waiting = unexplained(list_queries(session, authority, standing.submission, on))
    if waiting:
        number = len(waiting)
        found.append(Obstacle(f"Explain {number} {'query' if number == 1 else 'queries'}.", "queries"))
    if not found and standing.needs_sign_off and not standing.signed_off:
        found.append(Obstacle("Ask your director to sign the return off.", "sign_off"))
    return found


def _some(codes: list[str]) -> str:
    """A few of them by name, the rest as a number."""
    if len(codes) <= SHOWN:
        return ", ".join(codes)
    return f"{', '.join(codes[:SHOWN])} and {len(codes) - SHOWN} more"
