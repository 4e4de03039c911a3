"""Where a run of the tests keeps its servers' data: in memory where there is room, else beside the rest."""

from pathlib import Path

import pytest

from core.embedded import fleeting_folder, place


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for memory, in which there is room for a byte."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.delenv("THROUGHLINE_LOCAL", raising=False)
    monkeypatch.setattr(place, "MEMORY", folder)
    monkeypatch.setattr(place, "OUTSIDE", tmp_path)
    monkeypatch.setattr(place, "ROOM", 1)
    return folder


def test_two_projects_lie_apart_in_memory(memory: Path, tmp_path: Path) -> None:
    one, other = fleeting_folder(tmp_path / "one"), fleeting_folder(tmp_path / "other")
    assert one != other
    assert one.parent == other.parent == memory
    assert fleeting_folder(tmp_path / "one") == one


@pytest.mark.parametrize("lacking", ["room", "memory"])
def test_without_room_or_memory_they_lie_with_the_rest(
    memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    monkeypatch.setattr(place, "ROOM", 2**62 if lacking == "room" else 1)
    monkeypatch.setattr(place, "MEMORY", memory / "none" if lacking == "memory" else memory)
    assert fleeting_folder(tmp_path / "project") == place.local_folder(tmp_path / "project")


def test_a_folder_that_was_named_is_taken(run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = run_folder / "named"
    monkeypatch.setenv("THROUGHLINE_LOCAL", str(named))
    assert fleeting_folder(tmp_path / "project") == named
