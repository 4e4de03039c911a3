"""Which of the raters' texts a person of the support team may read, and in which order (14.2, rule 4). Pure.

A text that plainly shows who wrote it, or leads to somebody, is held back by rule and read by nobody: whoever reads
the others may know its writer. Held back texts do not count.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from leadership.profiles.comments.kinds import FEWEST_TEXTS, Manner, ToRead
from leadership.profiles.comments.telling import TELLING
from leadership.profiles.kinds import PROTECTED, Group
from leadership.profiles.release.own import passing
from leadership.profiles.release.rating import Rating
from leadership.profiles.release.result import FEWEST


def texts_to_read(
    ratings: Sequence[Rating],
    texts: Mapping[UUID, str],
    shuffle: Callable[[list[str]], None],
    minimum: int = FEWEST,
) -> ToRead | None:
    """The texts in mixed order; None while fewer than five of groups that are shown have written.

    Of a group that is not shown no text is read either: exclusion, not hiding (rule 2). The line manager's stands
    among the others and counts for none of the five, nor of the ten from which texts may be shown as written, since
    the leader may know it again.
    """
    group_of = {rating.rater: rating.group for rating in ratings}
    raters = {
        group: [r for r in ratings if r.group is group and r.attribute is ratings[0].attribute] for group in PROTECTED
    }
    shown = set(passing(raters, minimum))
    clean = {rater: text for rater, text in texts.items() if not TELLING.search(text)}
    counted = [text for rater, text in clean.items() if group_of.get(rater) in shown]
    if len(counted) < FEWEST_TEXTS:
        return None
    found = counted + [text for rater, text in clean.items() if group_of.get(rater) is Group.LINE_MANAGER]
    shuffle(found)
    return ToRead(Manner.of(len(counted)), tuple(found))
