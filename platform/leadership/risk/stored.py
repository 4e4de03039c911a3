"""What a run announces once its predictions are stored; reports listen (web/wiring.py)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class PredictionsStored:
    """Every prediction of the run is in the database; nothing of it will change."""

    run_id: UUID
    landmark: date
    replayed: bool
