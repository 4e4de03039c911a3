"""A half-answered sheet, carried from page to page in a signed field of the form.

Nothing of it is stored before it is sent: no row that somebody could read, no cookie, no address (14.2, rule 7). The
signature binds it to one invitation, so that a sheet of one round cannot be sent to another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from leadership.profiles.answer import Answers
from leadership.profiles.kinds import SCORES, Attribute

PURPOSE = "profiles.sheet"


@dataclass(frozen=True)
class Sheet:
    """What has been answered so far; `comment` is None until its page has been passed."""

    scores: Mapping[Attribute, int] = field(default_factory=dict, repr=False)
    comment: str | None = field(default=None, repr=False)
    told: bool = False

    @property
    def complete(self) -> bool:
        return self.comment is not None and all(attribute in self.scores for attribute in Attribute)

    def with_score(self, attribute: Attribute, score: int) -> "Sheet":
        return replace(self, scores={**self.scores, attribute: score})

    def answers(self) -> Answers:
        return Answers(self.scores, self.comment or "", self.told)


def carry(sheet: Sheet, *, invitation_id: UUID, secret_keys: Sequence[str]) -> str:
    """The sheet as it stands in the hidden field."""
    held = {
        "s": {attribute.value: score for attribute, score in sheet.scores.items()},
        "c": sheet.comment,
        "t": sheet.told,
    }
    return str(_serializer(invitation_id, secret_keys).dumps(held))


def read_carried(carried: str, *, invitation_id: UUID, secret_keys: Sequence[str]) -> Sheet:
    """The sheet again; an empty one when there is none, or when it was not made by us for this invitation."""
    try:
        held = _serializer(invitation_id, secret_keys).loads(carried)
        scores = {Attribute(name): int(score) for name, score in held["s"].items() if int(score) in SCORES}
        comment = None if held["c"] is None else str(held["c"])
        return Sheet(scores, comment, held["t"] is True)
    except (BadSignature, ValueError, TypeError, KeyError, AttributeError):
        return Sheet()


def _serializer(invitation_id: UUID, secret_keys: Sequence[str]) -> URLSafeSerializer:
    # Settings list the newest key first; itsdangerous signs with the last and accepts them all.
    return URLSafeSerializer(list(reversed(secret_keys)), salt=f"{PURPOSE}:{invitation_id.hex}")
