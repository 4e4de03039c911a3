"""The name of a post stands whole beside its line, on a desk and on a telephone."""

from datetime import date
from html import unescape

import pytest

from charts.svg import to_svg
from charts.through_line import Holding, Row, Segment, through_line

NAME = "Lead Member for Children's Services"


@pytest.mark.parametrize("narrow", [False, True])
def test_a_long_name_is_not_cut(narrow: bool) -> None:
    row = Row(NAME, (Segment(date(2020, 1, 1), None, Holding.PERMANENT, "Ada First", new_person=True),))
    chart = through_line(
        [row], title="Who", caption="Register", filename="f", start=date(2020, 1, 1), today=date(2026, 11, 28)
    )
    picture = unescape(to_svg(chart, narrow=narrow))
    assert NAME in picture
