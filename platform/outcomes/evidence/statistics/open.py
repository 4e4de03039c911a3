"""First step: bytes become a table of text, or the file is refused before anything is parsed.

Reading rules of the reliability specification, section 7: limits first, the content decides and never the name of
the file, everything is text (no blank or NA turned into something else), every row keeps its line.
"""

import csv
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from outcomes.evidence.statistics.refusal import FileRefusedError

MAX_BYTES = 128 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 400
GZIP = b"\x1f\x8b"
CHUNK = 1024 * 1024
# What a file is when it is not CSV, told from its first bytes.
OTHER_KINDS = (
    (b"PK\x03\x04", "is an Excel workbook or a ZIP archive: take the CSV file out of it, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook: save the sheet as CSV"),
    (b"%PDF", "is a PDF: download the data file (CSV) of the release"),
    (b"<", "is a web page: download the data file itself, not the page that describes it"),
)


@dataclass(frozen=True)
class Table:
    """A CSV file as text: `rows` are (line where the row starts, cells); `notices` say what was changed on the way.

    `sha256` is of the file's bytes unpacked: the same table is one file, compressed or not.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notices: tuple[str, ...] = ()
    sha256: str = ""


def open_table(content: bytes) -> Table:
    """Unpack, decode and split the file; FileRefusedError when it is not a CSV table within the limits."""
    if not content:
        raise FileRefusedError("The file is empty.")
    unpacked = _unpack(content) if content.startswith(GZIP) else content
    if len(unpacked) > MAX_BYTES:
        raise FileRefusedError(_too_large())
    start = unpacked.lstrip()[:4]
    for signature, words in OTHER_KINDS:
        if start.startswith(signature):
            raise FileRefusedError(f"The file {words}.")
    text, notices = _decode(unpacked)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise FileRefusedError(f"Line {line} holds a hidden character (NUL): save the file again as CSV UTF-8.")
    table = _split(text.rstrip("\x1a"), notices)
    return replace(table, sha256=hashlib.sha256(unpacked).hexdigest())


def _too_large() -> str:
    return f"The file unpacks to more than {MAX_BYTES // CHUNK} MB: split it by year."


def _unpack(content: bytes) -> bytes:
    """Unpack gzip in pieces, so that a small file cannot fill the memory."""
    pieces: list[bytes] = []
    total = 0
    rest = content
    try:
        while rest:
            unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            data = unpacker.decompress(rest, CHUNK)
            while data or unpacker.unconsumed_tail:
                total += len(data)
                if total > MAX_BYTES:
                    raise FileRefusedError(_too_large())
                pieces.append(data)
                data = unpacker.decompress(unpacker.unconsumed_tail, CHUNK)
            if not unpacker.eof:
                raise FileRefusedError("The compressed file is cut off before its end: download it again.")
            rest = unpacker.unused_data.lstrip(b"\x00")
    except zlib.error as error:
        raise FileRefusedError("The compressed file is damaged: download it again.") from error
    return b"".join(pieces)


def _decode(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ["The file was UTF-16 and was converted."]
        except UnicodeDecodeError as error:
            raise FileRefusedError("The file says it is UTF-16 and is not: save it again as CSV UTF-8.") from error
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
    try:
        return content.decode("cp1252"), [f"The file is not UTF-8 (line {line}); it was read as Windows-1252."]
    except UnicodeDecodeError as error:
        raise FileRefusedError(f"Line {line} holds characters of an unknown encoding: save it as CSV UTF-8.") from error


def _split(text: str, notices: list[str]) -> Table:
    lines = io.StringIO(text, newline="")
    delimiter = _delimiter(text)
    if delimiter != ",":
        name = "semicolons" if delimiter == ";" else "tabs"
        notices.append(f"The columns were divided by {name}, not by commas.")
    records = _records(csv.reader(lines, delimiter=delimiter, strict=True))
    header = next(records, None)
    if header is None:
        raise FileRefusedError("The file holds only blank lines.")
    if len(header[1]) > MAX_COLUMNS:
        raise FileRefusedError(f"The file has {len(header[1])} columns; a tidy table has at most {MAX_COLUMNS}.")
    rows = tuple(records)
    if not rows:
        raise FileRefusedError("The file has column names and no rows.")
    return Table(tuple(name.strip() for name in header[1]), rows, tuple(notices))


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=first.count)


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows that hold anything, each with the line it starts on (a quoted cell may span lines)."""
    count = 0
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]  # the csv reader counts lines; Iterator hides it
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefusedError(
                f"Line {line}: a quotation mark is opened and not closed, or text follows a closing one."
            ) from error
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise FileRefusedError(f"The file has more than {MAX_ROWS:,} rows: split it by year.")
        yield line, tuple(cells)
