"""Explanations survive a new version while the figure that they explain stays the same (W3)."""

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from outcomes.collection.submission.find import figures_of
from outcomes.collection.submission.models import Explanation, Submission, SubmissionVersion
from outcomes.collection.submission.queries import list_explanations, names, queries_of


def carry_explanations(session: Session, *, submission: Submission, version: SubmissionVersion) -> list[Explanation]:
    """Give the new version every earlier explanation of the same rule, indicator and figure; returns those.

    Whoever gave it and when stays, and `carried_from` names the version it was given for. If the figure has changed,
    nothing is applied: the page offers the old words as a draft.
    """
    authority = session.get_one(Authority, submission.authority_id)
    figures = figures_of(session, version)
    earlier = list_explanations(session, authority, submission)
    carried = []
    for rule, indicator in queries_of(session, authority, submission):
        figure = figures.get(indicator)
        same = next(
            (
                each
                for each in earlier
                if names(each) == (rule, indicator) and figure is not None and each.figure_key == figure.key
            ),
            None,
        )
        if same is None:
            continue
        carried.append(
            Explanation(
                authority_id=submission.authority_id,
                submission_id=submission.id,
                version=version.number,
                rule=rule,
                indicator_code=indicator,
                figure_key=same.figure_key,
                text=same.text,
                carried_from=same.carried_from or same.version,
                given_at=same.given_at,
                given_by_id=same.given_by_id,
            )
        )
    session.add_all(carried)
    return carried
