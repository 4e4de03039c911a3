"""The rows of a tidy file: the invented country, its regions, its councils, and how DfE identifies them."""

from dataclasses import dataclass

from simulation.councils import Council
from simulation.places import COUNTRY_CODE, COUNTRY_NAME

TIME_IDENTIFIER = "Reporting year"


@dataclass(frozen=True)
class Area:
    """One row's geography; `members` are the councils summed up, `council` is set for a council's own row."""

    level: str
    members: tuple[int, ...]
    region_code: str = ""
    region_name: str = ""
    council: Council | None = None

    def identify(self, year: int) -> dict[str, str]:
        """Return the identifying cells of the row for a reporting year."""
        return {
            "time_period": str(year),
            "time_identifier": TIME_IDENTIFIER,
            "geographic_level": self.level,
            "country_code": COUNTRY_CODE,
            "country_name": COUNTRY_NAME,
            "region_code": self.region_code,
            "region_name": self.region_name,
            "old_la_code": self.council.code if self.council else "",
            "new_la_code": self.council.gss_code if self.council else "",
            "la_name": self.council.name if self.council else "",
        }


def list_areas(councils: tuple[Council, ...]) -> list[Area]:
    """List the country, then its regions by code, then its councils by region and name."""
    regions = sorted({(council.region_code, council.region) for council in councils})
    everyone = tuple(council.index for council in councils)
    by_region = {
        code: tuple(council.index for council in councils if council.region_code == code) for code, _ in regions
    }
    own = sorted(councils, key=lambda council: (council.region_code, council.name))
    return [
        Area("National", everyone),
        *(Area("Regional", by_region[code], code, name) for code, name in regions),
        *(Area("Local authority", (c.index,), c.region_code, c.region, c) for c in own),
    ]
