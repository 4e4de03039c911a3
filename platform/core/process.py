"""Which kind of process this is: it decides the database role and the time limits."""

from enum import StrEnum


class Process(StrEnum):
    """The five database roles of the product (design 5.4)."""

    WEB = "web"
    WORKER = "worker"
    CLOSING = "closing"
    RETENTION = "retention"
    OWNER = "owner"

    @property
    def database_role(self) -> str:
        """The PostgreSQL role under which every statement of this process runs."""
        return f"throughline_{self.value}"

    @property
    def statement_timeout_ms(self) -> int:
        """Web requests give up early so that one slow page cannot hold the rest; jobs may work longer."""
        return 15_000 if self is Process.WEB else 300_000
