"""Draws a chart as SVG on the server, so that pages work without scripts and under a strict content policy.

Never call this while a module is imported, nor in a process that forks afterwards: the drawing engine starts threads
at its first picture, and a child forked after that waits for them for ever. `draw` refuses in such a child.
"""

import hashlib
import json
import os
import re
import threading
from collections import OrderedDict

import vl_convert

from charts.chart import Chart
from charts.theme import PAPER, Spec

VEGA_LITE = "6.4"
LARGEST_CACHE = 512

ROOT = re.compile(r"<svg\b[^>]*>")
IDENTIFIER = re.compile(r'\bid="([^"]+)"')
TAG = re.compile(r"<[a-z][^>]*>")
# The engine's hints for screen readers, which hear the figure's one sentence instead, and its empty dashes.
NEEDLESS = re.compile(r' (?:role="graphics-[a-z]+"|aria-[a-z]+="[^"]*"|class="[^"]*"|stroke-dasharray="")')
SIZE = re.compile(r'\b(width|height|viewBox)="([^"]+)"')

_drawn: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()
_engine: dict[str, int] = {}


class ForkedAfterDrawingError(RuntimeError):
    """This process was forked from one that had already drawn; drawing here would never end."""


def to_svg(chart: Chart, *, narrow: bool = False, prefix: str = "chart", titled: bool = False) -> str:
    """The picture as one `<svg>` element without style attribute or script, with its own view box.

    Args:
        chart: what to draw.
        narrow: the telephone's version, where the chart has one.
        prefix: starts every id inside the picture; give each picture of one page its own.
        titled: write the title above the picture, for a file that stands alone.

    Raises:
        ForkedAfterDrawingError: see above.
    """
    spec = chart.narrow if narrow and chart.narrow is not None else chart.spec
    return _adopt(draw({**spec, "title": chart.title} if titled else spec), prefix)


def to_png(chart: Chart, *, scale: float = 2.0) -> bytes:
    """The picture with its title as a PNG file on white, for documents that cannot hold SVG."""
    _refuse_after_fork()
    picture: bytes = vl_convert.vegalite_to_png(
        _text({**chart.spec, "title": chart.title, "background": PAPER}), vl_version=VEGA_LITE, scale=scale
    )
    return picture


def draw(spec: Spec) -> str:
    """Draw a Vega-Lite specification; equal specifications are drawn once in a process.

    What an audience may see is in the specification itself, so two audiences never share a picture that differs.
    """
    text = _text(spec)
    key = hashlib.sha256(text.encode()).hexdigest()
    with _lock:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    _refuse_after_fork()
    picture: str = vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE)
    with _lock:
        _drawn[key] = picture
        while len(_drawn) > LARGEST_CACHE:
            _drawn.popitem(last=False)
    return picture


def has_drawn() -> bool:
    """Whether this process has started the drawing engine; a parent that forks must answer no."""
    return bool(_engine)


def _refuse_after_fork() -> None:
    owner = _engine.setdefault("process", os.getpid())
    if owner != os.getpid():
        raise ForkedAfterDrawingError(
            "This process was forked from one that had already drawn a chart. Draw only in worker processes, "
            "never in their parent or while modules are imported."
        )


def _text(spec: Spec) -> str:
    return json.dumps(spec, sort_keys=True, ensure_ascii=False, allow_nan=False)


def _adopt(picture: str, prefix: str) -> str:
    """Give the picture the page's class and ids of its own, and hide its letters from screen readers.

    The figure around it carries the text alternative. Ids are numbered afresh because the engine counts on from
    picture to picture, which would make the same chart differ from one request to the next.
    """
    sizes = dict(SIZE.findall(ROOT.search(picture).group()))  # type: ignore[union-attr]
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-chart__svg" width="{sizes["width"]}" '
        f'height="{sizes["height"]}" viewBox="{sizes["viewBox"]}" aria-hidden="true" focusable="false">'
    )
    adopted = ROOT.sub(root, TAG.sub(lambda tag: NEEDLESS.sub("", tag.group()), picture), count=1)
    for number, old in enumerate(dict.fromkeys(IDENTIFIER.findall(adopted)), start=1):
        new = f"{prefix}-{number}"
        adopted = adopted.replace(f'id="{old}"', f'id="{new}"').replace(f"url(#{old})", f"url(#{new})")
        adopted = adopted.replace(f'href="#{old}"', f'href="#{new}"')
    return adopted
