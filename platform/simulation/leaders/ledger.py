"""The ledger of a world's leaders: posts, people, tenures and the log of events, only ever added to."""

from datetime import date

from simulation.records import Event, Post, Tenure
from simulation.roles import Role, Status

KIND_OF_START = {
    Status.PERMANENT: "appointed",
    Status.FIXED_TERM: "appointed",
    Status.INTERIM: "interim_appointed",
    Status.ACTING: "acting_appointed",
}


class Ledger:
    """Records by position: a post, a person or a tenure is named by its place in its list.

    A rehearsal needs no log of events, and is faster without.
    """

    def __init__(self, *, keeps_log: bool = True) -> None:
        self.keeps_log = keeps_log
        self.posts: list[Post] = []
        self.tenures: list[Tenure] = []
        self.events: list[Event] = []
        self.people = 0

    def add_post(self, council: int, role: Role, title: str, opened_on: date) -> int:
        self.posts.append(Post("", council, role, title, opened_on))
        return len(self.posts) - 1

    def add_person(self) -> int:
        self.people += 1
        return self.people - 1

    def start(
        self,
        post: int,
        person: int,
        status: Status,
        day: date,
        known_on: date,
        *,
        internal: bool | None,
        contract_ends_on: date | None = None,
    ) -> int:
        """Record that a person starts in a post; return the tenure."""
        self.tenures.append(Tenure("", post, person, status, day, known_on, internal, contract_ends_on))
        return len(self.tenures) - 1

    def end(self, tenure: int, day: date, known_on: date, reason: str) -> None:
        """Record that a tenure has ended; `day` is the first day no longer in post."""
        ending = self.tenures[tenure]
        ending.ended_on, ending.end_known_on, ending.end_reason = day, known_on, reason

    def log(self, event: Event) -> None:
        self.events.append(event)
