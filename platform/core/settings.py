"""Settings come from the environment and are checked once, before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

MINIMUM_SECRET_LENGTH = 32
KNOWN_WEAK_SECRETS = ("change-me", "changeme", "secret", "development")
FEWEST_DIFFERENT_CHARACTERS = 8
"""A random key of 32 hexadecimal digits has fewer once in a million times; a key typed by leaning on it has one."""
FEWEST_RATERS = 3
MOST_FEWEST_RATERS = 10
"""A client may ask for more than three of a group before it is shown, and never for fewer (risk-and-analysis 14.2)."""
WITH_A_HOST = ("redis", "rediss", "smtp", "smtps")
"""What cannot be reached without a host. PostgreSQL may be: its host can stand in the query, or in PGHOST."""


class SettingsError(Exception):
    """The environment is wrong; the message lists every problem, each with its remedy."""


class Environment(StrEnum):
    PRODUCTION = "production"
    DEMONSTRATION = "demonstration"
    TEST = "test"


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and another. What holds a password is never printed."""

    environment: Environment
    database_url: str = field(repr=False)
    database_owner_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    cache_url: str = field(repr=False)
    secret_keys: tuple[str, ...] = field(repr=False)
    public_url: str
    mail_url: str = field(repr=False)
    mail_from: str
    log_format: str
    trusted_proxies: int
    fewest_raters: int = FEWEST_RATERS

    @property
    def demonstration(self) -> bool:
        """Whether demonstration personas may sign in: when, and only when, the environment says so."""
        return self.environment is Environment.DEMONSTRATION

    @property
    def secure_cookies(self) -> bool:
        """Cookies demand https wherever the public address has it; production always has it."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read and check every variable; raise SettingsError naming all that is wrong at once."""
        reader = _Reader(environment)
        kind = reader.environment()
        settings = cls(
            environment=kind,
            database_url=reader.address("DATABASE_URL", ("postgresql", "postgres"), "postgresql://user@host/database"),
            database_owner_url=reader.optional_address(
                "DATABASE_OWNER_URL", "DATABASE_URL", ("postgresql", "postgres")
            ),
            redis_url=reader.address("REDIS_URL", ("redis", "rediss"), "redis://host:6379/0"),
            cache_url=reader.optional_address("CACHE_URL", "REDIS_URL", ("redis", "rediss", "memory")),
            secret_keys=reader.secrets(),
            public_url=reader.public_url(kind),
            mail_url=reader.address("MAIL_URL", ("smtp", "smtps", "file", "console"), "smtp://user:password@host:587"),
            mail_from=reader.text("MAIL_FROM", "Throughline <throughline@localhost>"),
            log_format=reader.choice("LOG_FORMAT", ("json", "text"), "json"),
            trusted_proxies=reader.number("TRUSTED_PROXIES", 0),
            fewest_raters=reader.fewest_raters(),
        )
        reader.refuse_in_production(settings)
        reader.finish()
        return settings


def _split(value: str) -> SplitResult | None:
    """The parts of an address, or None when its host or port cannot be read."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_address(value: str) -> bool:
    """Whether those who are handed the address will be able to read it; what they would do at the first use, now."""
    parts = _split(value)
    if parts is None or (parts.scheme in WITH_A_HOST and not parts.hostname):
        return False
    if parts.scheme.startswith("postgres"):
        return value.startswith(f"{parts.scheme}://")
    database = parts.path.strip("/")
    return not parts.scheme.startswith("redis") or not database or database.isdecimal()


class _Reader:
    """Collects problems while it reads, so that one start shows them all."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.values = environment
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.values.get(name, "").strip() or default

    def environment(self) -> Environment:
        value = self.text("THROUGHLINE_ENV", Environment.PRODUCTION)
        if value in set(Environment):
            return Environment(value)
        self.problems.append(f"THROUGHLINE_ENV is '{value}': set it to one of {', '.join(Environment)}.")
        return Environment.PRODUCTION

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in allowed:
            self.problems.append(f"{name} is '{value}': set it to one of {', '.join(allowed)}.")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if value.isdecimal():
            return int(value)
        self.problems.append(f"{name} is '{value}': set it to a whole number.")
        return default

    def fewest_raters(self) -> int:
        value = self.text("FEWEST_RATERS", str(FEWEST_RATERS))
        if value.isdecimal() and FEWEST_RATERS <= int(value) <= MOST_FEWEST_RATERS:
            return int(value)
        self.problems.append(
            f"FEWEST_RATERS is '{value}': set it to a number from {FEWEST_RATERS} to {MOST_FEWEST_RATERS}. A group of "
            "fewer than three raters is never shown."
        )
        return FEWEST_RATERS

    def address(self, name: str, schemes: tuple[str, ...], example: str) -> str:
        value = self.text(name, "")
        if not value:
            self.problems.append(f"{name} is not set: give an address such as {example}.")
        elif value.split(":", 1)[0] not in schemes:
            self.problems.append(f"{name} must start with {' or '.join(s + ':' for s in schemes)}, such as {example}.")
        elif not _is_address(value):
            self.problems.append(f"{name} cannot be read as an address: write it like {example}.")
        return value

    def optional_address(self, name: str, fallback: str, schemes: tuple[str, ...]) -> str:
        if not self.text(name, ""):
            return self.text(fallback, "")
        return self.address(name, schemes, f"{schemes[0]}://host")

    def secrets(self) -> tuple[str, ...]:
        keys = tuple(key.strip() for key in self.text("SECRET_KEYS", "").split(",") if key.strip())
        if not keys:
            self.problems.append(
                "SECRET_KEYS is not set: give one or more random keys of 32 characters or more, newest first, "
                "separated by commas (python3 -c 'import secrets; print(secrets.token_urlsafe(48))')."
            )
        for position, key in enumerate(keys, start=1):
            if (
                len(key) < MINIMUM_SECRET_LENGTH
                or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS
                or any(weak in key.lower() for weak in KNOWN_WEAK_SECRETS)
            ):
                self.problems.append(
                    f"SECRET_KEYS, key {position}: use a random key of {MINIMUM_SECRET_LENGTH} characters or more."
                )
        return keys

    def public_url(self, kind: Environment) -> str:
        value = self.text("PUBLIC_URL", "").rstrip("/")
        parts = _split(value)
        if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
            self.problems.append("PUBLIC_URL is missing: give the address users type, such as https://throughline.org.")
        elif parts.path or parts.query or parts.fragment or parts.username is not None:
            self.problems.append("PUBLIC_URL must be scheme and host alone, such as https://throughline.org.")
        elif kind is Environment.PRODUCTION and parts.scheme != "https":
            self.problems.append("PUBLIC_URL must start with https:// in production: cookies are sent over TLS only.")
        return value

    def refuse_in_production(self, settings: Settings) -> None:
        if settings.environment is not Environment.PRODUCTION:
            return
        if settings.mail_url.split(":", 1)[0] in {"file", "console"}:
            self.problems.append("MAIL_URL must be smtp:// or smtps:// in production: sign-in links travel by mail.")
        if self.text("FLASK_DEBUG", "0") not in {"0", "false"}:
            self.problems.append("FLASK_DEBUG is on: unset it in production.")
        if settings.cache_url.startswith("memory"):
            self.problems.append(
                "CACHE_URL must be redis:// or rediss:// in production: in memory, each process would count attempts "
                "to sign in for itself."
            )
        if "@" not in self.text("MAIL_FROM", ""):
            self.problems.append(
                "MAIL_FROM is missing: give the sender of letters, such as Throughline <throughline@throughline.org>."
            )

    def finish(self) -> None:
        if self.problems:
            lines = "\n".join(f"  - {problem}" for problem in self.problems)
            raise SettingsError(f"Throughline cannot start with these settings:\n{lines}")
