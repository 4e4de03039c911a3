"""A file that is refused before its content is checked: unreadable, not ours to read, or for somebody else (E4, W5)."""

from core.errors import DomainError


class RefusedError(DomainError):
    """The sentence names the place and the remedy; `code` is stable. Nothing of the file is stored as a figure.

    `keep` is False for a file that must not be kept at all, since it names children.
    """

    def __init__(self, code: str, sentence: str, *, cells: tuple[str, ...] = (), keep: bool = True) -> None:
        super().__init__(sentence)
        self.code = code
        self.cells = cells
        self.keep = keep
