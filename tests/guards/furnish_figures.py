"""What the world needs for walks over pages of approved figures: one for each authority, of what the addresses name."""

from datetime import timedelta
from decimal import Decimal

from fixtures.databases import Clone
from sqlalchemy import select

from authorities.register.models import Authority
from core.clock import today
from core.quarters import Quarter
from outcomes.collection.observation.models import Observation


def furnish_figures(clone: Clone, codes: tuple[str, ...], indicator: str, quarter: str) -> None:
    """An approved figure of that indicator and quarter, where the world has none."""
    with clone.session() as session:
        for authority in session.scalars(select(Authority).where(Authority.code.in_(codes))).all():
            found = session.scalar(
                select(Observation.id).where(
                    Observation.authority_id == authority.id,
                    Observation.indicator_code == indicator,
                    Observation.quarter == Quarter.parse(quarter),
                    Observation.superseded_at.is_(None),
                )
            )
            if found is None:
                session.add(
                    Observation(
                        authority_id=authority.id,
                        indicator_code=indicator,
                        quarter=Quarter.parse(quarter),
                        value=Decimal(20),
                        status="ok",
                        source_file="walked.csv",
                        source_line=2,
                        known_on=today() - timedelta(days=1),
                    )
                )
        session.commit()
