"""What a check of an authority's file rests on, read from the database: asked, stored, history, names (E6, W1)."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from authorities.register.models import Authority, AuthorityAlias, AuthorityCode
from core.quarters import Quarter
from outcomes.catalogue.indicators import list_indicators
from outcomes.catalogue.status import Status
from outcomes.catalogue.versions import indicator_on
from outcomes.collection.check.context import CheckContext, History, Published
from outcomes.collection.due.expected import asked_of
from outcomes.collection.due.models import Collection
from outcomes.collection.figure import Figure
from outcomes.collection.observation.models import Observation
from outcomes.collection.submission.find import figures_of, find_current_version, find_submission
from outcomes.evidence.statistics.periods import PeriodKind
from outcomes.evidence.statistics.series import list_many_figures


def read_context(session: Session, *, authority: Authority, collection: Collection, on: date) -> CheckContext:
    """Everything a check knows beside the file, as it stands now."""
    submission = find_submission(session, authority, collection)
    return CheckContext(
        authority_code=authority.code,
        authority_name=authority.name,
        quarter=collection.quarter,
        on=on,
        asked=asked_of(session, authority, collection),
        names=names_of_authority(session, authority),
        children=authority.population_0_17,
        stored=figures_of(session, find_current_version(session, authority, submission)),
        history=History(
            figures=read_history(session, authority, collection.quarter),
            published=read_published(session, authority, on),
        ),
    )


def names_of_authority(session: Session, authority: Authority) -> frozenset[str]:
    """Every way to write this authority, in lower case: its codes, its name, its aliases."""
    aliases = session.scalars(select(AuthorityAlias.alias).where(AuthorityAlias.authority_id == authority.id))
    codes = session.scalars(select(AuthorityCode.gss_code).where(AuthorityCode.authority_id == authority.id))
    return frozenset(
        name.strip().lower() for name in (authority.code, authority.gss_code, authority.name, *aliases, *codes)
    )


def read_history(session: Session, authority: Authority, quarter: Quarter) -> dict[tuple[str, Quarter], Figure]:
    """Approved figures of earlier quarters that follow the same definition as now: no comparison crosses one."""
    held = Observation
    # Columns and no objects: a check reads a thousand of them, twice.
    rows = session.execute(
        select(
            held.indicator_code, held.quarter, held.status, held.value, held.numerator, held.denominator,
            held.definition,
        ).where(held.authority_id == authority.id, held.superseded_at.is_(None), held.quarter < quarter)
    )  # fmt: skip
    definitions = {each.code: indicator_on(each.code, quarter).version for each in list_indicators()}
    return {
        (code, when): Figure(code, Status(status), value, numerator, denominator, definition)
        for code, when, status, value, numerator, denominator, definition in rows
        if definition == definitions.get(code)
    }


def read_published(session: Session, authority: Authority, on: date) -> tuple[Published, ...]:
    """The published figures of the authority for whole financial years, as known on the day."""
    by_indicator = list_many_figures(session, list_indicators(), [authority.code], as_at=on)
    return tuple(
        Published(code, shown.period.start.year, Decimal(shown.value))
        for code, by_area in by_indicator.items()
        for shown in by_area.get(authority.code, ())
        if shown.period.kind is PeriodKind.FINANCIAL_YEAR and shown.value is not None
    )
