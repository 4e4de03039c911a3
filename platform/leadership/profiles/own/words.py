"""What the results of a round say in sentences. Pure; made of released results alone (risk-and-analysis 14.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadership.profiles.attributes import WORDS
from leadership.profiles.kinds import Attribute, RoundKind, View
from leadership.profiles.release.result import Gap, Result

ONLY_YOU = "Only you can see this."
INDICATIVE = "This is indicative: fewer than 10 people stand behind it."
FOR_COACHES = (View.SELF, View.PEERS, View.DIRECT_REPORTS, View.PARTNERS)
"""What a coach may see of a round, on screen and in a file made to take along. The line manager was told that the
leader alone sees theirs, and the mean of all others, less the groups, would give it away."""


@dataclass(frozen=True)
class Voice:
    """Whose profile it is, as a page addresses its reader."""

    name: str
    whom: str
    self_: str
    whose: str


YOU = Voice("You", "you", "yourself", "your")
LEADER = Voice("Leader", "they", "themselves", "their")
"""For a coach, who reads of somebody else."""

NAMES = {
    View.LINE_MANAGER: "Line manager",
    View.PEERS: "Peers",
    View.DIRECT_REPORTS: "Direct reports",
    View.PARTNERS: "Partners",
    View.OTHERS: "All others",
}
SHORT = {
    Attribute.VALUES_DRIVEN: "Values",
    Attribute.DECISIONS: "Decisions",
    Attribute.PRACTICE_AND_CULTURE: "Practice\nand culture",
    Attribute.PARTNERSHIPS: "Partnerships",
    Attribute.BUY_IN: "Buy-in",
}


def of_kind(results: Sequence[Result], kind: str) -> list[Result]:
    """The results that a round of this kind has at all: a self-reflection asks nobody else."""
    return [each for each in results if each.view is View.SELF or kind != RoundKind.SELF_REFLECTION]


def gaps(results: Sequence[Result]) -> list[Result]:
    """Where the leader's own score lies beyond the half-width of a mean, in the fixed order of the page.

    Against all others where they are shown; against a group only where all others are not.
    """
    together = any(each.view is View.OTHERS and not each.hidden for each in results)
    told = (View.OTHERS,) if together else (View.PEERS, View.DIRECT_REPORTS, View.PARTNERS)
    return [each for each in results if each.gap is not None and each.view in told]


def gap_sentence(gap: Result, own: Result | None, voice: Voice = YOU) -> str:
    """One difference in words: which attribute, which way, from how many, and how sure."""
    way = "higher" if gap.gap is Gap.SELF_HIGHER else "lower"
    beside = f"{own.shown} beside " if own is not None and not own.hidden else ""
    others = "all others" if gap.view is View.OTHERS else f"{voice.whose} {gap.view.words}"
    sentence = (
        f"{WORDS[gap.attribute].name}: {voice.whom} scored {voice.self_} {way} than {others} "
        f"({beside}{gap.shown}, from {gap.count_words} ratings)."
    )
    return f"{sentence} {INDICATIVE}" if gap.indicative else sentence


def gap_sentences(results: Sequence[Result], voice: Voice = YOU) -> list[str]:
    """Every difference that is worth words."""
    own = {each.attribute: each for each in results if each.view is View.SELF}
    return [gap_sentence(each, own.get(each.attribute), voice) for each in gaps(results)]


def finding(results: Sequence[Result], voice: Voice = YOU) -> str:
    """The round in one sentence."""
    others = [each for each in results if each.view is not View.SELF]
    if not others:
        return f"This is {voice.whose} own view alone; a 360 round would set that of others beside it."
    if all(each.hidden for each in others):
        return f"Nothing may be shown beside {voice.whose} own view: too few have answered."
    found = {each.attribute for each in gaps(results)}
    if not found:
        # A coach and the file have no mean of all others: it may differ where no single group does.
        whom = "others" if any(each.view is View.OTHERS and not each.hidden for each in others) else "any one group"
        return (
            f"No difference between {voice.whose} own view and that of {whom} is larger than the number of ratings "
            "leaves open."
        )
    many = "one attribute" if len(found) == 1 else f"{len(found)} attributes"
    return (
        f"On {many} of five {voice.whom} see {voice.self_} differently from others, by more than the number of "
        "ratings leaves open."
    )


def round_words(kind: str) -> str:
    """The kind of a round, as a heading begins."""
    return "Self-reflection" if kind == RoundKind.SELF_REFLECTION else "360"


def interval_words(result: Result) -> str:
    """The 95% interval; of a hidden mean the token of hidden values; of a single score nothing."""
    if result.hidden:
        return result.shown
    if result.interval is None:
        return "single score"
    low, high = result.interval
    return f"{low} to {high}"


def caption_of(kind: str, closed_on: str) -> str:
    """Measure, source and period of a picture."""
    return (
        f"Scores from 1 to 5 on the five attributes; {round_words(kind)} closed on {closed_on}. "
        "Means to one decimal, with a 95% interval for the number of ratings."
    )
