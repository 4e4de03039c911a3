"""The product's variables for a demonstration, as an operator would set them for production."""

import os

from core.embedded import EmbeddedError, free_port
from core.embedded.ports import LOOPBACK, port_is_free
from web.demonstration.database import LOGIN
from web.demonstration.place import Place
from web.demonstration.servers import Servers

USUAL_PORT = 8000
PORTS_TRIED = 50
CACHE_DATABASE = 1


def choose_port(wanted: int | None) -> int:
    """The port asked for, else the usual one or the next that is free; raises EmbeddedError if the wanted is taken."""
    if wanted is not None:
        if not port_is_free(wanted):
            raise EmbeddedError(f"Port {wanted} is taken by another program: stop that one, or choose another --port.")
        return wanted
    usual = (port for port in range(USUAL_PORT, USUAL_PORT + PORTS_TRIED) if port_is_free(port))
    return next(usual, None) or free_port()


def variables(place: Place, servers: Servers, port: int) -> dict[str, str]:
    """The environment of every process of the demonstration."""
    place.mail.mkdir(mode=0o700, exist_ok=True)
    return {
        **os.environ,
        "THROUGHLINE_ENV": "demonstration",
        "DATABASE_URL": servers.postgres.url(place.database, LOGIN),
        "DATABASE_OWNER_URL": servers.postgres.url(place.database),
        "REDIS_URL": servers.valkey.url(),
        "CACHE_URL": servers.valkey.url(CACHE_DATABASE),
        "SECRET_KEYS": place.secret_key(),
        "PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "MAIL_URL": place.mail.as_uri(),
        "LOG_FORMAT": "text",
        "TRUSTED_PROXIES": "0",
    }
