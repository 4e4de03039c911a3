"""How good past predictions were: what was said beside what happened, in five groups from low to high."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.chart import Chart, alternative_of
from charts.frame import nice_scale
from charts.readings import Face, Reading, readings_spec
from charts.table import Table
from charts.theme import Width
from charts.words import chance_in_words


@dataclass(frozen=True)
class Group:
    """Predictions of similar height, and how many came true.

    Attributes:
        label: such as "Lowest fifth".
        predicted: the mean chance that was stated, 0 to 1.
        changed: posts that changed hands within the time.
        posts: posts in the group.
        low: lower end of the interval of the observed share, where it was worked out.
        high: its upper end.
    """

    label: str
    predicted: float
    changed: int
    posts: int
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.changed <= self.posts or self.posts == 0:
            msg = f"{self.label}: {self.changed} of {self.posts} posts cannot have changed hands"
            raise ValueError(msg)

    @property
    def observed(self) -> float:
        """The share that changed hands."""
        return self.changed / self.posts


def calibration(groups: Sequence[Group], *, months: int, title: str, caption: str, filename: str) -> Chart:
    """Draw what happened as dots and what was said as diamonds, one row a group.

    Args:
        groups: usually fifths, from the lowest chance to the highest.
        months: the horizon of the predictions.
        title: the finding, such as "We said 31 changes; 29 happened".
        caption: which predictions, of which landmarks and model.
        filename: of the CSV file, without ending.

    Raises:
        ValueError: when there is no group.
    """
    if not groups:
        raise ValueError("There are no scored predictions to draw; show the empty state instead")
    readings = [
        Reading(group.label, _words(group), group.observed, group.low, group.high, group.predicted) for group in groups
    ]
    ends = [end for r in readings for end in (r.value, r.reference, r.high) if end is not None]
    # Beyond 100% there is nothing, however round the step.
    ticks = tuple(tick for tick in nice_scale([0.0, *ends]) if tick <= 1)
    face = Face(
        bars=False,
        value_name="changed hands",
        interval_name="95% interval",
        reference_name="we had said",
        ticks=ticks,
        write=lambda share: f"{share:.0%}",
    )
    said, seen = sum(group.predicted * group.posts for group in groups), sum(group.changed for group in groups)
    return Chart(
        title=title,
        alternative=alternative_of(
            [
                f"Predicted and seen changes within {months} months, in {len(groups)} groups from low to high chance.",
                f"In all {said:.0f} changes predicted, {seen} seen.",
                f"{groups[-1].label}: {_words(groups[-1])}.",
            ]
        ),
        caption=caption,
        spec=readings_spec(readings, face, Width.WIDE),
        narrow=readings_spec(readings, face, Width.NARROW),
        table=_table(groups),
        filename=filename,
    )


def _words(group: Group) -> str:
    return f"{group.changed} of {group.posts} posts changed; we had said {chance_in_words(group.predicted)}"


def _table(groups: Sequence[Group]) -> Table:
    return Table(
        ("Group", "Posts", "Changes predicted", "Changes seen", "Predicted", "Seen"),
        tuple(
            (
                group.label,
                group.posts,
                round(group.predicted * group.posts, 1),
                group.changed,
                chance_in_words(group.predicted),
                f"{group.observed:.0%}",
            )
            for group in groups
        ),
    )
