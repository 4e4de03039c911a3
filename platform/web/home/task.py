"""One line of a list of tasks, as macros/states.html draws it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Something that waits for somebody of the support team."""

    title: str
    href: str
    hint: str
    status: str
    tone: str
