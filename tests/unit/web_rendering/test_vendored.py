"""The files of others: unchanged since they were cleaned, free of what is GOV.UK's alone, in step with the macros."""

import re
import tomllib
from hashlib import sha256
from importlib.metadata import metadata

import pytest

from web.static_files import FOLDER

VENDOR = FOLDER / "vendor"
RECORD = tomllib.loads((VENDOR / "vendored.toml").read_text())["govuk-frontend"]
CSS = (VENDOR / RECORD["css"]["file"]).read_text()


@pytest.mark.parametrize("part", ["css", "js"])
def test_the_files_are_the_recorded_ones(part) -> None:
    assert sha256((VENDOR / RECORD[part]["file"]).read_bytes()).hexdigest() == RECORD[part]["sha256"]


def test_nothing_lies_beside_them_unrecorded() -> None:
    known = {RECORD["css"]["file"], RECORD["js"]["file"], "vendored.toml", "govuk-frontend-6.3.0.licence.txt"}
    assert {path.name for path in VENDOR.iterdir()} == known


def test_the_styles_are_of_the_version_the_macros_are_written_for() -> None:
    stated = re.search(r'--govuk-frontend-version:"([^"]+)"', CSS)
    assert stated
    assert stated[1] == RECORD["version"]
    assert stated[1] == version_of_the_macros()


def version_of_the_macros() -> str:
    """What the macros' own package says it was tested against."""
    told = metadata("govuk-frontend-jinja")
    row = re.search(rf"\[{re.escape(told['Version'])}\][^|]*\|\s*\[([0-9.]+)\]", str(told.get_payload()))
    assert row, "the package no longer says which version of GOV.UK Frontend it is for; look it up and mend this test"
    return row[1]


def test_nothing_of_gov_uk_alone_is_left() -> None:
    for foreign in ("GDS", "@font-face", "url(", "crest", "govuk-footer__crown", "govuk-footer__copyright-logo"):
        assert foreign not in CSS
    assert CSS.count("{") == CSS.count("}")


def test_scripts_start_the_components_and_do_nothing_else() -> None:
    code = [line for line in (FOLDER / "app.js").read_text().splitlines() if line and not line.startswith("//")]
    assert code == [f"import {{ initAll }} from './vendor/{RECORD['js']['file']}'", "initAll()"]


def test_every_style_of_ours_is_used_by_a_page() -> None:
    own = set(re.findall(r"\.(app-[a-z_-]+)", (FOLDER / "app.css").read_text()))
    places = [*FOLDER.parent.rglob("*.html"), *(FOLDER.parent.parent / "charts").rglob("*.py")]
    used = " ".join(path.read_text() for path in places)
    # Tones and sizes are put together from a stem and a word.
    unused = {name for name in own if name not in used and name.rsplit("--", 1)[0] + "--" not in used}
    assert unused == set()


def test_every_style_a_page_asks_for_exists() -> None:
    templates = FOLDER.parent / "templates"
    known = set(re.findall(r"\.(app-[a-z_-]+)", (FOLDER / "app.css").read_text()))
    asked = {
        name
        for page in templates.rglob("*.html")
        for names in re.findall(r'class="([^"]*)"', page.read_text())
        for name in re.findall(r"(?<![\w-])app-[a-z_-]*[a-z](?![\w-])", names)
    }
    assert asked - known == set()
