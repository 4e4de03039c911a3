"""What the user sees while they wait: a live line on a terminal, plain lines anywhere else."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status

PLAIN_WIDTH = 110


class Steps:
    """Announces each step, shows what is going on in it, and says how long it took."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
        self._status: Status | None = None
        self._words = ""

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """One step; on a terminal with a moving mark until it is done."""
        begun = time.monotonic()
        self._words = words
        if self.console.is_terminal:
            with self.console.status(words) as self._status:
                yield
            self._status = None
        else:
            self.console.print(f"{words} ...", markup=False, soft_wrap=True)
            sys.stdout.flush()
            yield
        self.console.print(f"  done: {words} ({time.monotonic() - begun:.1f} s)", markup=False, soft_wrap=True)

    def detail(self, words: str) -> None:
        """What the step is doing now: beside the mark on a terminal, else a line of its own."""
        if self._status is not None:
            self._status.update(f"{self._words}: {words}")
        else:
            self.console.print(f"    {words}", markup=False, soft_wrap=True)

    def keep(self, lines: Iterable[str]) -> None:
        """On a terminal, where details pass by, print the lines once more; elsewhere they stand there already."""
        if self.console.is_terminal:
            for line in lines:
                self.say(line)

    def say(self, words: str = "") -> None:
        """A line that stays."""
        self.console.print(words, markup=False, soft_wrap=True)
