"""Which formats of a workbook show a percentage, a day, or a line through the text. Runs in the capped child only."""

import re
from dataclasses import dataclass, field

from outcomes.collection.intake.archive import Parts
from outcomes.collection.intake.workbook import Attributes, local, new_parser, parse

STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
BUILT_IN_PERCENT = {9, 10}
# What stands in quotes, in brackets or behind a backslash is text or a colour, not a sign of the format.
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
OFF = {"0", "false", "none"}


@dataclass
class Styles:
    """Numbers of cell formats that are percentages and that are struck through, and of struck shared texts."""

    percent: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    struck_texts: set[str] = field(default_factory=set)


def read_styles(parts: Parts) -> Styles:
    """An absent part means: none."""
    found = Styles()
    if STYLES in parts:
        _formats(parts[STYLES], found)
    if b"strike" in parts.get(STRINGS, b""):
        _struck_texts(parts[STRINGS], found)
    return found


def _formats(xml: bytes, found: Styles) -> None:
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
                found.percent.add(str(formats))
            if attributes.get("fontId", "0") in struck_fonts:
                found.struck.add(str(formats))

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parse(parser, xml)


def _struck_texts(xml: bytes, found: Styles) -> None:
    number = -1

    def start(name: str, attributes: Attributes) -> None:
        nonlocal number
        name = local(name)
        if name == "si":
            number += 1
        elif name == "strike" and attributes.get("val", "1") not in OFF:
            found.struck_texts.add(str(number))

    parser = new_parser()
    parser.StartElementHandler = start
    parse(parser, xml)
