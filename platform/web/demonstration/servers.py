"""The demonstration's PostgreSQL and Valkey: real servers that keep their data, on this machine only."""

from dataclasses import dataclass

from core.embedded import EmbeddedPostgres, EmbeddedValkey
from web.demonstration.place import Place


@dataclass(frozen=True)
class Servers:
    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey


def start_servers(place: Place) -> Servers:
    """Start both; whoever owns the place's folder ends them with everything else that is recorded there."""
    postgres = EmbeddedPostgres(place.folder / "postgres", durable=True, copies=place.programs)
    valkey = EmbeddedValkey(place.folder / "valkey", durable=True, copies=place.programs)
    postgres.start()
    valkey.start()
    return Servers(postgres, valkey)
