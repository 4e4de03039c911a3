import csv
from datetime import date
from pathlib import Path

import pytest
from simulation_days import UNTIL

from simulation.write import write_world

KEYS = {
    "posts.csv": ("post_ref",),
    "people.csv": ("person_ref",),
    "tenures.csv": ("tenure_ref",),
    "events.csv": ("event_ref",),
    "facts.csv": ("fact_ref",),
    "adoptions.csv": ("authority_code", "innovation"),
    "pauses.csv": ("authority_code", "innovation", "paused_on"),
    "innovators.csv": ("innovation", "authority_code"),
    "neighbours.csv": ("model_year", "authority_code", "rank"),
    "figures.csv": ("authority_code", "quarter", "indicator_code"),
}
# Dates that may lie ahead, because they were planned, called or announced.
AHEAD = {
    "posts.csv": {"closed_on"},
    "events.csv": {"effective_on", "confidential_until"},
    "facts.csv": {"effective_on", "until"},
    "tenures.csv": {"contract_ends_on"},
    "adoptions.csv": {"set_up_planned_on", "go_live_planned_on", "funding_ends_on"},
}
# What an open row learns later.
LEARNT = {"ended_on", "ended_precision", "end_known_on", "end_reason", "closed_on", "close_known_on", "tenure_ref"}
LEARNT |= {"set_up_on", "go_live_on", "embedding_on", "sustain_on", "left_on", "resumed_on"}
Rows = dict[tuple[str, ...], dict[str, str]]


def read(folder: Path, name: str) -> Rows:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return {tuple(row[column] for column in KEYS[name]): row for row in csv.DictReader(file)}


def dates(row: dict[str, str]) -> dict[str, date]:
    columns = [column for column in row if column.endswith("_on") or column in {"until", "confidential_until"}]
    return {column: date.fromisoformat(row[column]) for column in columns if row[column]}


@pytest.mark.parametrize("name", KEYS)
def test_nothing_lies_ahead_but_what_was_planned_called_or_announced(early_folder, name):
    late = [
        (key, column, day)
        for key, row in read(early_folder, name).items()
        for column, day in dates(row).items()
        if day > UNTIL and column not in AHEAD.get(name, set())
    ]
    assert late == []


@pytest.mark.parametrize("name", KEYS)
def test_a_reference_means_the_same_as_in_the_whole_world(early_folder, whole_folder, name):
    early, whole = read(early_folder, name), read(whole_folder, name)
    assert early.keys() <= whole.keys()
    for key, row in early.items():
        for column, cell in row.items():
            if column not in LEARNT or cell:
                assert cell == whole[key][column], (name, key, column)


def test_the_whole_world_goes_on_where_the_early_one_stops(early_folder, whole_folder):
    for name in ("tenures.csv", "events.csv", "facts.csv", "figures.csv", "people.csv", "neighbours.csv"):
        assert len(read(whole_folder, name)) > len(read(early_folder, name))


def test_who_left_later_is_still_in_post(early_folder, whole_folder):
    early, whole = read(early_folder, "tenures.csv"), read(whole_folder, "tenures.csv")
    later = [key for key, row in whole.items() if key in early and row["ended_on"] > UNTIL.isoformat()]
    assert later
    assert all(early[key]["ended_on"] == early[key]["end_reason"] == "" for key in later)


def test_departures_announced_before_stay_although_they_lie_ahead(early_folder):
    tenures, events = read(early_folder, "tenures.csv"), read(early_folder, "events.csv")
    ahead = [
        row
        for row in events.values()
        if row["kind"] == "departure_announced" and row["effective_on"] > UNTIL.isoformat()
    ]
    assert ahead
    assert all(tenures[row["tenure_ref"],]["ended_on"] == "" for row in ahead)


def test_an_appointment_announced_names_a_person_who_has_no_tenure_yet(world, tmp_path):
    announced = next(
        event
        for event in world.events
        if event.kind == "appointment_announced" and (event.effective_on - event.known_on).days > 20
    )
    write_world(world, tmp_path / "world", until=announced.known_on)
    rows = read(tmp_path / "world", "events.csv").values()
    person = world.people.ref(announced.person)
    (told,) = [row for row in rows if row["kind"] == "appointment_announced" and row["person_ref"] == person]
    assert told["tenure_ref"] == ""
    assert (person,) in read(tmp_path / "world", "people.csv")


def test_elections_are_scheduled_years_ahead_and_their_results_are_not(early_folder):
    facts = read(early_folder, "facts.csv").values()
    ahead = [row for row in facts if row["effective_on"] > UNTIL.isoformat()]
    assert max(row["effective_on"] for row in ahead if row["kind"] == "election") > "2027"
    assert {row["kind"] for row in ahead if row["effective_on"] > "2024-12-31"} == {"election"}


def test_every_fact_says_when_it_was_known(early_folder):
    facts = read(early_folder, "facts.csv").values()
    assert all(row["known_on"] for row in facts)
    assert all(row["known_on"] > row["effective_on"] for row in facts if row["kind"] == "inspection")


def test_an_inspection_made_but_not_published_is_not_told(early_folder, whole_folder):
    whole, early = read(whole_folder, "facts.csv"), read(early_folder, "facts.csv")
    unpublished = [
        key
        for key, row in whole.items()
        if row["kind"] == "inspection" and row["effective_on"] <= UNTIL.isoformat() < row["known_on"]
    ]
    assert not [key for key in unpublished if key in early]


def test_rows_name_only_what_the_same_folder_holds(early_folder):
    posts, people, tenures = (read(early_folder, f"{name}.csv") for name in ("posts", "people", "tenures"))
    for row in tenures.values():
        assert (row["post_ref"],) in posts
        assert (row["person_ref"],) in people
    for row in read(early_folder, "events.csv").values():
        assert (row["post_ref"],) in posts
        assert row["person_ref"] == "" or (row["person_ref"],) in people
        assert row["tenure_ref"] == "" or (row["tenure_ref"],) in tenures
