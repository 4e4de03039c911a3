"""Drawing: equal pictures are equal, ids never clash, and a forked process never waits for ever."""

import re
import subprocess
import sys

from chart_histories import OUTCOME, ROWS, START, TODAY

from charts import svg
from charts.chart import Chart
from charts.svg import to_png, to_svg
from charts.through_line import through_line

IDS = re.compile(r'\bid="([^"]+)"')
USES = re.compile(r"url\(#([^)]+)\)")


def picture(**changes: object) -> Chart:
    given = {"title": "Most hold", "caption": "c", "filename": "f", "start": START, "today": TODAY}
    return through_line(ROWS, **(given | changes))


def test_the_same_chart_is_the_same_text_however_much_was_drawn_between() -> None:
    first = to_svg(picture())
    svg._drawn.clear()
    to_svg(picture(outcome=OUTCOME))
    assert to_svg(picture()) == first


def test_two_pictures_of_one_page_share_no_id() -> None:
    one, two = to_svg(picture(), prefix="c1"), to_svg(picture(), prefix="c2")
    assert IDS.findall(one)
    assert not set(IDS.findall(one)) & set(IDS.findall(two))
    assert set(USES.findall(one)) <= set(IDS.findall(one))
    assert set(USES.findall(two)) <= set(IDS.findall(two))


def test_equal_specifications_are_drawn_once() -> None:
    svg._drawn.clear()
    to_svg(picture())
    drawn = len(svg._drawn)
    to_svg(picture(), prefix="again")
    assert len(svg._drawn) == drawn == 1


def test_what_was_drawn_is_forgotten_in_time(monkeypatch) -> None:
    monkeypatch.setattr(svg, "LARGEST_CACHE", 1)
    to_svg(picture())
    to_svg(picture(), narrow=True)
    assert len(svg._drawn) == 1


def test_the_telephone_gets_its_own_drawing() -> None:
    assert 'width="96' in to_svg(picture())
    assert 'width="32' in to_svg(picture(), narrow=True)


def test_a_picture_that_stands_alone_carries_its_title() -> None:
    assert "Most hold" in to_svg(picture(), titled=True)
    assert "Most hold" not in to_svg(picture())


def test_a_picture_for_documents_is_a_png_that_holds_its_title() -> None:
    drawn = to_png(picture(), scale=1)
    assert drawn.startswith(b"\x89PNG")
    assert drawn != to_png(picture(title="Another finding"), scale=1)


def test_screen_readers_hear_the_figure_and_not_its_marks() -> None:
    drawn = to_svg(picture())
    assert drawn.count("aria-") == 1
    assert 'aria-hidden="true"' in drawn.split(">", 1)[0]
    assert "role=" not in drawn


FORK = """
import os, sys
import charts.calibration, charts.expected_changes, charts.risk_bars, charts.series
from charts.chart import Chart
from charts.svg import ForkedAfterDrawingError, has_drawn, to_svg
from charts.risk_bars import HorizonRisk, risk_bars
{app}
assert not has_drawn(), "something drew while it was imported"
chart = risk_bars([HorizonRisk(3, .1, .05, .2, "about 1 in 10")], title="t", caption="c", filename="f")
if {parent_draws}:
    to_svg(chart)
    chart = risk_bars([HorizonRisk(6, .1, .05, .2, "about 1 in 10")], title="t", caption="c", filename="f")
child = os.fork()
if child == 0:
    try:
        to_svg(chart)
        os._exit(0)
    except ForkedAfterDrawingError:
        os._exit(7)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def fork(*, parent_draws: bool, app: str = "") -> int:
    code = FORK.format(parent_draws=parent_draws, app=app)
    return subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode


def test_a_child_forked_after_every_import_can_draw() -> None:
    assert fork(parent_draws=False, app="import web.rendering") == 0


def test_a_child_forked_after_its_parent_drew_refuses_instead_of_hanging() -> None:
    assert fork(parent_draws=True) == 7
