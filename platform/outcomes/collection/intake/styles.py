"""Which formats of a workbook show a percentage, a day, or a line through the text. Runs in the capped child only."""

import re
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from outcomes.collection.intake.archive import Parts
from outcomes.collection.intake.workbook import Attributes, local, new_parser, parse

STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
BUILT_IN_PERCENT = {9, 10}
# What stands in quotes, in brackets or behind a backslash is text or a colour, not a sign of the format.
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
OFF = {"0", "false", "none"}


class Styles(NamedTuple):
    """Numbers of cell formats that are percentages and that are struck through, and of struck shared texts."""

    percent: AbstractSet[str] = frozenset()
    struck: AbstractSet[str] = frozenset()
    struck_texts: AbstractSet[str] = frozenset()


def read_styles(parts: Parts) -> Styles:
    """An absent part means: none."""
    percent, struck = _formats(parts[STYLES]) if STYLES in parts else (frozenset[str](), frozenset[str]())
    texts = _struck_texts(parts[STRINGS]) if b"strike" in parts.get(STRINGS, b"") else frozenset[str]()
    return Styles(percent, struck, texts)


def _formats(xml: bytes) -> tuple[AbstractSet[str], AbstractSet[str]]:
    found_percent: set[str] = set()
    found_struck: set[str] = set()
    percent = {str(number) for number in BUILT_IN_PERCENT}
    struck_fonts: set[str] = set()
    path: list[str] = []
    fonts = formats = -1

    def start(name: str, attributes: Attributes) -> None:
        nonlocal fonts, formats
        name = local(name)
        above = path[-1] if path else ""
        path.append(name)
        if name == "numFmt" and "%" in LITERAL.sub("", attributes.get("formatCode", "")):
            percent.add(attributes.get("numFmtId", ""))
        elif name == "font" and above == "fonts":
            fonts += 1
        elif name == "strike" and path[-3:-1] == ["fonts", "font"] and attributes.get("val", "1") not in OFF:
            struck_fonts.add(str(fonts))
        elif name == "xf" and above == "cellXfs":
            formats += 1
            if attributes.get("numFmtId", "0") in percent:
                found_percent.add(str(formats))
            if attributes.get("fontId", "0") in struck_fonts:
                found_struck.add(str(formats))

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parse(parser, xml)
    return found_percent, found_struck


def _struck_texts(xml: bytes) -> AbstractSet[str]:
    found: set[str] = set()
    number = -1

    def start(name: str, attributes: Attributes) -> None:
        nonlocal number
        name = local(name)
        if name == "si":
            number += 1
        elif name == "strike" and attributes.get("val", "1") not in OFF:
            found.add(str(number))

    parser = new_parser()
    parser.StartElementHandler = start
    parse(parser, xml)
    return found
