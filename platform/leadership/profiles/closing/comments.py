"""Which of the raters' texts a leader may read, and in which order (risk-and-analysis 14.2, rule 4). Pure.

Nobody may moderate them who may not read them, and nobody but the leader may. So a rule does it: a text that shows
who wrote it, or names a way to reach somebody, is held back, and held back texts do not count.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from leadership.profiles.kinds import PROTECTED, Group
from leadership.profiles.release.own import passing
from leadership.profiles.release.rating import Rating
from leadership.profiles.release.result import FEWEST

FEWEST_TEXTS = 5
TELLING = re.compile(
    r"[^\s@]+@[^\s@]+\.\w|https?://|www\."  # addresses
    r"|(?:\d[\s().-]?){7,}"  # telephone and case numbers
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"  # dates, such as of birth
    r"|\b(?:mr|mrs|ms|miss|dr|cllr|councillor)\.?\s+[A-Z]"  # titled names
    r"|\bmy name\b|\bI(?:\u2019|')?m (?:the|your)\b|\bI am (?:the|your)\b|\bas (?:the|your) only\b"
    r"|\b(?:regards|yours|signed),?\s*\n",
    re.IGNORECASE,
)


def texts_to_show(
    ratings: Sequence[Rating],
    texts: Mapping[UUID, str],
    shuffle: Callable[[list[str]], None],
    minimum: int = FEWEST,
) -> list[str]:
    """The texts in mixed order, or none at all while fewer than five of groups that are shown have written.

    Of a group that is not shown no text is shown either: exclusion, not hiding (rule 2). The line manager's stands
    among the others and counts for none of the five, since the leader may know it again.
    """
    group_of = {rating.rater: rating.group for rating in ratings}
    raters = {
        group: [r for r in ratings if r.group is group and r.attribute is ratings[0].attribute] for group in PROTECTED
    }
    shown = set(passing(raters, minimum))
    clean = {rater: text for rater, text in texts.items() if not TELLING.search(text)}
    counted = [text for rater, text in clean.items() if group_of.get(rater) in shown]
    if len(counted) < FEWEST_TEXTS:
        return []
    found = counted + [text for rater, text in clean.items() if group_of.get(rater) is Group.LINE_MANAGER]
    shuffle(found)
    return found
