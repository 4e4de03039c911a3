"""The small line of a figure's past: what it draws, what it says, and that a gap stays open."""

import re

from charts.small_line import HEIGHT, WIDTH, small_line, small_words


def paths(svg: str) -> list[str]:
    return re.findall(r'<path d="M([^"]+)"', svg)


def test_a_gap_breaks_the_line_and_the_new_figure_is_an_open_dot() -> None:
    svg = small_line([1.0, 2.0, None, 3.0, 4.0], 5.0)
    assert len(paths(svg)) == 2
    assert svg.count('fill="#ffffff"') == 1
    assert 'aria-hidden="true"' in svg


def test_a_figure_between_two_gaps_is_a_dot() -> None:
    svg = small_line([None, 2.0, None, 3.0, 4.0], None)
    assert len(paths(svg)) == 1
    assert svg.count("<circle") == 1


def test_everything_stays_inside_the_picture() -> None:
    for values in ([0.0, 1e6, -5.0], [7.0, 7.0, 7.0]):
        svg = small_line(values, 3.0)
        for x, y in re.findall(r"([\d.]+) ([\d.]+)(?=[L\"])", svg):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT


def test_too_little_to_draw_is_nothing() -> None:
    assert small_line([None, None], 3.0) == ""
    assert small_line([], None) == ""


def test_the_words_say_the_same() -> None:
    assert small_words([18.25, None, 23.4], 20.0) == "between 18.25 and 23.4 in the 2 quarters before"
    assert small_words([18.0], None) == "18 in the 1 quarter before"
    assert small_words([None], 20.0) == "no figures before"
    assert small_words([None], None) == ""
