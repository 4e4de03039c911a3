"""What is wrong on a page that is no form of fields: for the summary at the top, each with a link to its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One problem; `id` is the place on the page. Named as a field's are, since the summary reads both."""

    id: str
    sentence: str

    @property
    def errors(self) -> tuple[str, ...]:
        return (self.sentence,)


@dataclass
class Problems:
    """Stands in for a form where the layout lists problems; `form_errors` have no place of their own."""

    found: list[Problem] = field(default_factory=list)
    form_errors: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def at(self, place: str) -> str | None:
        """What is wrong at a place, if anything."""
        return next((each.sentence for each in self.found if each.id == place), None)
