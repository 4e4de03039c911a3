"""Static files with long cache, served by the application itself: no second server to set up."""

from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = Path(str(files("web"))) / "static"
YEAR_SECONDS = 31_536_000
PREFIX = "/static"


class StaticFiles(WhiteNoise):  # type: ignore[misc]  # (WhiteNoise ships no types)
    """WhiteNoise whose `versioned` addresses, those with a content hash in their folder, may be kept for ever."""

    def immutable_file_test(self, path: str, url: str) -> bool:  # noqa: ARG002  (WhiteNoise calls it so)
        return True


def content_version(paths: Iterable[Path]) -> str:
    """A short hash over all static files: the address changes when any of them does."""
    digest = sha256()
    for path in sorted(paths):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def serve_static_files(app: Flask) -> None:
    """Serve `static/` under an address that holds the content's version; templates ask `static_url(name)`."""
    version = content_version(path for path in FOLDER.rglob("*") if path.is_file())
    prefix = f"{PREFIX}/{version}/"
    app.wsgi_app = StaticFiles(  # type: ignore[method-assign]
        app.wsgi_app, root=str(FOLDER), prefix=prefix, max_age=YEAR_SECONDS, add_headers_function=_headers
    )

    @app.context_processor
    def addresses() -> dict[str, Any]:
        return {"static_url": lambda name: prefix + name}


def _headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
