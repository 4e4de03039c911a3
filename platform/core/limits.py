"""How often something may be tried: counted in the cache for all processes, in this process when the cache is away.

When the cache does not answer, browsing goes on and attempts are still counted, process by process: whoever stops
the cache must not thereby gain endless tries (reliability 2, "Warehouse: rate limits", and 6.58). Uses `limits`, the
engine beneath Flask-Limiter: the extension keeps one state for all applications of a process and cannot count
failures alone.
"""

import time
from hashlib import sha256

from flask import Flask, current_app
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError
from werkzeug.exceptions import TooManyRequests

from core.logs import logger

KEY = "throughline.limits"
CACHE_TIMEOUT_SECONDS = 1.0


class Attempts:
    """Counts attempts by what is tried and by whom, in windows that move."""

    def __init__(self, cache_url: str) -> None:
        options = {} if cache_url.startswith("memory") else _timeouts()
        self._shared = MovingWindowRateLimiter(storage_from_string(cache_url, **options))
        self._own = MovingWindowRateLimiter(MemoryStorage())

    def count(self, rate: RateLimitItem, *key: str) -> bool:
        """Count one attempt; False when it is one too many."""
        try:
            return self._shared.hit(rate, *key)
        except RedisError:
            logger().warning("limits.cache_away")
            return self._own.hit(rate, *key)

    def seconds_to_wait(self, rate: RateLimitItem, *key: str) -> int:
        """How long until the next attempt would count; 0 when it would now. Counts nothing."""
        try:
            return _wait(self._shared, rate, *key)
        except RedisError:
            return _wait(self._own, rate, *key)


def _timeouts() -> dict[str, float | str | bool]:
    return {"socket_timeout": CACHE_TIMEOUT_SECONDS, "socket_connect_timeout": CACHE_TIMEOUT_SECONDS}


def _wait(limiter: MovingWindowRateLimiter, rate: RateLimitItem, *key: str) -> int:
    window = limiter.get_window_stats(rate, *key)
    return 0 if window.remaining else max(1, round(window.reset_time - time.time()))


def set_up_limits(app: Flask, cache_url: str) -> None:
    """Give the application its counter."""
    app.extensions[KEY] = Attempts(cache_url)


def attempts() -> Attempts:
    """The counter of the current application."""
    held: Attempts = current_app.extensions[KEY]
    return held


def count_or_refuse(rate: str, *key: str) -> None:
    """Count an attempt at something, as `"10 per 5 minutes", "what", "by whom"`; raise 429 when it is one too many."""
    if not attempts().count(parse(rate), *_sealed(key)):
        refuse_when_spent(rate, *key)
        raise TooManyRequests


def refuse_when_spent(rate: str, *key: str) -> None:
    """Raise 429 with the seconds to wait when no attempt is left; counts nothing."""
    wait = attempts().seconds_to_wait(parse(rate), *_sealed(key))
    if wait:
        raise TooManyRequests(retry_after=wait)


def _sealed(key: tuple[str, ...]) -> tuple[str, ...]:
    """Who tries is kept as a hash: the cache holds no e-mail address."""
    what, *by_whom = key
    return what, sha256("\n".join(by_whom).encode()).hexdigest()[:32]
