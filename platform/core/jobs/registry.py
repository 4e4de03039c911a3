"""Which function does which kind of work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from core.jobs.claim import ClaimedJob

Work = Callable[[ClaimedJob], None]
OnFailure = Callable[[Session, str, str], None]

MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class JobKind:
    """How one kind of job is done, how often it may be tried, and what is marked when it has failed for good.

    `on_failure(session, subject, reason)` runs in the transaction that marks the job failed, so that the failure is
    seen where the result was expected.
    """

    name: str
    work: Work
    on_failure: OnFailure
    max_attempts: int


_kinds: dict[str, JobKind] = {}


def job_kind(name: str, *, on_failure: OnFailure, max_attempts: int = MAX_ATTEMPTS) -> Callable[[Work], Work]:
    """Register the function that does this kind of work; it must finish through `ClaimedJob.finish`."""

    def register(work: Work) -> Work:
        _kinds[name] = JobKind(name, work, on_failure, max_attempts)
        return work

    return register


def kinds() -> Mapping[str, JobKind]:
    """Every registered kind, by name."""
    return MappingProxyType(_kinds)
