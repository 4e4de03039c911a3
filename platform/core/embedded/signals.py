"""A request to stop, however it arrives, becomes an exception, so that every `with` block tidies up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(SystemExit):
    """Somebody asked this process to stop; its exit code is the usual 128 plus the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.signal = signal.Signals(number)


@contextmanager
def orderly_end() -> Iterator[None]:
    """Within the block SIGINT, SIGTERM and SIGHUP raise `Stopped`, once: later ones may not interrupt the tidying."""

    def raise_once(number: int, _frame: FrameType | None) -> None:
        for request in REQUESTS:
            signal.signal(request, signal.SIG_IGN)
        raise Stopped(number)

    # A shell ignores SIGINT for what it starts in the background, and kill -INT must work all the same; only what
    # nohup asks for is honoured.
    wanted = [r for r in REQUESTS if r != signal.SIGHUP or signal.getsignal(r) != signal.SIG_IGN]
    before = {request: signal.signal(request, raise_once) for request in wanted}
    try:
        yield
    finally:
        for request, handler in before.items():
            signal.signal(request, handler)
