"""Makes the files of a return, good and hostile, from rows: CSV, workbooks, and archives that only look like one."""

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from outcomes.collection.intake.cell_names import column_letters

TEMPLATE_HEADER = [
    "authority_code", "quarter", "indicator_code", "value", "numerator", "denominator", "comment", "follow_up",
    "indicator", "unit", "last_quarter",
]  # fmt: skip
RETURN_HEADER = ["indicator_code", "value", "numerator", "denominator"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

# The cell formats of every workbook made here, by number.
PLAIN, PERCENT, DAY, STRUCK, ODD_PERCENT = range(5)
STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="170" formatCode="0.00\\ %"/></numFmts>
<fonts count="2"><font><sz val="11"/></font><font><strike/><sz val="11"/></font></fonts>
<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0" fontId="0"/><xf numFmtId="9" fontId="0"/><xf numFmtId="14" fontId="0"/>
<xf numFmtId="0" fontId="1"/><xf numFmtId="170" fontId="0"/></cellXfs></styleSheet>"""


@dataclass(frozen=True)
class Cell:
    """A cell that is more than a text or a number: its stored value, type, formula and format as they stand in XML."""

    value: str | None = None
    kind: str = ""
    formula: str | None = None
    style: int = PLAIN


def template_row(code: str = "REF_RATE", **given: object) -> list[object]:
    """One row of the template for Z001 in 2025-26 Q1."""
    row: dict[str, object] = dict.fromkeys(TEMPLATE_HEADER, "")
    row |= {"authority_code": "Z001", "quarter": "2025-26 Q1", "indicator_code": code}
    row |= {"value": "62.5", "numerator": "1250", "denominator": "200000"} | given
    return [row[name] for name in TEMPLATE_HEADER]


def template(*rows: Sequence[object]) -> list[Sequence[object]]:
    return [TEMPLATE_HEADER, *(rows or [template_row()])]


def csv_bytes(
    rows: Iterable[Sequence[object]], delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def sheet_xml(
    rows: Mapping[int, Sequence[object]], before: str = "", after: str = "", hidden_rows: Iterable[int] = ()
) -> str:
    hidden = set(hidden_rows)
    body = "".join(
        f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in hidden else ""}>'
        + "".join(_cell(f"{column_letters(place)}{number}", value) for place, value in enumerate(cells, 1))
        + "</row>"
        for number, cells in rows.items()
    )
    return f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def _cell(place: str, value: object) -> str:
    if isinstance(value, Cell):
        kind = f' t="{value.kind}"' if value.kind else ""
        formula = "" if value.formula is None else f"<f>{escape(value.formula)}</f>"
        stored = "" if value.value is None else f"<v>{escape(value.value)}</v>"
        return f'<c r="{place}" s="{value.style}"{kind}>{formula}{stored}</c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    text = str(value)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else ""


@dataclass
class Workbook:
    """The parts of a workbook; change `parts` to make it hostile."""

    rows: Sequence[Sequence[object]] = field(default_factory=template)
    sheet: str = "Return"
    before: str = ""
    after: str = ""
    hidden_rows: tuple[int, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)  # further sheets: name -> XML
    states: Mapping[str, str] = field(default_factory=dict)
    properties: str = ""
    sheet_relations: str = ""
    extra: Mapping[str, str | bytes] = field(default_factory=dict)
    numbered: Mapping[int, Sequence[object]] | None = None

    def parts(self) -> dict[str, str | bytes]:
        names = [self.sheet, *self.others]
        numbered = self.numbered or {number: row for number, row in enumerate(self.rows, 1) if row}
        bodies = [sheet_xml(numbered, self.before, self.after, self.hidden_rows), *self.others.values()]
        sheets = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"'
            + (f' state="{self.states[name]}"' if name in self.states else "")
            + "/>"
            for number, name in enumerate(names, 1)
        )
        relations = "".join(
            f'<Relationship Id="rId{number}" Type="{REL}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number in range(1, len(names) + 1)
        )
        found: dict[str, str | bytes] = {
            "[Content_Types].xml": _types(len(names)),
            "_rels/.rels": _relations(
                f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
            ),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{self.properties}'
            f"<sheets>{sheets}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations(
                relations + f'<Relationship Id="rId99" Type="{REL}/styles" Target="styles.xml"/>'
            ),
            "xl/styles.xml": STYLES,
        }
        found |= {f"xl/worksheets/sheet{number}.xml": body for number, body in enumerate(bodies, 1)}
        if self.sheet_relations:
            found["xl/worksheets/_rels/sheet1.xml.rels"] = _relations(self.sheet_relations)
        return found | dict(self.extra)

    def bytes(self) -> bytes:
        return zip_bytes(self.parts())


def _relations(inside: str) -> str:
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>'
    )


def zip_bytes(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def xlsx_bytes(rows: Sequence[Sequence[object]], **given: object) -> bytes:
    return Workbook(rows, **given).bytes()  # type: ignore[arg-type]


def ole_bytes(*streams: str) -> bytes:
    """The beginning of an OLE container with these names in its directory."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + directory + bytes(512)


def lying_size(parts: Mapping[str, str | bytes], name: str, says: int) -> bytes:
    """An archive whose directory gives another size for one part than unpacking it does."""
    content = bytearray(zip_bytes(parts))
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        length = struct.unpack_from("<H", content, place + 28)[0]
        if content[place + 46 : place + 46 + length] == name.encode():
            struct.pack_into("<L", content, place + 24, says)
        place += 46
    return bytes(content)
