"""What a story as it stands warns of, which of it has a reason, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from outcomes.stories.identifying import Identifier, find_identifiers
from outcomes.stories.known_names import leaders_of
from outcomes.stories.models import Story


@dataclass(frozen=True)
class Checked:
    """A warning, and the reason that was given why it identifies no child; empty when there is none yet."""

    warning: Identifier
    reason: str


def check_text(session: Session, authority: Authority, *, title: str, body: str) -> list[Identifier]:
    """Everything in the text that could identify somebody, each of it once."""
    warnings = find_identifiers(
        (("title", title), ("body", body)),
        known_names=leaders_of(session, authority.id),
        ordinary=(authority.name,),
    )
    return list({warning.key: warning for warning in reversed(warnings)}.values())[::-1]


def check_story(session: Session, authority: Authority, story: Story) -> list[Checked]:
    """The warnings of a story with the reasons that were given."""
    given = {(str(row["kind"]), str(row["found"])): str(row["reason"]) for row in story.reasons}
    return [
        Checked(warning, given.get(warning.key, ""))
        for warning in check_text(session, authority, title=story.title, body=story.body)
    ]


def unanswered(checked: Sequence[Checked]) -> int:
    """How many warnings have neither gone from the text nor been given a reason."""
    return sum(1 for each in checked if not each.reason)
