"""Puts the catalogue of this version of the product into the database; safe to run twice."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from outcomes.catalogue.indicators import catalogue
from outcomes.catalogue.models import IndicatorRow


def load_indicators(session: Session) -> int:
    """Store every row of the catalogue, new or changed; returns how many rows there are."""
    rows = [
        {
            "code": row.code,
            "position": position,
            "kind": row.kind.value,
            "name": row.name,
            "topic": row.group,
            "definition": row.definition,
            "unit": row.unit.value,
            "multiplier": row.multiplier,
            "polarity": row.polarity.value,
            "decimals": row.decimals,
            "basis": row.basis,
            "publication": row.publication,
        }
        for position, row in enumerate(catalogue().values())
    ]
    statement = insert(IndicatorRow).values(rows)
    changed = {name: statement.excluded[name] for name in rows[0] if name != "code"}
    session.execute(statement.on_conflict_do_update(index_elements=[IndicatorRow.code], set_=changed))
    return len(rows)
