"""Where a demonstration lives: one folder and one database for the invented programme, others for real files."""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from core.embedded import local_folder
from core.embedded.minder import MINDER_LOCK, OWNER_LOCK

PROJECT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Place:
    """The folder of one demonstration; invented and real data never share a database (design 5.8)."""

    folder: Path
    programs: Path
    database: str
    real: bool

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def world(self) -> Path:
        return self.folder / "world"

    @property
    def loaded(self) -> Path:
        """Exists once everything has been loaded; without it a start begins anew."""
        return self.folder / "loaded.json"

    def secret_key(self) -> str:
        """The key that signs links and forms, made once: a link of yesterday still works after a restart."""
        path = self.folder / "secret-key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        return path.read_text(encoding="utf-8")

    def clear(self) -> None:
        """Throw away all that is stored; only the owner of the folder may do so, with nothing running in it."""
        for path in self.folder.iterdir():
            if path.name in {OWNER_LOCK, MINDER_LOCK}:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def place_of(*, real: bool) -> Place:
    """The place of the invented demonstration, or of the one with real files."""
    local = local_folder(PROJECT)
    name = "real" if real else "demonstration"
    folder = local / name
    folder.mkdir(mode=0o755, exist_ok=True)
    return Place(folder, local / "programs", f"throughline_{name}", real)
