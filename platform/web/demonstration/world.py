"""How large the demonstration's world is. Tests load a smaller one through the same steps."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class World:
    """The simulator's parameters, and how many quarterly landmarks of the past are replayed."""

    authorities: int
    years: int
    adopters: int
    seed: int
    replays: int

    def options(self, end: date) -> list[str]:
        """The options of `throughline simulate` for a world that ends on this day."""
        numbers = {"authorities": self.authorities, "years": self.years, "adopters": self.adopters, "seed": self.seed}
        return [part for name, number in numbers.items() for part in (f"--{name}", str(number))] + [
            "--end",
            end.isoformat(),
        ]


# As many councils as England has authorities, as many adopters as the programme has.
WHOLE = World(authorities=153, years=15, adopters=17, seed=1, replays=8)
