"""What every risk model gives, so that another can stand beside the first one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from leadership.risk.bands import RiskBand
from leadership.risk.facts import DataCut
from leadership.risk.hazard_ratios import Source
from leadership.risk.priors import PriorKind


@dataclass(frozen=True)
class Risk:
    """A probability with the limits of its 80% interval, `low <= estimate <= high`."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Driver:
    """What multiplies the hazard of a post, against the same role held permanently for 24 months with nothing else.

    `months` says in which part of the coming year, for what is known ahead. Within one part the logarithms of all
    multipliers (shown or not) add up exactly to that of the hazard over the reference hazard.
    """

    code: str
    text: str
    multiplier: float
    low: float
    high: float
    source: Source
    months: Literal["0-3", "3-6", "6-12"]


@dataclass(frozen=True)
class Prediction:
    """The chance that one post changes hands, at one landmark.

    A vacant post has no figures: `status` is `vacant`, and `gap` and `change_line` say since when and what is known.
    `months_in_post` counts from the start of the present status. `base_r12` is the base rate of the role and kind of
    holding, to print beside the figure. `hard_facts` is a text that differs when holder, status, notice, political
    control or Ofsted judgement do; store it, and give the band of the earlier prediction to `bands.settle` with
    whether it differs.
    """

    post: str
    authority: str
    role: str
    status: Literal["permanent", "fixed_term", "interim", "acting", "vacant"]
    months_in_post: float | None
    r3: Risk | None
    r6: Risk | None
    r12: Risk | None
    band: RiskBand | None
    drivers: tuple[Driver, ...]
    not_recorded: tuple[str, ...]
    cell: str
    prior_kind: PriorKind
    change_line: str
    base_r12: float | None
    hard_facts: str
    gap: str | None = None


@dataclass(frozen=True)
class Expected:
    """How many of `posts` held posts are expected to change hands in 12 months, with an 80% interval of the count."""

    posts: int
    expected: float
    low: int
    high: int


@dataclass(frozen=True)
class Totals:
    programme: Expected
    authorities: Mapping[str, Expected]


@dataclass(frozen=True)
class Diagnostics:
    """What the fit went by.

    `observed_over_expected` is of the priors alone, `None` without exposure; `scale` is what all base rates were then
    multiplied by. `base_rates_in_doubt`: fewer than 20 events, and observed over expected beyond 0.67 to 1.5.
    """

    events: int
    exposure_months: float
    expected_by_priors: float
    observed_over_expected: float | None
    scale: float
    base_rates_in_doubt: bool
    posts: int
    posts_watched: int


class FittedModel(Protocol):
    """A model after its fit: it predicts at the landmark of any cut, that of its fit or a later one."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def priors_version(self) -> str: ...
    @property
    def landmark(self) -> date: ...
    @property
    def diagnostics(self) -> Diagnostics: ...
    @property
    def events_on_record(self) -> int: ...

    def predict(self, cut: DataCut) -> tuple[Prediction, ...]: ...
    def totals(self, cut: DataCut) -> Totals: ...


class RiskModel(Protocol):
    """A way to fit: everything on record in a cut goes in, a fitted model comes out."""

    def __call__(self, cut: DataCut) -> FittedModel: ...
