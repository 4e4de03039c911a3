"""The files of a folder on disk, by name, and back."""

from collections.abc import Mapping
from pathlib import Path

from core.errors import DomainError
from leadership.register.files.layouts import OPTIONAL_FILES, REQUIRED_FILES

SUFFIX = ".csv"


class FolderError(DomainError):
    """The folder itself cannot be read or written; the sentence says what to do."""


def read_files(folder: Path) -> dict[str, bytes]:
    """The CSV files of the folder, in any spelling of their suffix; other files and folders are passed over."""
    if not folder.is_dir():
        raise FolderError(f"There is no folder {folder}: check its name.")
    try:
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix.lower() == SUFFIX}
    except OSError as error:
        raise FolderError(f"A file of {folder} cannot be read ({error.strerror}): check who may open it.") from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a folder, which is made if need be; only a leadership folder is written over."""
    strangers = {path.name for path in folder.iterdir()} - {*REQUIRED_FILES, *OPTIONAL_FILES} if folder.is_dir() else ()
    if strangers:
        raise FolderError(
            f"{folder} holds other files, such as {min(strangers)}: name an empty folder or an earlier export."
        )
    try:
        # An earlier export may hold an optional file that there is no need of any more.
        for name in OPTIONAL_FILES:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise FolderError(f"{folder} cannot be written ({error.strerror}): give another folder.") from error
