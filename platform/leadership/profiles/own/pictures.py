"""The pictures of a leader's own profile. Pure; a hidden value enters none of them (risk-and-analysis 14.2, rule 6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from charts.chart import Chart, alternative_of
from charts.profile_rows import Block, Line, Words, profile_rows
from charts.radar import Profile, radar
from charts.words import day_in_words
from leadership.profiles.attributes import WORDS
from leadership.profiles.kinds import PROTECTED, Attribute, View
from leadership.profiles.own.words import (
    FOR_COACHES,
    LEADER,
    NAMES,
    SHORT,
    YOU,
    Voice,
    caption_of,
    finding,
    interval_words,
    of_kind,
    round_words,
)
from leadership.profiles.release.own import FEWEST_OTHERS
from leadership.profiles.release.result import FEWEST, Result

GROUPS = frozenset(View(group.value) for group in PROTECTED)


@dataclass(frozen=True)
class FrozenRound:
    """A closed round with its results: what every picture is made from."""

    kind: str
    closed_on: date
    results: tuple[Result, ...]
    voice: Voice = YOU

    @property
    def shown(self) -> list[Result]:
        return of_kind(self.results, self.kind)

    @property
    def fewest(self) -> int:
        """Under how many raters a group of this round was hidden: what was asked for when it was released."""
        return max((each.fewest for each in self.results if each.view in GROUPS), default=FEWEST)

    @property
    def fewest_others(self) -> int:
        """The same for all others."""
        return max(self.fewest, FEWEST_OTHERS)

    def name(self, view: View) -> str:
        return self.voice.name if view is View.SELF else NAMES[view]

    def for_coach(self) -> "FrozenRound":
        """Without what was promised to nobody but the leader."""
        return replace(self, results=tuple(each for each in self.results if each.view in FOR_COACHES))


def shared_round(kind: str, closed_on: date, results: Sequence[Result]) -> FrozenRound:
    """A round as its leader's coach reads it."""
    return FrozenRound(kind, closed_on, tuple(results), LEADER).for_coach()


def rows_of(held: FrozenRound) -> Chart:
    """The profile: for every attribute a line for each side, the first attribute being the ground of the rest."""
    blocks = [
        Block(WORDS[attribute].name, tuple(_line(each, held.name(each.view)) for each in _of(held.shown, attribute)))
        for attribute in Attribute
    ]
    return profile_rows(
        blocks,
        Words(
            title=_title(held),
            alternative=_alternative(held, "Dot plot with a line for each side of each attribute, from 1 to 5."),
            caption=caption_of(held.kind, day_in_words(held.closed_on)),
            filename=f"profile-{held.closed_on.isoformat()}",
            own=f"{held.voice.whose} own score",
        ),
    )


def radar_of(held: FrozenRound) -> Chart:
    """The same as a five-spoke profile: own score and the mean of all others, where it is shown; no interval."""
    views = [view for view in (View.SELF, View.OTHERS) if any(each.view is view for each in held.shown)]
    profiles = [_profile(held, view) for view in views]
    return radar(
        [WORDS[attribute].name for attribute in Attribute],
        profiles,
        Words(
            title=_title(held),
            alternative=_alternative(held, "Radar chart of five attributes, from 1 in the middle to 5 at the edge."),
            caption=f"{caption_of(held.kind, day_in_words(held.closed_on))} A radar shows no intervals.",
            filename=f"profile-radar-{held.closed_on.isoformat()}",
        ),
        [SHORT[attribute] for attribute in Attribute],
    )


def history_of(rounds: Sequence[FrozenRound]) -> Chart:
    """Rounds side by side, the oldest first. No line joins them: other people answered, and a value may be hidden."""
    ordered = sorted(rounds, key=lambda each: each.closed_on)
    blocks = [
        Block(
            WORDS[attribute].name,
            tuple(
                _line(each, f"{held.name(each.view)}, {day_in_words(held.closed_on)}")
                for held in ordered
                for each in _of(held.shown, attribute)
                if each.view in {View.SELF, View.OTHERS}
            ),
        )
        for attribute in Attribute
    ]
    first, last = (day_in_words(each.closed_on) for each in (ordered[0], ordered[-1]))
    return profile_rows(
        blocks,
        Words(
            title=f"Your rounds from {first} to {last}",
            alternative=alternative_of(
                [
                    f"Dot plot: for each attribute your own score and the mean of all others in {len(ordered)} rounds.",
                    f"From {first} to {last}.",
                    "The table below has every figure.",
                ]
            ),
            caption="Scores from 1 to 5 in closed rounds. Other people may have answered each time, so a difference "
            "between rounds is not by itself a change in you.",
            filename="profile-history",
        ),
    )


def _of(results: Sequence[Result], attribute: Attribute) -> list[Result]:
    return [each for each in results if each.attribute is attribute]


def _line(result: Result, label: str) -> Line:
    interval = result.interval
    return Line(
        label=label,
        shown=result.shown,
        told=result.count_words,
        interval=interval_words(result),
        value=None if result.value is None else float(result.value),
        low=float(interval[0]) if interval else None,
        high=float(interval[1]) if interval else None,
        own=result.view is View.SELF,
    )


def _profile(held: FrozenRound, view: View) -> Profile:
    found = {each.attribute: each for each in held.shown if each.view is view}
    values = (found[attribute].value for attribute in Attribute)
    return Profile(
        held.name(view),
        tuple(found[attribute].shown for attribute in Attribute),
        tuple(None if value is None else float(value) for value in values),
    )


def _title(held: FrozenRound) -> str:
    return f"{round_words(held.kind)} of {day_in_words(held.closed_on)}"


def _alternative(held: FrozenRound, what: str) -> str:
    return alternative_of([what, finding(held.shown, held.voice), "The table below has every figure."])
