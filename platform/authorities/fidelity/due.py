"""Which self-assessments are due: of the quarter that ended last, where the innovation was practised to its end."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.fidelity.models import FidelityAssessment
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.programme.standing import stage_on
from authorities.register.models import Authority
from core.quarters import Quarter

PRACTISED = frozenset({"set_up", "go_live", "embedding", "funding_ends", "sustain"})
"""Stages in which there is something to assess: before them, during a pause and after leaving nothing is due."""


def quarter_due(on: date) -> Quarter:
    """The quarter that ended last: one that still runs cannot be assessed to its end."""
    return Quarter.containing(on).plus(-1)


def list_due(session: Session, *, on: date, authority_id: int | None = None) -> Sequence[Authority]:
    """The authorities that owe an assessment of the quarter that ended last, by code; of all in scope, or that one."""
    quarter = quarter_due(on)
    assessed = set(
        session.scalars(select(FidelityAssessment.adoption_id).where(FidelityAssessment.quarter == str(quarter)))
    )
    records = list_adoptions(session, authority_ids=None if authority_id is None else [authority_id])
    owing = {
        record.authority.code: record.authority
        for record in records
        if record.adoption.id not in assessed and _practised(record, quarter, on)
    }
    return list(owing.values())


def _practised(record: AdoptionRecord, quarter: Quarter, on: date) -> bool:
    ended = record.authority.valid_to
    if ended is not None and ended < on:
        return False
    membership = record.membership
    days = {
        stage_on(
            day,
            record.stages,
            record.pauses,
            joined_on=membership.joined_on if membership else None,
            left_on=membership.left_on if membership else None,
        ).code
        for day in (quarter.ends_on, on)
    }
    return days <= PRACTISED
