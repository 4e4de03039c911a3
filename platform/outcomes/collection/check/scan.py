"""Looking for malware in an upload, where the installation has something that does. Without it nothing is claimed."""

from collections.abc import Callable

from core.errors import DomainError

# Gets the bytes, answers whether they are clean; raises OSError when it cannot tell.
Scan = Callable[[bytes], bool]

NOT_SCANNED = "not_scanned"
CLEAN = "clean"
INFECTED = "infected"

_scanners: list[Scan] = []


class ScannerAwayError(DomainError):
    """A scanner is configured and does not answer: nothing is stored (reliability 7, row 108)."""

    status = 503


def use_scanner(scan: Scan | None) -> None:
    """Let every upload pass through this scanner, or through none."""
    _scanners[:] = [] if scan is None else [scan]


def scan_of(content: bytes) -> str:
    """What is known of these bytes: not_scanned, clean or infected; raises ScannerAwayError when nobody can tell."""
    if not _scanners:
        return NOT_SCANNED
    try:
        return CLEAN if _scanners[0](content) else INFECTED
    except OSError:
        raise ScannerAwayError("The selected file could not be uploaded \u2013 try again.") from None
