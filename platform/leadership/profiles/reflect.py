"""The second workbook: a leader's written answers to open questions, kept for them alone."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.access import Identity
from leadership.profiles.attributes import OPEN_QUESTIONS
from leadership.profiles.errors import ProfileError
from leadership.profiles.models import LONGEST_REFLECTION, ProfileReflection, ProfileRound

QUESTIONS = frozenset(key for key, _ in OPEN_QUESTIONS)


def list_reflections(session: Session, *, by: Identity, held: ProfileRound) -> dict[str, str]:
    """What the leader has written in this round, by question."""
    rows = session.scalars(
        select(ProfileReflection).where(
            ProfileReflection.round_id == held.id, ProfileReflection.person_id.in_(by.person_ids)
        )
    )
    return {row.question: row.body for row in rows}


def write_reflections(
    session: Session, *, by: Identity, held: ProfileRound, texts: Mapping[str, str], at: datetime
) -> None:
    """Keep what the leader has written; an emptied text stays, empty.

    No audit event: that somebody reflects, and when, is as private as what they write. It may be written after the
    round has closed too, for it is no rating.

    Raises ProfileError when a text is too long; the field is the question's.
    """
    for question, body in texts.items():
        if question not in QUESTIONS:
            continue
        if len(body) > LONGEST_REFLECTION:
            raise ProfileError(f"The text must have {LONGEST_REFLECTION} characters or fewer.", field=question)
    rows = {
        row.question: row
        for row in session.scalars(
            select(ProfileReflection).where(
                ProfileReflection.round_id == held.id, ProfileReflection.person_id.in_(by.person_ids)
            )
        )
    }
    for question in QUESTIONS & set(texts):
        if question in rows:
            rows[question].body, rows[question].written_at = texts[question], at
        elif texts[question]:
            session.add(
                ProfileReflection(
                    id=uuid4(),
                    round_id=held.id,
                    person_id=held.person_id,
                    question=question,
                    body=texts[question],
                    written_at=at,
                )
            )
