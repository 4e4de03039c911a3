"""Loads the models of statistical neighbours of 2021 and 2025."""

from sqlalchemy.orm import Session

from authorities.neighbours.record import Neighbours, record_neighbours
from authorities.reference.tables import Account, read_table
from core.access import Identity

# As the models say how close a neighbour is; the table holds the first words.
CLOSENESS = {
    "extremely": "extremely close",
    "very": "very close",
    "close": "close",
    "somewhat": "somewhat close",
    "not": "not close",
}


def load_neighbours(session: Session, by: Identity) -> Account:
    """Ten ranked neighbours for each authority of each model."""
    groups = [
        Neighbours(
            int(row["model_year"]),
            row["code"],
            tuple(row["neighbours"].split()),
            tuple(CLOSENESS[word] for word in row["closeness"].split()),
        )
        for row in read_table("neighbours")
    ]
    account = Account("neighbour groups")
    for what, rows in record_neighbours(session, by=by, groups=groups).items():
        account.count(what, rows)
    return account
