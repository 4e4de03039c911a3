"""The rows of the leadership folder; the fields are its columns, in the order in which they are written."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from leadership.register.files.judgements import JudgementsError, in_order


@dataclass(frozen=True)
class PostRow:
    """One seat of a role in one authority."""

    post_ref: str
    authority_code: str
    role: str
    title: str
    opened_on: date
    closed_on: date | None
    known_on: date | None
    close_known_on: date | None
    job_share: bool

    def complete(self) -> "PostRow":
        """Blank known days stand for the days they are about."""
        return replace(
            self, known_on=self.known_on or self.opened_on, close_known_on=self.close_known_on or self.closed_on
        )


@dataclass(frozen=True)
class PersonRow:
    """One person; `same_as` names the row that this one was found to be a second record of."""

    person_ref: str
    name: str
    same_as: str | None
    same_as_known_on: date | None


@dataclass(frozen=True)
class TenureRow:
    """One person in one post with one status."""

    tenure_ref: str
    post_ref: str
    person_ref: str
    status: str
    started_on: date
    started_precision: str
    ended_on: date | None
    ended_precision: str
    start_known_on: date | None
    end_known_on: date | None
    contract_ends_on: date | None
    internal: bool | None
    end_reason: str | None
    supersedes: str | None
    corrected_on: date | None

    def complete(self) -> "TenureRow":
        """Blank known days stand for the days they are about."""
        return replace(
            self,
            start_known_on=self.start_known_on or self.started_on,
            end_known_on=self.end_known_on or self.ended_on,
        )


@dataclass(frozen=True)
class EventRow:
    """One thing said or done about who leads."""

    event_ref: str
    post_ref: str
    person_ref: str | None
    tenure_ref: str | None
    kind: str
    effective_on: date
    effective_precision: str
    known_on: date
    source: str | None
    confidence: str | None
    confidential_until: date | None
    supersedes: str | None


@dataclass(frozen=True)
class AuthorityRow:
    """One authority: a real one must agree with the register, an invented one may be created."""

    code: str
    gss_code: str
    name: str
    region: str
    type: str
    valid_from: date | None
    valid_to: date | None
    population_0_17: int | None


@dataclass(frozen=True)
class AdoptionRow:
    """One authority taking on one innovation, with its stages as planned and as they came."""

    authority_code: str
    innovation: str
    wave: str | None
    joined_on: date | None
    left_on: date | None
    set_up_planned_on: date | None
    set_up_on: date | None
    go_live_planned_on: date | None
    go_live_on: date | None
    embedding_on: date | None
    funding_ends_on: date | None
    sustain_on: date | None
    source: str | None
    confidence: str | None


@dataclass(frozen=True)
class MembershipRow:
    """One authority's time in the programme."""

    authority_code: str
    joined_on: date
    left_on: date | None
    source: str | None
    confidence: str | None


@dataclass(frozen=True)
class PauseRow:
    """A time in which an adoption stood still."""

    authority_code: str
    innovation: str
    paused_on: date
    resumed_on: date | None
    reason: str


@dataclass(frozen=True)
class InnovatorRow:
    """An authority that an innovation comes from."""

    innovation: str
    authority_code: str


@dataclass(frozen=True)
class FactRow:
    """A dated fact about an authority."""

    fact_ref: str
    authority_code: str
    kind: str
    effective_on: date
    until: date | None
    known_on: date | None
    value: str | None
    detail: str | None
    source: str | None
    confidence: str | None

    def complete(self) -> "FactRow":
        """A blank known day stands for the day that the fact is about; judgements stand in their one order."""
        detail = self.detail
        if self.kind == "inspection":
            # What cannot be read stays as it is, for the checks to name.
            with suppress(JudgementsError):
                detail = in_order(detail)
        return replace(self, known_on=self.known_on or self.effective_on, detail=detail)


@dataclass(frozen=True)
class NeighbourRow:
    """One of an authority's ten statistical neighbours in the model of a year."""

    model_year: int
    authority_code: str
    rank: int
    neighbour_code: str
    closeness: str | None
