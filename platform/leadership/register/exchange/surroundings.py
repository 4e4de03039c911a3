"""Authorities, adoptions, pauses, innovators and dated facts: as rows of the file format, and stored by their verbs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.facts import Fact, list_facts, record_facts
from authorities.programme.adopt import StageDates, adopt, date_stage, get_adoption
from authorities.programme.describe import AdoptionWords, describe_adoption
from authorities.programme.listing import AdoptionRecord, list_adoptions
from authorities.programme.membership import find_membership, join_programme, list_memberships
from authorities.programme.models import Programme, ProgrammeMembership
from authorities.programme.open import get_programme, list_innovators, list_programmes, name_innovator, open_programme
from authorities.programme.pause import pause_adoption, resume_adoption
from authorities.register.invented import register_invented_authority
from authorities.register.models import Authority
from core.access import Identity
from core.audit import record
from leadership.register.files.compare import Compared
from leadership.register.files.plan import Plan
from leadership.register.files.rows import AdoptionRow, AuthorityRow, FactRow, InnovatorRow, MembershipRow, PauseRow

PROGRAMME_CODE = "demonstration"
PROGRAMME_NAME = "Demonstration programme"


def list_authority_rows(session: Session) -> list[AuthorityRow]:
    """Every authority."""
    return [
        AuthorityRow(
            code=authority.code,
            gss_code=authority.gss_code,
            name=authority.name,
            region=authority.region,
            type=authority.kind,
            valid_from=authority.valid_from,
            valid_to=authority.valid_to,
            population_0_17=authority.population_0_17,
        )
        for authority in session.scalars(select(Authority))
    ]


def list_adoption_rows(session: Session) -> list[AdoptionRow]:
    """Every adoption as known today."""
    return [_adoption_row(each) for each in list_adoptions(session)]


def list_membership_rows(session: Session) -> list[MembershipRow]:
    """Every time in the programme as known today."""
    rows = session.execute(
        select(Authority.code, ProgrammeMembership)
        .join(Authority, Authority.id == ProgrammeMembership.authority_id)
        .where(ProgrammeMembership.superseded_at.is_(None), ~ProgrammeMembership.withdrawn)
    )
    return [MembershipRow(code, time.joined_on, time.left_on, time.source, time.confidence) for code, time in rows]


def list_pause_rows(session: Session) -> list[PauseRow]:
    """Every pause as known today."""
    return [
        PauseRow(each.authority.code, each.adoption.innovation_code, pause.paused_on, pause.resumed_on, pause.reason)
        for each in list_adoptions(session)
        for pause in each.pauses
    ]


def list_innovator_rows(session: Session) -> list[InnovatorRow]:
    """Every innovator."""
    return [
        InnovatorRow(innovator.innovation_code, authority.code) for innovator, authority in list_innovators(session)
    ]


def list_fact_rows(session: Session) -> tuple[list[FactRow], list[FactRow]]:
    """Every dated fact as known today; and, apart, those that were corrected or withdrawn."""
    facts = list_facts(session, superseded=True)
    past = {fact.ref for fact in facts if fact.superseded_by or fact.withdrawn}
    rows = [
        FactRow(
            fact_ref=fact.ref,
            authority_code=fact.authority_code,
            kind=fact.kind,
            effective_on=fact.effective_on,
            until=fact.until,
            known_on=fact.known_on,
            value=fact.value,
            detail=fact.detail,
            source=fact.source,
            confidence=fact.confidence,
        )
        for fact in facts
    ]
    return [row for row in rows if row.fact_ref not in past], [row for row in rows if row.fact_ref in past]


def _adoption_row(each: AdoptionRecord) -> AdoptionRow:
    def planned(stage: str) -> date | None:
        return each.stages[stage].planned_on if stage in each.stages else None

    def actual(stage: str) -> date | None:
        return each.stages[stage].actual_on if stage in each.stages else None

    return AdoptionRow(
        authority_code=each.authority.code,
        innovation=each.adoption.innovation_code,
        wave=each.adoption.wave,
        joined_on=each.membership.joined_on if each.membership else None,
        left_on=each.membership.left_on if each.membership else None,
        set_up_planned_on=planned("set_up"),
        set_up_on=actual("set_up"),
        go_live_planned_on=planned("go_live"),
        go_live_on=actual("go_live"),
        embedding_on=actual("embedding"),
        funding_ends_on=planned("funding_ends"),
        sustain_on=actual("sustain"),
        source=each.adoption.source,
        confidence=each.adoption.confidence,
    )


def store_surroundings(session: Session, *, by: Identity, plan: Plan, on: date) -> None:
    """Store what the plan has of authorities and their programme, each by its own verb."""
    _store_authorities(session, by, plan.authorities)
    known = {authority.code: authority for authority in session.scalars(select(Authority))}
    for innovator in plan.innovators.new:
        name_innovator(session, by=by, authority=known[innovator.authority_code], innovation=innovator.innovation)
    _store_memberships(session, by, plan.memberships, known, on)
    _store_adoptions(session, by, plan.adoptions, known, on)
    _store_pauses(session, by, plan.pauses, known, on)
    record_facts(session, by=by, on=on, facts=[_fact(row) for row in plan.facts.new], authorities=known)


def _store_authorities(session: Session, by: Identity, compared: Compared[AuthorityRow]) -> None:
    for row in compared.new:
        register_invented_authority(
            session,
            by=by,
            code=row.code,
            gss_code=row.gss_code,
            name=row.name,
            region=row.region,
            kind=row.type,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            population_0_17=row.population_0_17,
        )
    for row in compared.added_to:
        _renew(session, by, row)


def _renew(session: Session, by: Identity, row: AuthorityRow) -> None:
    """A newer estimate of the children, or the last day of an authority."""
    authority = session.scalars(select(Authority).where(Authority.code == row.code)).one()
    before = {"population_0_17": authority.population_0_17, "valid_to": _text(authority.valid_to)}
    authority.population_0_17 = row.population_0_17 or authority.population_0_17
    authority.valid_to = row.valid_to or authority.valid_to
    record(
        session,
        by=by,
        deed="authority.renewed",
        subject=f"authority:{row.code}",
        authority_id=authority.id,
        before=before,
        after={"population_0_17": authority.population_0_17, "valid_to": _text(authority.valid_to)},
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _store_adoptions(
    session: Session,
    by: Identity,
    compared: Compared[AdoptionRow],
    known: Mapping[str, Authority],
    on: date,
) -> None:
    if not compared.new and not compared.added_to:
        return
    rows = (*compared.new, *compared.added_to)
    programme = _programme(session, by, {row.authority_code: row.joined_on for row in rows}, on)
    told: dict[str, Any] = {"by": by, "on": on}
    for row in compared.new:
        authority = known[row.authority_code]
        member = find_membership(session, authority, programme, on=row.joined_on) if row.joined_on else None
        adopt(
            session,
            authority=authority,
            innovation=row.innovation,
            programme=programme,
            joined_on=row.joined_on,
            left_on=member.left_on if member else row.left_on,
            stages=_stages(row),
            wave=row.wave,
            source=row.source,
            confidence=row.confidence,
            **told,
        )
    for row in compared.added_to:
        _add_to_adoption(session, row, known[row.authority_code], told)


def _add_to_adoption(session: Session, row: AdoptionRow, authority: Authority, told: dict[str, Any]) -> None:
    adoption = get_adoption(session, authority, row.innovation)
    before = AdoptionWords.of(adoption)
    words = replace(
        before,
        wave=before.wave or row.wave,
        source=before.source or row.source,
        confidence=before.confidence or row.confidence,
    )
    if words != before:
        describe_adoption(session, by=told["by"], authority=authority, adoption=adoption, words=words)
    for stage, dates in _stages(row).items():
        if dates.known:
            date_stage(session, adoption=adoption, stage=stage, dates=dates, source=row.source, **told)


def _store_memberships(
    session: Session, by: Identity, compared: Compared[MembershipRow], known: Mapping[str, Authority], on: date
) -> None:
    """Each time as it became known: first that an authority joined, then that it left."""
    rows = sorted((*compared.new, *compared.added_to), key=lambda row: row.joined_on)
    if not rows:
        return
    # Of an authority that joined more than once, the first day counts: the last one written here.
    programme = _programme(session, by, {row.authority_code: row.joined_on for row in reversed(rows)}, on)
    for row in rows:
        authority = known[row.authority_code]
        time = next(
            (each for each in list_memberships(session, authority, programme) if each.joined_on == row.joined_on), None
        )
        time = time or join_programme(
            session,
            by=by,
            on=on,
            authority=authority,
            programme=programme,
            joined_on=row.joined_on,
            source=row.source,
            confidence=row.confidence,
        )
        left_on = row.left_on or time.left_on
        source, confidence = time.source or row.source, time.confidence or row.confidence
        if (left_on, source, confidence) != (time.left_on, time.source, time.confidence):
            join_programme(
                session,
                by=by,
                on=on,
                authority=authority,
                programme=programme,
                joined_on=time.joined_on,
                joined_precision=time.joined_precision,
                left_on=left_on,
                reason=time.reason,
                source=source,
                confidence=confidence,
                corrects=time,
            )


def _programme(session: Session, by: Identity, joined: Mapping[str, date | None], on: date) -> Programme:
    """The only programme; one of invented councils is opened with the first of them that joined, by their codes."""
    if not list_programmes(session) and all(code.startswith("Z") for code in joined):
        starts_on = min((day for day in joined.values() if day), default=on)
        return open_programme(session, by=by, code=PROGRAMME_CODE, name=PROGRAMME_NAME, starts_on=starts_on)
    return get_programme(session)


def _stages(row: AdoptionRow) -> dict[str, StageDates]:
    return {
        "set_up": StageDates(row.set_up_planned_on, row.set_up_on),
        "go_live": StageDates(row.go_live_planned_on, row.go_live_on),
        "embedding": StageDates(None, row.embedding_on),
        "funding_ends": StageDates(row.funding_ends_on, None),
        "sustain": StageDates(None, row.sustain_on),
    }


def _store_pauses(
    session: Session, by: Identity, compared: Compared[PauseRow], known: Mapping[str, Authority], on: date
) -> None:
    for row in compared.new:
        pause_adoption(
            session,
            by=by,
            on=on,
            adoption=get_adoption(session, known[row.authority_code], row.innovation),
            paused_on=row.paused_on,
            resumed_on=row.resumed_on,
            reason=row.reason,
        )
    for row in compared.added_to:
        if row.resumed_on is not None:
            adoption = get_adoption(session, known[row.authority_code], row.innovation)
            resume_adoption(session, by=by, on=on, adoption=adoption, resumed_on=row.resumed_on)


def _fact(row: FactRow) -> Fact:
    return Fact(
        ref=row.fact_ref,
        authority_code=row.authority_code,
        kind=row.kind,
        effective_on=row.effective_on,
        known_on=row.known_on or row.effective_on,
        until=row.until,
        value=row.value,
        detail=row.detail,
        source=row.source,
        confidence=row.confidence,
    )
