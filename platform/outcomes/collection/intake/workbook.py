"""What a workbook is made of: one visible sheet and nothing that hides, runs or reaches out (rows 87 to 98).

Runs in the capped child only.
"""

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from outcomes.collection.intake.archive import Parts, damaged
from outcomes.collection.intake.children import is_list_of_children, list_of_children
from outcomes.collection.intake.kinds import WRONG
from outcomes.collection.intake.limits import MAX_SHEET_XML, SHOWN_CELLS, listed
from outcomes.collection.intake.refusal import RefusedError

Attributes = Mapping[str, str]
WORKBOOK = "xl/workbook.xml"
LONGEST_PLACE = 10

# (the beginning of a part's name, code, what it is, what to do)
REFUSED_PARTS = (
    ("xl/vbaproject", "macros", "holds macros", "Save it as XLSX, which has none"),
    ("xl/macrosheets/", "macros", "holds macros", "Save it as XLSX, which has none"),
    ("xl/intlmacrosheets/", "macros", "holds macros", "Save it as XLSX, which has none"),
    ("xl/dialogsheets/", "macros", "holds macros", "Save it as XLSX, which has none"),
    ("xl/activex/", "macros", "holds buttons or other controls", "Remove them and save it as XLSX"),
    ("xl/externallinks/", "links", "is linked to other files", "In Excel choose Data, Edit links, Break links"),
    ("xl/connections", "links", "is connected to a data source", "Copy the values alone into the template"),
    ("xl/querytables/", "links", "is connected to a data source", "Copy the values alone into the template"),
    ("xl/pivotcache/", "pivot", "holds a pivot table, which carries the rows it was made from",
     "Copy the values alone into the template"),
    ("xl/slicercaches/", "pivot", "holds a pivot table, which carries the rows it was made from",
     "Copy the values alone into the template"),
    ("xl/model/", "pivot", "holds a data model, which carries the rows it was made from",
     "Copy the values alone into the template"),
    ("xl/embeddings/", "embedded", "holds another file", "Remove it and save the workbook again"),
    ("xl/revisions/", "history", "keeps a history of changes", "In Excel stop sharing it and save it again"),
)  # fmt: skip
# What cannot be seen on the sheet could name children: such a file is not kept either.
NOT_KEPT = {"pivot", "embedded", "history"}
OTHER_PACKAGES = (
    ("xl/workbook.bin", "It is a binary workbook (XLSB). Open it and save it as XLSX."),
    ("word/", "It is a text document. Copy the table into the template and upload that."),
    ("ppt/", "It is a presentation. Copy the table into the template and upload that."),
    ("index/", "It is a Numbers spreadsheet. In Numbers choose Export, then Excel or CSV."),
)


class Book(NamedTuple):
    """The one sheet to read and what is needed to understand its cells."""

    sheet: str
    xml: bytes
    sheets: int
    drawn: bool


def elements(xml: bytes) -> Iterator[tuple[str, Attributes]]:
    """Every element's name without its prefix, with its attributes; no document type, no entities."""
    found: list[tuple[str, Attributes]] = []
    parser = new_parser()
    parser.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    parse(parser, xml)
    return iter(found)


def new_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> NoReturn:
        raise damaged()

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, xml: bytes, *, final: bool = True) -> None:
    try:
        parser.Parse(xml, final)
    except expat.ExpatError as error:
        raise damaged() from error


def local(name: str) -> str:
    return name.rpartition(":")[2]


def open_book(parts: Parts) -> Book:
    """Find the one sheet; RefusedError with the remedy for every other make of workbook."""
    low = {name.casefold() for name in parts}
    _refuse_other_packages(parts, low)
    sheets = [attributes for name, attributes in elements(parts[WORKBOOK]) if name == "sheet"]
    if any(is_list_of_children(sheet.get("name")) for sheet in sheets):
        raise list_of_children()
    _refuse_parts(parts, low)
    _refuse_links(parts)
    if any(sheet.get("state", "visible") != "visible" for sheet in sheets):
        raise RefusedError(
            "hidden_sheet",
            "The selected file has a hidden sheet. What is hidden could name children: delete the sheet"
            " (in Excel: right click a tab, Unhide), so that one visible sheet is left.",
            keep=False,
        )
    return _one_sheet(parts, sheets)


def _refuse_other_packages(parts: Parts, low: set[str]) -> None:
    if WORKBOOK in parts and "[content_types].xml" in low:
        return
    if b"opendocument.spreadsheet" in parts.get("mimetype", b""):
        raise RefusedError(
            "ods", f"{WRONG} It is an OpenDocument spreadsheet (ODS). Open it and save it as XLSX or CSV."
        )
    for start, says in OTHER_PACKAGES:
        if any(name.startswith(start) for name in low):
            raise RefusedError("wrong_kind", f"{WRONG} {says}")
    if "[content_types].xml" in low:
        # A package of Office whose parts stand under other names than those that every spreadsheet program gives them.
        raise damaged()
    raise RefusedError("zip", f"{WRONG} It is a ZIP archive. Take the CSV or XLSX file out of it and upload that.")


def _refuse_parts(parts: Parts, low: set[str]) -> None:
    types = next(body for name, body in parts.items() if name.casefold() == "[content_types].xml").lower()
    if b"macroenabled" in types:
        raise RefusedError("macros", f"{WRONG} This one holds macros. Save it as XLSX, which has none.")
    for start, code, what, remedy in REFUSED_PARTS:
        if any(name.startswith(start) for name in low):
            raise RefusedError(code, f"The selected file {what}. {remedy}.", keep=code not in NOT_KEPT)


def _refuse_links(parts: Parts) -> None:
    """Links of a cell to a page or an address are left alone; nothing else may lead out of the file."""
    for name, body in parts.items():
        if not name.casefold().endswith(".rels"):
            continue
        for element, attributes in elements(body):
            leads_out = attributes.get("TargetMode", "").casefold() == "external"
            if element == "Relationship" and leads_out and not attributes.get("Type", "").endswith("/hyperlink"):
                raise RefusedError(
                    "links",
                    "The selected file is linked to other files. In Excel choose Data, Edit links, Break links.",
                )


def _one_sheet(parts: Parts, sheets: list[Attributes]) -> Book:
    targets = _relations(parts, WORKBOOK)
    found = [(sheet, targets.get(_relation_id(sheet), "")) for sheet in sheets]
    if not found or any(path not in parts for _, path in found):
        raise damaged()
    if any(len(parts[path]) > MAX_SHEET_XML for _, path in found):
        raise RefusedError(
            "too_many_rows",
            "The selected file has far more rows than a return needs, perhaps empty ones with a format."
            " Copy the figures into the template and upload that.",
        )
    if len(found) > 1:
        _refuse_others([parts[path] for _, path in found])
    listed_paths = {path for _, path in found}
    if any(name.casefold().startswith("xl/worksheets/sheet") and name not in listed_paths for name in parts):
        # A sheet that no list names is hidden better than a hidden one.
        raise damaged()
    _refuse_comments(parts)
    first, path = found[0]
    drawn = any(name.casefold().startswith(("xl/media/", "xl/drawings/", "xl/charts/")) for name in parts)
    return Book(first.get("name", ""), parts[path], len(found), drawn=drawn)


def _refuse_others(sheets: list[bytes]) -> None:
    """Empty sheets beside the return are forgiven: old versions of Excel made three of each workbook."""
    full = [place for place, xml in enumerate(sheets) if _has_cells(xml)]
    if full and full[0] > 0:
        raise RefusedError(
            "not_first_sheet",
            f"The first sheet is empty. Put the return on the first sheet, and delete sheet {full[0] + 1}.",
        )
    if len(full) > 1:
        raise RefusedError(
            "several_sheets",
            f"The selected file has {len(full)} sheets with something on them. Put the return on the first sheet and"
            " delete the others.",
        )


class _FoundError(Exception):
    """Enough of a sheet was seen."""


def _has_cells(xml: bytes) -> bool:
    """Whether a sheet holds any value; a chart or a dialogue counts as one."""

    def look(name: str, _: Attributes) -> None:
        if local(name) in {"v", "is", "f", "chartsheet", "dialogsheet"}:
            raise _FoundError

    parser = new_parser()
    parser.StartElementHandler = look
    try:
        parse(parser, xml)
    except _FoundError:
        return True
    return False


def _relation_id(sheet: Attributes) -> str:
    return next((value for key, value in sheet.items() if local(key) == "id" and ":" in key), "")


def _relations(parts: Parts, of: str) -> dict[str, str]:
    folder, name = posixpath.split(of)
    body = parts.get(f"{folder}/_rels/{name}.rels")
    if body is None:
        return {}
    return {
        attributes.get("Id", ""): _resolved(folder, attributes.get("Target", ""))
        for element, attributes in elements(body)
        if element == "Relationship"
    }


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _refuse_comments(parts: Parts) -> None:
    """Comments are easily forgotten and may name a child: their cells are named, their words are not."""
    cells: dict[str, None] = {}
    for path, body in parts.items():
        if "comment" in path.casefold() and path.casefold().endswith(".xml"):
            for name, attributes in elements(body):
                if name in {"comment", "threadedComment"}:
                    cells[attributes.get("ref", "?")[:LONGEST_PLACE]] = None
    if cells:
        places = list(cells)
        have = "has a comment" if len(places) == 1 else "have comments"
        raise RefusedError(
            "cell_comments",
            f"{listed(places)} {have}. Comments could name a child: delete them, and write what matters into the column"
            " comment.",
            cells=tuple(places[:SHOWN_CELLS]),
            keep=False,
        )
