"""Folders of files that an operator imports and exports, and what they leave in the database."""

import shutil
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result
from fixtures.databases import Clone
from sqlalchemy import func, select

from authorities.programme.models import ProgrammeMembership
from core.audit import AuditEvent
from core.outbox import OutboxMessage
from leadership.register.models import Person, Post, SuccessionEvent, Tenure
from outcomes.collection.observation.models import Observation

# People of whom two are one, and the times of an authority that has left.
JOINED = "person_ref,name,same_as,same_as_known_on\nP1,Ada First,P3,2024-01-01\nP2,Bea Second,,\nP3,Çai O'Third,,\n"
LEFT = ("2020-04-01,,2020", "2020-04-01,2022-04-01,2020")


def on_disk(place: Path, files: dict[str, bytes]) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


def run(operator: CliRunner, command, *words: object) -> Result:
    return operator.invoke(command, [str(word) for word in words], standalone_mode=False)


def counts(clone: Clone) -> dict[str, int]:
    with clone.session() as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Post, Person, Tenure, SuccessionEvent, Observation, AuditEvent, OutboxMessage)
        }


def content_of(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def times_of(clone: Clone) -> list[tuple[date, date | None]]:
    with clone.session() as session:
        times = session.scalars(
            select(ProgrammeMembership)
            .where(ProgrammeMembership.superseded_at.is_(None))
            .order_by(ProgrammeMembership.joined_on)
        )
        return [(time.joined_on, time.left_on) for time in times]
