"""What a world is made from: the same parameters always make the same world."""

from dataclasses import dataclass
from datetime import date

from simulation.days import add_months

MOST_AUTHORITIES = 999
FEWEST_AUTHORITIES = 12
INNOVATORS = 3
MONTHS_BEYOND = 8


@dataclass(frozen=True)
class WorldParameters:
    """Size and span of a world, and how far its truth strays from the model's priors.

    `end` is the last day of which anything is known; `years` are written, the `burn_in_years` before them only let
    the posts settle. `effect_sd` is the spread of true log hazard ratios around the priors of section 3 of the risk
    specification, `role_sd` that of the log rates of roles without published figures; `frailty_sd` and `year_sd` are
    the spreads between authorities and between years (section 5). Raises ValueError where the sizes cannot work.
    """

    seed: int
    end: date
    authorities: int = 153
    adopters: int = 17
    years: int = 15
    burn_in_years: int = 6
    figure_quarters: int = 22
    vintages: int = 2
    effect_sd: float = 0.35
    role_sd: float = 0.20
    frailty_sd: float = 0.25
    year_sd: float = 0.12

    def __post_init__(self) -> None:
        if not FEWEST_AUTHORITIES <= self.authorities <= MOST_AUTHORITIES:
            raise ValueError(
                f"A world has {FEWEST_AUTHORITIES} to {MOST_AUTHORITIES} authorities, not {self.authorities}: "
                "fewer have no ten neighbours, more have no three-digit code."
            )
        if not 1 <= self.adopters <= self.authorities - INNOVATORS:
            raise ValueError(
                f"A world of {self.authorities} authorities has 1 to {self.authorities - INNOVATORS} adopters, "
                f"not {self.adopters}: {INNOVATORS} authorities are innovators."
            )
        if self.years < 1 or self.burn_in_years < 1:
            raise ValueError("A world needs at least one year to write and one year before it to settle.")
        if self.figure_quarters < 1 or self.vintages < 1:
            raise ValueError("A world needs at least one quarter of figures and one release of statistics.")
        if self.seed < 0:
            raise ValueError(f"The seed is a whole number from 0 upwards, not {self.seed}.")

    @property
    def begins_on(self) -> date:
        """First day of the written years."""
        return add_months(self.end, -12 * self.years)

    @property
    def settles_from(self) -> date:
        """First simulated day."""
        return add_months(self.begins_on, -12 * self.burn_in_years)

    @property
    def months(self) -> int:
        """Simulated months: some beyond `end`, because what happens then may be announced before."""
        return 12 * (self.years + self.burn_in_years) + 1 + MONTHS_BEYOND
