"""The small through-line for the row of a table."""

from datetime import date

from chart_histories import CALDERWICK, EASTMARSH, HARTSEND, TODAY
from chart_looks import tree

from charts.through_line import Holding, Row, Segment, mini_line, mini_words

NAMESPACE = "{http://www.w3.org/2000/svg}"


def strokes(row: Row) -> list[tuple[str, str | None]]:
    root = tree(mini_line(row, today=TODAY))
    return [
        (p.attrib.get("stroke-width", "1"), p.attrib.get("stroke-dasharray")) for p in root.iter(f"{NAMESPACE}path")
    ]


def test_it_tells_by_thickness_and_breaks() -> None:
    assert max(float(width) for width, _ in strokes(EASTMARSH)) > 3 * min(float(w) for w, _ in strokes(interim()))
    assert any(dash == "2.5 5" for _, dash in strokes(HARTSEND))
    assert not any(dash == "2.5 5" for _, dash in strokes(CALDERWICK))


def interim() -> Row:
    return Row("A", (Segment(date(2019, 1, 1), None, Holding.INTERIM),))


def test_it_is_small_and_passes_a_strict_content_policy() -> None:
    for row in (EASTMARSH, CALDERWICK, HARTSEND, interim(), Row("Nothing known", ())):
        drawn = mini_line(row, today=TODAY)
        assert len(drawn) < 2500
        assert "style" not in drawn
        assert 'aria-hidden="true"' in drawn
        tree(drawn)


def test_it_stays_inside_its_own_width() -> None:
    root = tree(mini_line(CALDERWICK, today=TODAY))
    width = float(root.attrib["width"])
    for path in root.iter(f"{NAMESPACE}path"):
        if "H" in path.attrib["d"]:
            assert 0 <= float(path.attrib["d"].split("H")[1]) <= width


def test_its_words_say_status_changes_and_chance() -> None:
    assert mini_words(EASTMARSH, today=TODAY) == (
        "Permanent since March 2021; 0 new people in five years; 48% chance of a change in 12 months"
    )
    assert mini_words(CALDERWICK, today=TODAY).startswith("Fixed term since June 2025; 1 new person in five years")
    assert mini_words(HARTSEND, today=TODAY) == "Vacant since May 2025; 0 new people in five years"
    assert mini_words(Row("A", ()), today=TODAY).startswith("Not recorded")


def test_the_last_day_of_february_can_be_today() -> None:
    assert mini_line(EASTMARSH, today=date(2024, 2, 29))
