"""The demonstration's PostgreSQL and Valkey: real servers that keep their data, on this machine only."""

from dataclasses import dataclass

from core.embedded import EmbeddedPostgres, EmbeddedValkey, Processes
from web.demonstration.place import Place


@dataclass(frozen=True)
class Servers:
    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey


def start_servers(place: Place, processes: Processes) -> Servers:
    """Start both; they end with the other processes of the place, after all of them."""
    postgres = EmbeddedPostgres(place.folder / "postgres", durable=True, copies=place.programs)
    valkey = EmbeddedValkey(place.folder / "valkey", durable=True, copies=place.programs)
    for server in (postgres, valkey):
        processes.keep(server)
        server.start()
    return Servers(postgres, valkey)
