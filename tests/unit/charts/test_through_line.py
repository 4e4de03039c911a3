"""The signature picture: thickness, breaks, ticks, marks, the fading future and what the table says."""

from datetime import date
from itertools import pairwise

import pytest
from chart_histories import CALDERWICK, EASTMARSH, HARTSEND, OUTCOME, ROWS, START, TODAY
from chart_looks import layers, records, shapes, written

from charts.chart import Chart
from charts.through_line import Event, Happening, Holding, Outlook, Row, Segment, Stage, through_line
from charts.through_line.future import fades, unbroken
from charts.through_line.style import SHAPES, STROKES


def draw(*rows: Row, **changes: object) -> Chart:
    given = {"title": "Most hold", "caption": "Register", "filename": "f", "start": START, "today": TODAY}
    return through_line(rows or ROWS, **(given | changes))


def told(chart: Chart) -> list[str]:
    return [str(row[3]) for row in chart.table.rows]


def thickness(spec: dict, holding: Holding) -> set[float]:
    """Thicknesses of what is drawn for a way of holding a post; a hollow line has two."""
    found = set()
    for layer in layers(spec):
        for record in layer["data"]["values"]:
            if record.get("holding") == holding:
                dashed = layer["mark"]["type"] == "rule"
                found.add(layer["mark"]["strokeWidth"] if dashed else record["bottom"] - record["top"])
    return found


def test_thickness_and_breaks_tell_how_a_post_is_held() -> None:
    spec = draw().spec
    permanent, interim = thickness(spec, Holding.PERMANENT), thickness(spec, Holding.INTERIM)
    fixed, vacant = thickness(spec, Holding.FIXED_TERM), thickness(spec, Holding.VACANT)
    assert min(permanent) >= 3 * max(interim)
    assert len(fixed) == 2
    assert max(fixed) == max(permanent)
    assert STROKES[Holding.VACANT].dash
    dashed = [
        layer for layer in layers(spec) if layer["mark"].get("strokeDash") and records({"layer": [layer]}, "holding")
    ]
    assert {record["holding"] for record in records({"layer": dashed}, "holding")} == {"vacant"}
    assert vacant == {dashed[0]["mark"]["strokeWidth"]}


def test_a_tick_stands_at_each_new_person_and_not_at_a_confirmation() -> None:
    ticks = [r["day"] for r in records(draw(EASTMARSH).spec, "top") if "day" in r and "row" in r]
    assert ticks == ["2020-07-01"]


def test_the_line_leaves_a_gap_where_a_new_person_starts() -> None:
    stretches = sorted((r["start"], r["end"]) for r in records(draw(EASTMARSH).spec, "holding"))
    assert stretches[0][1] < "2020-07-01" < stretches[1][0]
    assert stretches[1][1] == stretches[2][0] == "2021-03-25"


def test_what_lies_before_the_picture_or_after_today_is_cut_off() -> None:
    held = records(draw().spec, "holding")
    assert min(r["start"] for r in held) == START.isoformat()
    assert max(r["end"] for r in held) == TODAY.isoformat()


def test_each_kind_of_event_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(Happening)
    events = tuple(Event(date(2021, 1 + place, 1), kind, "x") for place, kind in enumerate(Happening))
    row = Row("A", EASTMARSH.segments, events=events)
    assert shapes(draw(row).spec) == set(SHAPES.values())


@pytest.mark.parametrize("narrow", [False, True])
def test_marks_of_one_day_do_not_hide_one_another(narrow: bool) -> None:
    events = tuple(Event(date(2021, 1, 1), kind, "x") for kind in Happening)
    chart = draw(Row("A", EASTMARSH.segments, events=events))
    spec = chart.narrow if narrow else chart.spec
    assert spec is not None
    places = sorted(r["x"] for r in records(spec, "event"))
    assert all(after - before >= 12 for before, after in pairwise(places))


def test_deeper_stages_have_deeper_tints_and_their_names_where_there_is_room() -> None:
    spec = draw(EASTMARSH).spec
    bands = {r["stage"]: r["tint"] for r in records(spec, "tint") if "stage" in r}
    lightness = [
        sum(int(bands[name][i : i + 2], 16) for i in (1, 3, 5)) for name in ("set-up", "embedding", "sustaining")
    ]
    assert lightness == sorted(lightness, reverse=True)
    assert len(set(lightness)) == 3
    assert written(spec).count("embedding") == 2  # in the band and in the key


def test_the_key_explains_what_is_there_and_nothing_else() -> None:
    assert "vacant" not in written(draw(EASTMARSH).spec)
    assert "fixed term" not in written(draw(EASTMARSH).spec)
    assert "new person" not in written(draw(HARTSEND).spec)
    both = written(draw(CALDERWICK).spec)
    assert {"permanent", "fixed term", "new person", "fades as a change grows likelier"} <= set(both)


def test_the_line_fades_by_the_chance_that_it_is_unbroken() -> None:
    spec = draw().spec
    ends = {r["row"]: r["unbroken"] for r in records(spec, "unbroken")}
    assert ends == {"Eastmarsh": pytest.approx(0.52), "Calderwick": pytest.approx(0.86)}
    assert {"48%", "14%", "vacant"} <= set(written(spec))


def test_without_an_outlook_nothing_is_drawn_after_today() -> None:
    bare = Row("Bare", EASTMARSH.segments)
    spec = draw(bare).spec
    assert records(spec, "unbroken") == []
    assert "chance of change" not in written(spec)


def test_survival_meets_the_chances_at_three_six_and_twelve_months() -> None:
    outlook = Outlook(0.17, 0.30, 0.48)
    assert [unbroken(outlook, m) for m in (0, 3, 6, 12)] == pytest.approx([1, 0.83, 0.70, 0.52])
    assert unbroken(outlook, 4.5) == pytest.approx((0.83 * 0.70) ** 0.5)
    shades = [fade.colour for fade in fades(outlook)]
    assert shades[0] == "#12436d"
    assert [int(shade[1:3], 16) for shade in shades] == sorted(int(shade[1:3], 16) for shade in shades)


def test_a_certain_change_fades_to_paper_without_a_fault() -> None:
    assert fades(Outlook(0.5, 0.9, 1.0))[-1].colour == "#ffffff"


@pytest.mark.parametrize("chances", [(0.3, 0.2, 0.4), (-0.1, 0.2, 0.4), (0.1, 0.2, 1.2)])
def test_chances_that_fall_or_leave_their_range_are_refused(chances: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="rise from 0"):
        Outlook(*chances)


def test_the_table_says_the_same_in_words() -> None:
    chart = draw(EASTMARSH, outcome=OUTCOME)
    assert chart.table.columns == ("Authority", "From", "Until", "What")
    assert told(chart) == [
        "Permanent: Ruth Amadi",
        "Inspection: inadequate",
        "Stage: set-up",
        "Interim: Tom Okafor (new person)",
        "Stage: embedding",
        "Go-live: Family Valued",
        "Permanent: Tom Okafor",
        "Stage: sustaining",
        "Chance of a change: 17% within 3 months, 30% within 6 months and 48% within 12 months",
        "Re-referrals within 12 months, 2021-22: 24.1% (neighbours' median 20.4%)",
        "Re-referrals within 12 months, 2022-23: no figure (neighbours' median 20.2%)",
        "Re-referrals within 12 months, 2023-24: 21.7% (neighbours' median 20.0%)",
        "Re-referrals within 12 months, 2024-25: 19.6% (neighbours' median 19.8%)",
    ]


def test_names_stand_in_the_table_only() -> None:
    assert not any("Amadi" in text for text in written(draw(EASTMARSH).spec))


def test_the_sentence_counts_how_posts_are_held_today() -> None:
    assert draw().alternative == (
        "Timeline of 3 posts from April 2019. On 30 September 2025: 2 held permanently or for a fixed term, "
        "0 interim or acting and 1 vacant. 1 new person in the last three years."
    )


def test_the_outcome_stands_on_the_same_days_and_its_gap_stays_open() -> None:
    spec = draw(EASTMARSH, outcome=OUTCOME).spec
    main, panel = spec["vconcat"][1:]
    runs = {(r["line"], r["run"]) for r in records({"layer": panel["layer"]}, "run")}
    assert ("Eastmarsh", 0) in runs
    assert ("Eastmarsh", 1) in runs
    assert len([r for r in runs if r[0] == "neighbours' median"]) == 1
    left = {layer["encoding"]["x"]["scale"]["range"][0] for layer in main["layer"] if timed(layer)}
    assert left == {layer["encoding"]["x"]["scale"]["range"][0] for layer in panel["layer"] if timed(layer)}
    assert any(r.get("on") == "2020-07-01" for r in records({"layer": panel["layer"]}, "on"))


def timed(layer: dict) -> bool:
    return layer["encoding"]["x"].get("type") == "temporal"


def test_an_outcome_without_any_figure_in_its_days_is_left_out() -> None:
    assert len(draw(EASTMARSH, outcome=OUTCOME, today=date(2021, 6, 1)).spec["vconcat"]) == 2


def test_days_do_not_depend_on_the_time_zone_of_the_server() -> None:
    assert all(layer["encoding"]["x"]["scale"]["type"] == "utc" for layer in layers(draw().spec) if timed(layer))


def test_many_rows_stand_closer_and_without_names_of_stages() -> None:
    spec = draw(*[Row(f"Council {n}", EASTMARSH.segments, stages=EASTMARSH.stages) for n in range(17)]).spec
    assert spec["vconcat"][1]["height"] < 17 * 45 + 80
    assert written(spec).count("embedding") == 1


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: through_line([], title="t", caption="c", filename="f", start=START, today=TODAY), "at least one row"),
        (lambda: draw(start=TODAY), "starts before today"),
        (lambda: Segment(date(2024, 2, 1), date(2024, 1, 1), Holding.ACTING), "cannot end on 2024-01-01"),
        (lambda: Segment(date(2024, 2, 1), None, Holding.VACANT, "Ruth"), "has no holder"),
        (lambda: Row("A", tuple(reversed(EASTMARSH.segments))), "not in order"),
    ],
)
def test_histories_that_cannot_be_are_refused(build, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        build()


def test_a_paused_adoption_leaves_its_band_open() -> None:
    stages = (Stage("set-up", date(2020, 1, 1), date(2020, 6, 1), 0), Stage("set-up", date(2021, 1, 1), None, 0))
    bands = [r for r in records(draw(Row("A", EASTMARSH.segments, stages=stages)).spec, "tint") if "stage" in r]
    assert [(b["start"], b["end"]) for b in bands] == [("2020-01-01", "2020-06-01"), ("2021-01-01", "2025-09-30")]
