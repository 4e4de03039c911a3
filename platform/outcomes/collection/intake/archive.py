"""The archive that a workbook is, looked through before any part of it is read (reliability 6.28, rows 87 to 105).

Runs in the capped child only. Sizes, names and counts come from the directory at the end and are checked against what
the parts turn out to be: an archive that says one thing and is another is refused.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from outcomes.collection.intake.kinds import END_OF_ZIP, TEST_VIRUS, WRONG, ZIP
from outcomes.collection.intake.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM
from outcomes.collection.intake.refusal import RefusedError

END_LENGTH = 22
LOCAL_LENGTH = 30
LONGEST_NOTE = 65_535
ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Programs keep things of their own here, some in UTF-16; no reader of cells opens it.
BESIDE = "customxml/"

Parts = Mapping[str, bytes]


def open_archive(content: bytes) -> Parts:
    """Every part of the archive by its name; RefusedError for anything that no spreadsheet program would write."""
    _look_at_end(content)
    try:
        listed = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OSError) as error:
        raise damaged() from error
    _look_at_list(listed)
    parts = {entry.filename: _unpacked(content, entry) for entry in listed if not entry.is_dir()}
    _look_at_markup(parts)
    return parts


def damaged() -> RefusedError:
    return RefusedError(
        "damaged", "The selected file is damaged or cut off. Open it in Excel and save it as XLSX anew."
    )


def _bomb() -> RefusedError:
    return RefusedError(
        "unpacks_too_large",
        "The selected file unpacks to far more than a return needs. Copy the figures into the template, upload that.",
    )


def _look_at_end(content: bytes) -> None:
    """One archive from the first byte to the last: nothing before, between or after (a file that is two in one)."""
    place = content.rfind(END_OF_ZIP, max(0, len(content) - END_LENGTH - LONGEST_NOTE))
    if place < 0 or place + END_LENGTH > len(content):
        raise damaged()
    _, _, _, _, count, size, offset, note = struct.unpack("<4s4H2LH", content[place : place + END_LENGTH])
    if count > MAX_PARTS:
        raise RefusedError(
            "too_many_parts",
            "The selected file has far more parts than a return needs. Use the template for the figures.",
        )
    if not content.startswith(ZIP) or offset + size != place or place + END_LENGTH + note != len(content):
        raise damaged()


def _look_at_list(listed: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.casefold() for entry in listed]
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        raise damaged()
    if any(entry.flag_bits & ENCRYPTED for entry in listed):
        raise RefusedError(
            "password", "The selected file is password protected. Take the password off and upload it again."
        )
    if any(entry.compress_type not in METHODS for entry in listed):
        raise damaged()
    for entry in listed:
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise _bomb()
    if sum(entry.file_size for entry in listed) > MAX_UNPACKED:
        raise _bomb()


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The part itself, no larger than it says; its own header must give the same name."""
    start = entry.header_offset
    head = content[start : start + LOCAL_LENGTH]
    if len(head) != LOCAL_LENGTH or not head.startswith(ZIP):
        raise damaged()
    name_length, extra_length = struct.unpack("<2H", head[26:30])
    name = content[start + LOCAL_LENGTH : start + LOCAL_LENGTH + name_length]
    if name != entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437", "replace"):
        raise damaged()
    start += LOCAL_LENGTH + name_length + extra_length
    body = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        body = _inflated(body, entry.file_size)
    if len(body) != entry.file_size or zlib.crc32(body) != entry.CRC:
        raise damaged()
    return body


def _inflated(body: bytes, size: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = unpacker.decompress(body, size + 1)
    except zlib.error as error:
        raise damaged() from error
    if len(found) > size:
        raise _bomb()
    return found


def _look_at_markup(parts: Parts) -> None:
    """No document type and no entities, in any spelling that a reader of XML would take (6.33)."""
    for name, body in parts.items():
        if TEST_VIRUS in body:
            raise RefusedError("virus", "The selected file contains a virus.", keep=False)
        if not name.casefold().endswith((".xml", ".rels", ".vml")):
            continue
        if name.casefold().startswith(BESIDE) and b"D\0a\0t\0a\0M\0a\0s\0h\0u\0p" in body:
            raise RefusedError(
                "links",
                "The selected file holds a query to a data source (Power Query). Copy the values alone into the"
                " template.",
            )
        if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in body[:4]:
            if not name.casefold().startswith(BESIDE) or name.casefold().endswith(".rels"):
                raise damaged()
            body = body.replace(b"\x00", b"")  # noqa: PLW2901  (whatever its byte order)
        if DTD.search(body):
            raise RefusedError(
                "document_type",
                f"{WRONG} This one holds instructions for the reader (a document type). Save it anew in Excel.",
            )
