"""What a file is, told from its first bytes and never from its name (E4; bad-input rows 11, 83, 84, 105). Pure."""

import re

from outcomes.collection.intake.limits import MAX_BYTES
from outcomes.collection.intake.refusal import RefusedError

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_ZIP = b"PK\x05\x06"
LOOK = 4096

WRONG = "The selected file must be a CSV or XLSX."
# (the first bytes, what the file is, what to do)
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Save the sheet it was made from as XLSX or CSV"),
    (b"\x89PNG", "a picture", "Upload the spreadsheet itself, not a picture of it"),
    (b"\xff\xd8\xff", "a picture", "Upload the spreadsheet itself, not a picture of it"),
    (b"GIF8", "a picture", "Upload the spreadsheet itself, not a picture of it"),
    (b"II*\x00", "a picture", "Upload the spreadsheet itself, not a picture of it"),
    (b"MM\x00*", "a picture", "Upload the spreadsheet itself, not a picture of it"),
    (b"RIFF", "a picture or a recording", "Upload the spreadsheet itself"),
    (b"\x1f\x8b", "a compressed archive", "Take the CSV or XLSX file out of it and upload that"),
    (b"7z\xbc\xaf", "a compressed archive", "Take the CSV or XLSX file out of it and upload that"),
    (b"Rar!", "a compressed archive", "Take the CSV or XLSX file out of it and upload that"),
    (b"BZh", "a compressed archive", "Take the CSV or XLSX file out of it and upload that"),
    (b"\xfd7zXZ", "a compressed archive", "Take the CSV or XLSX file out of it and upload that"),
    (b"\x28\xb5\x2f\xfd", "a compressed archive", "Take the CSV or XLSX file out of it and upload that"),
    (END_OF_ZIP, "an empty ZIP archive", "Upload the CSV or XLSX file itself"),
    (b"MZ", "a program", "Upload the CSV or XLSX file itself"),
    (b"\x7fELF", "a program", "Upload the CSV or XLSX file itself"),
    (b"SQLite format 3", "a database", "Save the return as CSV or XLSX"),
    (b"PAR1", "a data file of another kind", "Save the return as CSV or XLSX"),
    (b"{\\rtf", "a text document", "Save the return as CSV or XLSX"),
)
MARKED_UP = re.compile(rb"\s*<(?:!doctype|\?xml|html|head|body|table|meta|script|svg|workbook|!--)", re.IGNORECASE)
JSON = re.compile(rb"\s*[\[{]\s*[\"\[{\]}]")
# The harmless file by which everyone tests a virus scanner; in two pieces, so that no scanner stops at our own code.
TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"


def kind_of(content: bytes) -> str:
    """`csv` (any text) or `xlsx` (any ZIP archive, looked at more closely later); RefusedError for all else."""
    if not content:
        raise RefusedError("empty", "The selected file is empty.")
    if len(content) > MAX_BYTES:
        raise RefusedError("too_big", "The selected file must be smaller than 10MB. Remove everything but the return.")
    if TEST_VIRUS in content:
        raise RefusedError("virus", "The selected file contains a virus.", keep=False)
    if content.startswith(ZIP):
        return "xlsx"
    if content.startswith(OLE):
        raise _of_ole(content)
    for signature, what, remedy in SIGNATURES:
        if content.startswith(signature):
            raise RefusedError("wrong_kind", f"{WRONG} It is {what}. {remedy}.")
    _refuse_markup(content[:LOOK])
    if END_OF_ZIP in content[-66_000:]:
        raise RefusedError("damaged", f"{WRONG} It is damaged, or two files in one. Save it anew as XLSX.")
    return "csv"


def _of_ole(content: bytes) -> RefusedError:
    """The container that old Office files and all password-protected ones share."""
    if _named("EncryptedPackage", content):
        return RefusedError(
            "password", "The selected file is password protected. Take the password off in Excel and save it as XLSX."
        )
    if _named("Workbook", content) or _named("Book", content):
        return RefusedError("old_excel", f"{WRONG} It is an old Excel workbook (XLS). Open it and save it as XLSX.")
    return RefusedError("wrong_kind", f"{WRONG} It is an old Office document. Save the return as XLSX.")


def _named(stream: str, content: bytes) -> bool:
    return stream.encode("utf-16-le") in content


def _refuse_markup(start: bytes) -> None:
    text = start.removeprefix(b"\xef\xbb\xbf")
    if MARKED_UP.match(text):
        raise RefusedError(
            "web_page",
            f"{WRONG} It is a web page or XML, whatever its name says. Open it in Excel and save it as XLSX or CSV.",
        )
    if JSON.match(text):
        raise RefusedError("wrong_kind", f"{WRONG} It is JSON. Save the return as CSV or XLSX.")
