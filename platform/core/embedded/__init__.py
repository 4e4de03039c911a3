"""Real PostgreSQL and Valkey out of wheels, for the demonstration and the tests; never for production (design 5.1).

Standard library only and nothing of the rest of core: the set-up uses it before anything else can be imported.
"""

from core.embedded.errors import EmbeddedError
from core.embedded.place import fleeting_folder, local_folder
from core.embedded.ports import free_port
from core.embedded.postgres import EmbeddedPostgres
from core.embedded.processes import Processes
from core.embedded.signals import orderly_end
from core.embedded.valkey import EmbeddedValkey

__all__ = [
    "EmbeddedError",
    "EmbeddedPostgres",
    "EmbeddedValkey",
    "Processes",
    "fleeting_folder",
    "free_port",
    "local_folder",
    "orderly_end",
]
