"""What of a world could be known on a day, row by row in the order and with the columns of the import format.

A world is always simulated whole, and its references are given from the whole. Telling it only until a day leaves rows
and cells out but never changes what a reference means. What is expected stands in the log of events, so a start or an
end that lies ahead is never a tenure's date, however surely it was announced.
"""

from collections.abc import Iterator
from datetime import date

from simulation.records import Adoption, Tenure
from simulation.world import World

Row = dict[str, str]


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


class Telling:
    """One world as known on a day."""

    def __init__(self, world: World, known_on: date) -> None:
        self._world = world
        self._known_on = known_on

    def _past(self, value: date | None) -> str:
        """Write a date that has come; one that lies ahead is left blank."""
        return day(value) if value and value <= self._known_on else ""

    def _code(self, council: int) -> str:
        return self._world.councils[council].code

    def authorities(self, children: list[int]) -> Iterator[Row]:
        """Yield every council; `children` are the latest published estimates."""
        for council in self._world.councils:
            yield {
                "code": council.code,
                "gss_code": council.gss_code,
                "name": council.name,
                "region": council.region,
                "type": council.kind.value,
                "valid_from": "",
                "valid_to": "",
                "population_0_17": str(children[council.index]),
            }

    def adoptions(self) -> Iterator[Row]:
        for adoption in self._known_adoptions():
            yield {
                "authority_code": self._code(adoption.council),
                "innovation": adoption.innovation,
                "wave": adoption.wave,
                "joined_on": day(adoption.joined_on),
                "left_on": self._past(adoption.left_on),
                "set_up_planned_on": day(adoption.set_up_planned_on),
                "set_up_on": self._past(adoption.set_up_on),
                "go_live_planned_on": day(adoption.go_live_planned_on),
                "go_live_on": self._past(adoption.go_live_on),
                "embedding_on": self._past(adoption.embedding_on),
                "funding_ends_on": day(adoption.funding_ends_on),
                "sustain_on": self._past(adoption.sustain_on),
                "source": "programme team",
                "confidence": "high",
            }

    def _known_adoptions(self) -> list[Adoption]:
        return [a for a in self._world.programme.adoptions if a.joined_on <= self._known_on]

    def pauses(self) -> Iterator[Row]:
        for pause in self._world.programme.pauses:
            if pause.paused_on <= self._known_on:
                yield {
                    "authority_code": self._code(pause.council),
                    "innovation": pause.innovation,
                    "paused_on": day(pause.paused_on),
                    "resumed_on": self._past(pause.resumed_on),
                    "reason": pause.reason,
                }

    def innovators(self) -> Iterator[Row]:
        for innovator in self._world.programme.innovators:
            yield {"innovation": innovator.innovation, "authority_code": self._code(innovator.council)}

    def posts(self) -> Iterator[Row]:
        for post in self._world.posts:
            if post.opened_on > self._known_on:
                continue
            closing = post.close_known_on is not None and post.close_known_on <= self._known_on
            yield {
                "post_ref": post.ref,
                "authority_code": self._code(post.council),
                "role": post.role.value,
                "title": post.title,
                "opened_on": day(post.opened_on),
                "closed_on": day(post.closed_on) if closing else "",
                "known_on": "",
                "close_known_on": day(post.close_known_on) if closing else "",
                "job_share": "",
            }

    def people(self) -> Iterator[Row]:
        """Yield everybody whom a tenure or an event of the same telling names."""
        named = {tenure.person for tenure in self._world.tenures if self._started(tenure)}
        named |= {
            event.person
            for event in self._world.events
            if event.person is not None and event.known_on <= self._known_on
        }
        for person in sorted(named):
            yield {"person_ref": self._world.people.ref(person), "name": self._world.people.names[person]}

    def _started(self, tenure: Tenure) -> bool:
        return tenure.started_on <= self._known_on and tenure.start_known_on <= self._known_on

    def tenures(self) -> Iterator[Row]:
        for tenure in self._world.tenures:
            if not self._started(tenure):
                continue
            ended = tenure.end_known_on is not None and tenure.end_known_on <= self._known_on
            late_end = ended and tenure.end_known_on != tenure.ended_on
            yield {
                "tenure_ref": tenure.ref,
                "post_ref": self._world.posts[tenure.post].ref,
                "person_ref": self._world.people.ref(tenure.person),
                "status": tenure.status.value,
                "started_on": day(tenure.started_on),
                "started_precision": tenure.started_precision,
                "ended_on": day(tenure.ended_on) if ended else "",
                "ended_precision": "day" if ended else "",
                "start_known_on": day(tenure.start_known_on) if tenure.start_known_on != tenure.started_on else "",
                "end_known_on": day(tenure.end_known_on) if late_end else "",
                "contract_ends_on": day(tenure.contract_ends_on),
                "internal": "" if tenure.internal is None else "yes" if tenure.internal else "no",
                "end_reason": tenure.end_reason if ended else "",
                "supersedes": "",
                "corrected_on": "",
            }

    def events(self) -> Iterator[Row]:
        """Yield the log; an appointment announced but not begun names the person, there is no tenure yet."""
        world = self._world
        for number, event in enumerate(world.events, start=1):
            if event.known_on > self._known_on:
                continue
            tenure = None if event.tenure is None else world.tenures[event.tenure]
            yield {
                "event_ref": f"E{number:06d}",
                "post_ref": world.posts[event.post].ref,
                "person_ref": "" if event.person is None else world.people.ref(event.person),
                "tenure_ref": tenure.ref if tenure and self._started(tenure) else "",
                "kind": event.kind,
                "effective_on": day(event.effective_on),
                "effective_precision": "day",
                "known_on": day(event.known_on),
                "source": event.source,
                "confidence": event.confidence,
                "confidential_until": day(event.confidential_until),
                "supersedes": "",
            }

    def facts(self) -> Iterator[Row]:
        for number, fact in enumerate(self._world.facts, start=1):
            if fact.known_on > self._known_on:
                continue
            yield {
                "fact_ref": f"F{number:05d}",
                "authority_code": self._code(fact.council),
                "kind": fact.kind,
                "effective_on": day(fact.effective_on),
                "until": day(fact.until),
                "known_on": day(fact.known_on),
                "value": fact.value,
                "detail": fact.detail,
                "source": fact.source,
                "confidence": "high",
            }
