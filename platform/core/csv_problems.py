"""What is wrong with a file: every problem with its place and its remedy, all in one pass."""

import csv
import io
from collections import defaultdict
from dataclasses import astuple, dataclass, field

from core.errors import DomainError

SHOWN_LINES = 10
SHOWN_SENTENCES = 100


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `line` counts as a text editor does, from 1; 0 stands for the file as a whole."""

    file: str
    line: int
    column: str
    message: str
    remedy: str


@dataclass
class Problems:
    """Collects problems while files are read and compared."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, column: str, message: str, remedy: str) -> None:
        """Write down a problem; message and remedy are whole sentences without their full stop."""
        self.found.append(Problem(file, line, column, message, remedy))

    def __len__(self) -> int:
        return len(self.found)

    def in_order(self) -> list[Problem]:
        """By file and line, each once."""
        return sorted(set(self.found))

    def sentences(self) -> list[str]:
        """One sentence for each kind of problem; the lines on which the very same thing is wrong stand together."""
        places: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
        for problem in self.in_order():
            places[problem.file, problem.column, problem.message, problem.remedy].append(problem.line)
        return [
            f"{_place(file, column, lines)}: {message}. {remedy}."
            for (file, column, message, remedy), lines in places.items()
        ]

    def table(self) -> bytes:
        """Every problem as CSV, to be worked through in a spreadsheet."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["file", "line", "column", "what is wrong", "what to do"])
        writer.writerows(astuple(problem) for problem in self.in_order())
        return out.getvalue().encode()

    def refuse(self) -> None:
        """Raise FilesRefusedError if anything was found."""
        if self.found:
            raise FilesRefusedError(self)


class FilesRefusedError(DomainError):
    """Files have problems, and so nothing of them was stored."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        count = len(problems.in_order())
        heading = f"{count:,} {'problem' if count == 1 else 'problems'}; nothing was stored."
        sentences = problems.sentences()
        more = len(sentences) - SHOWN_SENTENCES
        ending = [f"... and {more:,} more of other kinds."] if more > 0 else []
        super().__init__("\n".join([heading, *sentences[:SHOWN_SENTENCES], *ending]))


def _place(file: str, column: str, lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:SHOWN_LINES] if line)
    more = len(lines) - SHOWN_LINES
    parts = [file]
    if shown:
        parts.append(f"{'line' if len(lines) == 1 else 'lines'} {shown}" + (f" and {more:,} more" if more > 0 else ""))
    if column:
        parts.append(f"column {column}")
    return ", ".join(parts)
