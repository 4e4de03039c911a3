"""What the address of the list asks for. It holds the view, so that it can be sent and comes back the same. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from authorities.programme.standing import WORDS
from authorities.register.names import normalise

SHOWS = {
    "members": "In the programme",
    "innovators": "Innovators",
    "current": "All authorities of today",
    "former": "Former authorities",
}
# Those who serve one authority, or a few, see all of them.
OWN = {"own": "Your authorities"}
SORTS = {"next": "Next dated event", "name": "Name", "stage": "Stage"}
STAGES = {word.code: word.words for word in WORDS}
PAGE_ROWS = 50


@dataclass(frozen=True)
class Line:
    """One authority of the list, with what its row says."""

    id: int
    code: str
    name: str
    region: str
    names: frozenset[str]
    innovations: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]
    member: bool
    innovator_of: tuple[str, ...]
    current: bool
    judged: str | None = None
    judged_on: date | None = None
    next_on: date | None = None
    next_words: str | None = None

    @property
    def stage_order(self) -> int:
        """How far its furthest adoption is; those without one come last."""
        order = list(STAGES)
        return min((order.index(code) for code, _ in self.stages), default=len(order))


@dataclass(frozen=True)
class Filters:
    """The view asked for; what is not known is as if it had not been asked."""

    search: str = ""
    innovation: str = ""
    region: str = ""
    stage: str = ""
    show: str = "members"
    sort: str = "next"
    page: int = 1

    @classmethod
    def read(
        cls,
        asked: Mapping[str, str],
        *,
        innovations: Iterable[str],
        regions: Iterable[str],
        shows: Mapping[str, str] = SHOWS,
    ) -> "Filters":
        """Read the parameters of an address; of `shows` the first is meant when none is asked for."""
        page = asked.get("page", "")
        return cls(
            search=asked.get("search", "").strip()[:100],
            innovation=_one_of(asked.get("innovation", ""), innovations, ""),
            region=_one_of(asked.get("region", ""), regions, ""),
            stage=_one_of(asked.get("stage", ""), STAGES, ""),
            show=_one_of(asked.get("show", ""), shows, next(iter(shows))),
            sort=_one_of(asked.get("sort", ""), SORTS, cls.sort),
            page=max(int(page), 1) if page.isdecimal() and len(page) < len("1000000") else 1,
        )

    def address(self, **changed: object) -> dict[str, object]:
        """The parameters that differ from the plain view, for a link to this view or one beside it."""
        plain = asdict(Filters())
        return {name: value for name, value in (asdict(self) | changed).items() if value != plain[name]}


def choose(lines: Iterable[Line], filters: Filters) -> list[Line]:
    """The lines of the view in its order."""
    wanted = normalise(filters.search)
    chosen = [line for line in lines if _shown(line, filters) and _found(line, wanted, filters.search)]
    keys = {
        "next": lambda line: (line.next_on or date.max, line.name, line.code),
        "name": lambda line: (line.name, line.code),
        "stage": lambda line: (line.stage_order, line.name, line.code),
    }
    return sorted(chosen, key=keys[filters.sort])


def page_of(lines: Sequence[Line], page: int) -> tuple[Sequence[Line], int, int]:
    """The rows of a page, its number within those there are, and how many there are."""
    pages = max(-(-len(lines) // PAGE_ROWS), 1)
    number = min(page, pages)
    return lines[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], number, pages


def _shown(line: Line, filters: Filters) -> bool:
    kinds = {
        "members": line.member,
        "innovators": bool(line.innovator_of),
        "current": line.current,
        "former": not line.current,
        "own": True,
    }
    return (
        kinds[filters.show]
        and (not filters.innovation or filters.innovation in {code for code, _ in line.innovations})
        and (not filters.region or filters.region == line.region)
        and (not filters.stage or filters.stage in {code for code, _ in line.stages})
    )


def _found(line: Line, wanted: str, written: str) -> bool:
    return not wanted or line.code.casefold() == written.casefold() or any(wanted in name for name in line.names)


def _one_of(value: str, choices: Iterable[str], default: str) -> str:
    return value if value in set(choices) else default
