"""What a page or a document about one recruitment pack says: the same words for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from authorities.register.models import Authority
from charts.words import day_in_words
from leadership.profiles.attributes import WORDS
from leadership.profiles.kinds import Attribute
from leadership.recruitment.find import is_open, list_packs_of, list_steps
from leadership.recruitment.kinds import Ground, Place
from leadership.recruitment.models import RecruitmentPack, RecruitmentStep
from leadership.recruitment.ticks import share_of
from leadership.register.models import Post

NAMES = {attribute: words.name for attribute, words in WORDS.items()}


@dataclass(frozen=True)
class PackPage:
    """A pack as it was known on a day; no pack: none was opened by then."""

    authority: Authority
    post: Post
    on: date
    pack: RecruitmentPack | None
    steps: Mapping[Place, RecruitmentStep]

    @property
    def is_open(self) -> bool:
        return self.pack is not None and is_open(self.pack, self.on)

    @property
    def share(self) -> Decimal:
        """What it adds to the readiness of the post, 0 to 1."""
        return share_of(self.steps.values())

    @property
    def whole(self) -> int:
        """In how many places all five attributes stand."""
        return sum(step.whole for step in self.steps.values())

    @property
    def sentence(self) -> str:
        """The answer of the page: how far the attributes have come into this recruitment."""
        if self.pack is None:
            return "No recruitment to this post is on record."
        told = f"All five attributes stand in {self.whole} of {len(Place)} places of the recruitment"
        return f"{told}, which counts {float(self.share):g} of 1 towards the readiness of the post."

    @property
    def history(self) -> str:
        """When it was opened and why, and when it was closed."""
        if self.pack is None:
            return ""
        why = self.pack.reason if self.pack.ground == Ground.BY_HAND else Ground(self.pack.ground).words
        told = f"Opened on {day_in_words(self.pack.opened_on)}. {why}"
        if not self.is_open and self.pack.closed_on is not None:
            told = f"{told.rstrip('.')}. Closed on {day_in_words(self.pack.closed_on)}"
        return told.rstrip(".") + "."

    def stands(self, attribute: Attribute, place: Place) -> bool:
        """Whether an attribute stands in a place."""
        return place in self.steps and attribute.value in self.steps[place].attributes


def read_page(session: Session, *, authority: Authority, post: Post, on: date) -> PackPage:
    """The newest pack of a post and what stands in it, as known on a day."""
    pack = list_packs_of(session, [post.id], on).get(post.id)
    steps = list_steps(session, [pack.id], on).get(pack.id, {}) if pack is not None else {}
    return PackPage(authority, post, on, pack, steps)
